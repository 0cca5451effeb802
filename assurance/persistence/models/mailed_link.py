"""Links that were mailed to one person: to join an authority, to a new password, to complete a registration."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.domain.authority.links import Purpose
from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime, by_value
from assurance.persistence.models.organisation import Organisation, User

_STANDING = text("used_at IS NULL AND ended_at IS NULL")
_REGISTERING = text("organisation_id IS NULL AND used_at IS NULL AND ended_at IS NULL")


class MailedLink(Base):
    """A link that opens once, for who reads the address it went to; only the hash of its token is kept."""

    __tablename__ = "mailed_link"
    __table_args__ = (
        UniqueConstraint("public_id"),
        UniqueConstraint("token_hash"),
        CheckConstraint("used_at IS NULL OR ended_at IS NULL", name="ended_one_way"),
        # A new password is for somebody who is known; the others are for somebody who is not yet.
        CheckConstraint("(user_id IS NULL) = (purpose <> 'password')", name="for_whom"),
        # Who registers belongs to no organisation yet.
        CheckConstraint("(organisation_id IS NULL) = (purpose = 'registration')", name="of_whom"),
        # Of several links to one address for one purpose only the newest opens.
        Index(
            "uq_mailed_link_standing", "purpose", "organisation_id", "email", unique=True,
            sqlite_where=_STANDING, postgresql_where=_STANDING,
        ),
        Index(
            "uq_mailed_link_registering", "email", unique=True,
            sqlite_where=_REGISTERING, postgresql_where=_REGISTERING,
        ),
    )  # fmt: skip

    public_id: Mapped[str] = mapped_column(String(36))
    purpose: Mapped[Purpose] = mapped_column(by_value(Purpose, "purpose"))
    organisation_id: Mapped[int | None] = mapped_column(ForeignKey("organisation.id"))
    email: Mapped[str] = mapped_column(String(254))
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"), index=True)
    job_title: Mapped[str] = mapped_column(String(120), default="")
    staff_number: Mapped[str | None] = mapped_column(String(40))
    token_hash: Mapped[str] = mapped_column(String(64))
    sent_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime())
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime())
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    """When a newer one took its place, or it was withdrawn."""

    organisation: Mapped[Organisation] = relationship(lazy="joined")
    """There for every purpose but a registration."""
    sent_by: Mapped[User | None] = relationship(lazy="joined", foreign_keys=[sent_by_id])


class Registration(Base):
    """What somebody typed who registers a provider, until the reader of the address completes it or it is too old."""

    __tablename__ = "registration"
    __table_args__ = (UniqueConstraint("link_id"),)

    link_id: Mapped[int] = mapped_column(ForeignKey("mailed_link.id"))
    organisation_name: Mapped[str] = mapped_column(String(200))
    company_number: Mapped[str] = mapped_column(String(8), default="")
    is_different: Mapped[bool] = mapped_column(default=False)
    """They confirmed that theirs is another organisation than one that is like it."""
    name: Mapped[str] = mapped_column(String(120))

    link: Mapped[MailedLink] = relationship(lazy="joined", innerjoin=True)
