"""Recommendation, outcome letters, notices and representations."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import Json, JsonDict, UTCDateTime
from assurance.persistence.models.bid import Bid
from assurance.persistence.models.organisation import User

if TYPE_CHECKING:
    from assurance.persistence.models.disclosure import RecordRelease


class Recommendation(Base):
    """Who should be awarded the contract, and why. Never edited: a refused one is followed by a new one."""

    __tablename__ = "recommendation"
    __table_args__ = (
        CheckConstraint("decision IN ('', 'approved', 'refused')", name="decision_known"),
        CheckConstraint("(decision = '') = (decided_by_id IS NULL)", name="decided_by_someone"),
        # Four eyes: nobody approves what they wrote.
        CheckConstraint("decided_by_id IS NULL OR decided_by_id != author_id", name="not_by_its_author"),
        # One recommendation is open or approved at a time.
        Index(
            "uq_recommendation_standing",
            "procurement_id",
            unique=True,
            sqlite_where=text("decision != 'refused' AND superseded_at IS NULL"),
            postgresql_where=text("decision != 'refused' AND superseded_at IS NULL"),
        ),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    preferred_bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    reserve_bid_id: Mapped[int | None] = mapped_column(ForeignKey("bid.id"))
    text: Mapped[str] = mapped_column(Text)
    author_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime())
    decision: Mapped[str] = mapped_column(String(10), default="")
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    superseded_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    """When the procurement went back to an earlier step, so that it stands no more."""

    preferred_bid: Mapped[Bid] = relationship(foreign_keys=[preferred_bid_id])
    reserve_bid: Mapped[Bid | None] = relationship(foreign_keys=[reserve_bid_id])
    author: Mapped[User] = relationship(foreign_keys=[author_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])


class Letter(Base):
    """What one bidder is told: the selection, an invitation, the outcome, a de-brief; fixed once issued."""

    __tablename__ = "letter"
    __table_args__ = (
        # One letter of a kind stands at a time; those of a step that was taken again stay on record.
        Index(
            "uq_letter_standing",
            "bid_id",
            "kind",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
        CheckConstraint(
            "kind IN ('outcome', 'abandonment', 'selection', 'invitation', 'final_tenders', 'debrief')",
            name="kind_known",
        ),
    )

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    kind: Mapped[str] = mapped_column(String(20))
    content: Mapped[JsonDict] = mapped_column(Json)
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    prepared_at: Mapped[datetime] = mapped_column(UTCDateTime())
    issued_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    superseded_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    """When the procurement went back to an earlier step after the letter was issued."""

    bid: Mapped[Bid] = relationship(lazy="joined", innerjoin=True)


class Notice(Base):
    """Something made public, as it was published."""

    __tablename__ = "notice"
    __table_args__ = (UniqueConstraint("public_id"),)

    public_id: Mapped[str] = mapped_column(String(36))
    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"), index=True)
    kind: Mapped[str] = mapped_column(String(40))
    title: Mapped[str] = mapped_column(String(250))
    content: Mapped[JsonDict] = mapped_column(Json)
    published_at: Mapped[datetime] = mapped_column(UTCDateTime(), index=True)
    subject: Mapped[str] = mapped_column(String(60), default="")
    """What of the procurement it is about, where several of its kind may be published."""
    corrects_id: Mapped[int | None] = mapped_column(ForeignKey("notice.id"))
    """The notice in whose place this one stands, which stays as it was published."""
    correction_reason: Mapped[str] = mapped_column(Text, default="")


class Representation(Base):
    """A bidder's challenge in standstill, and the further decision on it (PSR 2023 reg 12)."""

    __tablename__ = "representation"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint("decision IN ('', 'proceed', 'return', 'abandon')", name="decision_known"),
        CheckConstraint("(decision = '') = (decided_at IS NULL)", name="decided_whole"),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    text: Mapped[str] = mapped_column(Text)
    received_at: Mapped[datetime] = mapped_column(UTCDateTime())
    in_time: Mapped[bool] = mapped_column(default=True)
    """A late one is kept and answered, but holds nothing open."""
    timing: Mapped[str] = mapped_column(Text, default="")
    """Why it is in time or late, as it was judged when it came."""
    information_asked: Mapped[str] = mapped_column(Text, default="")
    """Which of the records the bidder asks for (regulation 12(4)(b))."""
    reviewer_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    nature: Mapped[str] = mapped_column(String(20), default="")
    """What it is about, as whoever decides it says; empty until then."""
    decision: Mapped[str] = mapped_column(String(10), default="")
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    bid: Mapped[Bid] = relationship(lazy="joined", innerjoin=True)
    reviewer: Mapped[User | None] = relationship(foreign_keys=[reviewer_id])
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id])
    releases: Mapped[list[RecordRelease]] = relationship(back_populates="representation", order_by="RecordRelease.id")


class Claim(Base):
    """A claim in court about a procurement, from the day the authority learned of it to its end."""

    __tablename__ = "claim"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint("ended IN ('', 'lifted', 'withdrawn', 'dismissed', 'settled', 'upheld')", name="end_known"),
        CheckConstraint("(ended = '') = (ended_at IS NULL)", name="ended_whole"),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"), index=True)
    claimant: Mapped[str] = mapped_column(String(200))
    court_reference: Mapped[str] = mapped_column(String(60))
    grounds: Mapped[str] = mapped_column(Text)
    notified_at: Mapped[datetime] = mapped_column(UTCDateTime())
    suspends: Mapped[bool]
    why: Mapped[str] = mapped_column(Text)
    """Why it suspends the award, or not, as it was judged when it was recorded."""
    provision: Mapped[str] = mapped_column(String(100))
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime())
    ended: Mapped[str] = mapped_column(String(10), default="")
    end_reason: Mapped[str] = mapped_column(Text, default="")
    ended_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    ended_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    recorded_by: Mapped[User] = relationship(foreign_keys=[recorded_by_id])
    ended_by: Mapped[User | None] = relationship(foreign_keys=[ended_by_id])
