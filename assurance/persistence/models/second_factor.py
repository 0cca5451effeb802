"""The second factor of a person: a secret shared with their own device, and codes on paper for when it is lost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import BigInteger, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime
from assurance.persistence.secret_columns import SecretText


class SecondFactor(Base):
    """A person's secret for one-time codes, and how they have used it lately."""

    __tablename__ = "second_factor"
    __table_args__ = (UniqueConstraint("user_id"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    secret: Mapped[str] = mapped_column(SecretText("second_factor.secret"))
    confirmed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    """When the first code was right; until then it counts for nothing."""
    last_step: Mapped[int] = mapped_column(BigInteger, default=0)
    """The newest half-minute whose code was taken; neither it nor an older one is taken again."""
    failures: Mapped[int] = mapped_column(default=0)
    blocked_until: Mapped[datetime | None] = mapped_column(UTCDateTime())


class RecoveryCode(Base):
    """A code on paper that replaces the device once."""

    __tablename__ = "recovery_code"
    __table_args__ = (UniqueConstraint("user_id", "code_digest"),)

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    code_digest: Mapped[str] = mapped_column(String(64))
    """SHA-256 of a code of 150 random bits."""
    used_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
