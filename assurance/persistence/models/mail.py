"""Messages that leave by e-mail: written in the transaction of what they tell, sent by a job afterwards."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime
from assurance.persistence.secret_columns import SecretText


class MailMessage(Base):
    """One message to one address. Its key says what it tells to whom, so that it is told once."""

    __tablename__ = "mail_message"
    __table_args__ = (
        UniqueConstraint("key"),
        # A message that was sent keeps no text: it may have held a secret, and its reader has it.
        CheckConstraint("(sent_at IS NULL) OR (body IS NULL)", name="sent_is_wiped"),
        CheckConstraint("sent_at IS NULL OR given_up_at IS NULL", name="ended_one_way"),
    )

    key: Mapped[str] = mapped_column(String(120))
    recipient: Mapped[str] = mapped_column(String(254))
    subject: Mapped[str] = mapped_column(String(250))
    body: Mapped[str | None] = mapped_column(SecretText("mail_message.body"))
    unsubscribe_url: Mapped[str] = mapped_column(String(500), default="")
    queued_at: Mapped[datetime] = mapped_column(UTCDateTime())
    next_attempt_at: Mapped[datetime | None] = mapped_column(UTCDateTime(), index=True)
    """When it is tried again; none once it is sent or given up."""
    attempts: Mapped[int] = mapped_column(default=0)
    is_batched: Mapped[bool] = mapped_column(default=False)
    """Sent with others, in the order in which they were written, and not by a job of its own."""
    last_error: Mapped[str] = mapped_column(Text, default="")
    sent_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    given_up_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
