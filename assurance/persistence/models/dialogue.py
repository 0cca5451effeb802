"""Dialogue with each participant: sessions with minutes both sides agree, and the marks of the down-selection."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime
from assurance.persistence.models.bid import Bid
from assurance.persistence.models.organisation import User


class DialogueSession(Base):
    """One meeting with one participant in one round."""

    __tablename__ = "dialogue_session"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint("round BETWEEN 1 AND 9", name="round_range"),
        # Agreement names who agreed and when, or there is none.
        CheckConstraint(
            "(authority_agreed_at IS NULL) = (authority_agreed_by_id IS NULL)",
            name="authority_agreement_whole",
        ),
        CheckConstraint(
            "(supplier_agreed_at IS NULL) = (supplier_agreed_by_id IS NULL)", name="supplier_agreement_whole"
        ),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    round: Mapped[int]
    held_at: Mapped[datetime] = mapped_column(UTCDateTime())
    place: Mapped[str] = mapped_column(String(200), default="")
    agenda: Mapped[str] = mapped_column(Text)
    attendance: Mapped[str] = mapped_column(Text, default="")
    """Who attends for the authority; for both sides where nothing stands for the participant."""
    supplier_attendance: Mapped[str] = mapped_column(Text, default="")
    minutes: Mapped[str] = mapped_column(Text, default="")
    authority_agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    authority_agreed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    supplier_agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    supplier_agreed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    bid: Mapped[Bid] = relationship(lazy="joined", innerjoin=True)
    authority_agreed_by: Mapped[User | None] = relationship(foreign_keys=[authority_agreed_by_id])
    supplier_agreed_by: Mapped[User | None] = relationship(foreign_keys=[supplier_agreed_by_id])


class DownSelectMark(Base):
    """The mark of a participant's outline solution against one published down-select criterion, with the reason."""

    __tablename__ = "down_select_mark"
    __table_args__ = (
        UniqueConstraint("bid_id", "criterion_id"),
        CheckConstraint("mark BETWEEN 0 AND scale_top", name="mark_on_scale"),
    )

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    mark: Mapped[int]
    scale_top: Mapped[int]
    reason: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime())


class DownSelectDecision(Base):
    """Whether a participant goes on to the next round, and why."""

    __tablename__ = "down_select_decision"
    __table_args__ = (UniqueConstraint("bid_id"),)

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    is_kept: Mapped[bool]
    reason: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime())

    decided_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
