"""People who sign in at another organisation: whose account there is whose here, and who is on the way there."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime
from assurance.persistence.models.organisation import User


class IdentityLink(Base):
    """An account at an identity provider that signs in as a person; found by its subject, which never changes there."""

    __tablename__ = "identity_link"
    __table_args__ = (UniqueConstraint("issuer", "subject"), UniqueConstraint("user_id", "issuer"))

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    issuer: Mapped[str] = mapped_column(String(500))
    subject: Mapped[str] = mapped_column(String(255))
    linked_at: Mapped[datetime] = mapped_column(UTCDateTime())
    used_at: Mapped[datetime] = mapped_column(UTCDateTime())
    second_factor_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    """When the provider last said that a second factor was given there."""

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class ProviderVisit(Base):
    """A browser sent to the identity provider, from which it comes back once, soon, or not at all."""

    __tablename__ = "provider_visit"
    __table_args__ = (UniqueConstraint("state_hash"),)

    state_hash: Mapped[str] = mapped_column(String(64))
    secret_hash: Mapped[str] = mapped_column(String(64))
    """Of the secret in the cookie of the browser that set out; nobody else comes back in its place."""
    user_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """Who is signed in already and confirms who they are; None for somebody who signs in."""
    onward: Mapped[str] = mapped_column(String(2000))
    started_at: Mapped[datetime] = mapped_column(UTCDateTime())
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
