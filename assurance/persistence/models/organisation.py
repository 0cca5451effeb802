"""Organisations and their people: the authority that buys, the providers that bid, who signs in."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.domain.authority.policy import Audience
from assurance.domain.authority.sign_ins import Ended
from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime, by_value


class Organisation(Base):
    """An authority (audience staff) or a provider (audience supplier)."""

    __tablename__ = "organisation"
    __table_args__ = (UniqueConstraint("name"),)

    name: Mapped[str] = mapped_column(String(200))
    audience: Mapped[Audience] = mapped_column(by_value(Audience, "audience"))
    is_demonstration: Mapped[bool] = mapped_column(default=False)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())


class User(Base):
    """A person who can sign in, on behalf of exactly one organisation."""

    __tablename__ = "user"
    __table_args__ = (
        UniqueConstraint("email"),
        CheckConstraint("NOT (is_organisation_lead AND is_organisation_viewer)", name="one_part"),
    )

    email: Mapped[str] = mapped_column(String(254))
    """Kept in lower case; two spellings of one address are one person."""
    name: Mapped[str] = mapped_column(String(120))
    job_title: Mapped[str] = mapped_column(String(120), default="")
    password_hash: Mapped[str] = mapped_column(String(200))
    staff_number: Mapped[str | None] = mapped_column(String(40))
    """What tells two accounts of one person: their number with the authority, in capitals and without gaps."""
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"))
    is_organisation_lead: Mapped[bool] = mapped_column(default=False)
    is_organisation_viewer: Mapped[bool] = mapped_column(default=False)
    """Reads what the organisation does and changes nothing; neither lead nor viewer is a contributor."""
    is_active: Mapped[bool] = mapped_column(default=True)
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())

    organisation: Mapped[Organisation] = relationship(lazy="joined", innerjoin=True)


class UserSession(Base):
    """One sign-in. Ended here, it is ended at once on every server; the cookie alone opens nothing."""

    __tablename__ = "user_session"
    __table_args__ = (UniqueConstraint("token_hash"),)

    token_hash: Mapped[str] = mapped_column(String(64))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    started_at: Mapped[datetime] = mapped_column(UTCDateTime())
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    stepped_up_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    """When a second factor was last given in this sign-in; acts that ask for one want it fresh."""
    browser: Mapped[str] = mapped_column(String(80), default="")
    """In words that its person knows it by."""
    seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    """When it was last used, by the clock of the machine, which no demonstration sets; and the two that follow."""
    idle_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    """When it is over unless it is used again."""
    ends_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    """When it is over at the latest."""
    ended_because: Mapped[Ended | None] = mapped_column(by_value(Ended, "ended_because"))

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)
