"""Earlier drafts of a bidder's answers, closed like the answers and deleted with them."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime
from assurance.persistence.models.organisation import User
from assurance.persistence.secret_columns import SecretText


class AnswerDraft(Base):
    """What an answer said at some time, or what was typed and could not be saved as the answer."""

    __tablename__ = "answer_draft"
    __table_args__ = (
        UniqueConstraint("bid_id", "code", "number"),
        # Saved as the answer; typed while a colleague saved; typed under a question that has changed.
        CheckConstraint("came_of IN ('saved', 'clash', 'changed')", name="came_of_known"),
    )

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    code: Mapped[str] = mapped_column(String(40))
    """Of the criterion, which may be gone by now."""
    number: Mapped[int]
    came_of: Mapped[str] = mapped_column(String(10))
    text: Mapped[str] = mapped_column(SecretText("answer_draft.text"))
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    begun_at: Mapped[datetime] = mapped_column(UTCDateTime())
    """Saves that follow closely by one person are one draft, which begins with the first of them."""
    written_at: Mapped[datetime] = mapped_column(UTCDateTime())

    written_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
