"""Passkeys of people: the public half of a key that never leaves their own device, and challenges answered already."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime
from assurance.persistence.models.organisation import User


class Passkey(Base):
    """A key on a person’s device that signs in as them, after it has asked for their finger, face or PIN."""

    __tablename__ = "passkey"
    __table_args__ = (UniqueConstraint("credential_id"), UniqueConstraint("user_id", "name"))

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    credential_id: Mapped[str] = mapped_column(String(1400))
    """Its name among all keys, in base64url without padding."""
    public_key: Mapped[str] = mapped_column(Text())
    sign_count: Mapped[int] = mapped_column(BigInteger)
    """How often it has signed, where it counts; one that counts backwards was copied."""
    name: Mapped[str] = mapped_column(String(60))
    """What its owner calls it."""
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class SpentChallenge(Base):
    """A challenge that was answered, kept until it would have run out: none is answered twice."""

    __tablename__ = "spent_challenge"
    __table_args__ = (UniqueConstraint("digest"),)

    digest: Mapped[str] = mapped_column(String(64))
    expires_at: Mapped[datetime] = mapped_column(UTCDateTime())
