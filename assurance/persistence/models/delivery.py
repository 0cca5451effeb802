"""How messages inside the service travel on by e-mail: what each person chose, and what waits for a daily summary."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.domain.told import How
from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime, by_value
from assurance.persistence.models.message import Message
from assurance.persistence.models.organisation import User


class MailPreference(Base):
    """How one person is told by e-mail; without a row it is what `services/carrying.py` takes as usual."""

    __tablename__ = "mail_preference"
    __table_args__ = (
        UniqueConstraint("user_id"),
        # What asks something of a person, or starts a time running, is never left out.
        CheckConstraint("needed != 'never'", name="needed_is_told"),
    )

    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    needed: Mapped[How] = mapped_column(by_value(How, "needed"))
    other: Mapped[How] = mapped_column(by_value(How, "other"))


class DigestLine(Base):
    """One message that waits for the next daily summary of one person, or went out in one."""

    __tablename__ = "digest_line"
    __table_args__ = (
        # A message is in one summary of a person, however often it is carried.
        UniqueConstraint("message_id", "user_id"),
        Index("ix_digest_line_mailed_at", "mailed_at"),
    )

    message_id: Mapped[int] = mapped_column(ForeignKey("message.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    mailed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    message: Mapped[Message] = relationship(lazy="joined", innerjoin=True)
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)
