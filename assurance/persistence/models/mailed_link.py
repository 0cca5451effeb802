"""Links that were mailed to one person: an invitation to an authority, or a way to a new password."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.domain.authority.links import Purpose
from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime, by_value
from assurance.persistence.models.organisation import Organisation, User

_STANDING = text("used_at IS NULL AND ended_at IS NULL")


class MailedLink(Base):
    """A link that opens once, for who reads the address it went to; only the hash of its token is kept."""

    __tablename__ = "mailed_link"
    __table_args__ = (
        UniqueConstraint("public_id"),
        UniqueConstraint("token_hash"),
        CheckConstraint("used_at IS NULL OR ended_at IS NULL", name="ended_one_way"),
        # A new password is for somebody who is known; an invitation for somebody who is not yet.
        CheckConstraint("(user_id IS NULL) = (purpose = 'invitation')", name="for_whom"),
        # Of several links to one address for one purpose only the newest opens.
        Index(
            "uq_mailed_link_standing", "purpose", "organisation_id", "email", unique=True,
            sqlite_where=_STANDING, postgresql_where=_STANDING,
        ),
    )  # fmt: skip

    public_id: Mapped[str] = mapped_column(String(36))
    purpose: Mapped[Purpose] = mapped_column(by_value(Purpose, "purpose"))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
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

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)
    sent_by: Mapped[User | None] = relationship(lazy="joined", foreign_keys=[sent_by_id])
