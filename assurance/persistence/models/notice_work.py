"""What is written on the way to a notice or a letter: a text that no stored field gives, a correction, a question."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import Json, UTCDateTime
from assurance.persistence.models.award import Notice
from assurance.persistence.models.bid import Bid
from assurance.persistence.models.organisation import User


class PaperDraft(Base):
    """What a notice or a letter of a kind says that no other stored field says, such as the reason of an end."""

    __tablename__ = "paper_draft"
    __table_args__ = (UniqueConstraint("procurement_id", "kind"),)

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    kind: Mapped[str] = mapped_column(String(40))
    text: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    """Who wrote it last, and therefore does not approve it."""
    written_at: Mapped[datetime] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)

    written_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling


class NoticeCorrection(Base):
    """A published notice as it should have read, until somebody else publishes it as a new version or refuses it."""

    __tablename__ = "notice_correction"
    __table_args__ = (
        # Two corrections of one notice at a time would undo each other.
        Index(
            "uq_notice_correction_open",
            "notice_id",
            unique=True,
            sqlite_where=text("decided_at IS NULL"),
            postgresql_where=text("decided_at IS NULL"),
        ),
        CheckConstraint("(decided_at IS NULL) = (decided_by_id IS NULL)", name="decided_by_somebody"),
    )

    notice_id: Mapped[int] = mapped_column(ForeignKey("notice.id"), index=True)
    sections: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """Every section as it would read: heading and text."""
    reason: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime())
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    refusal: Mapped[str] = mapped_column(Text, default="")
    """Why it was refused; empty for one that was published."""
    version: Mapped[int] = mapped_column(default=1)

    notice: Mapped[Notice] = relationship(lazy="joined", innerjoin=True)
    written_by: Mapped[User] = relationship(lazy="joined", innerjoin=True, foreign_keys=[written_by_id])

    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling


class DebriefRequest(Base):
    """A bidder's question why it was not chosen, answered once by a letter from the moderated record."""

    __tablename__ = "debrief_request"
    __table_args__ = (UniqueConstraint("bid_id"),)

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    text: Mapped[str] = mapped_column(Text)
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime())
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    bid: Mapped[Bid] = relationship(lazy="joined", innerjoin=True)
