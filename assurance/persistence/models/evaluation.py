"""Conflict declarations, individual marks, agreed marks and the confirmed result.

Individual marks and agreed marks are separate records: an agreed mark never replaces what a person wrote
(EnergySolutions v NDA [2016] EWHC 1988 (TCC)).
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import Json, JsonDict, UTCDateTime
from assurance.persistence.models.bid import Bid
from assurance.persistence.models.criterion import CriterionRow
from assurance.persistence.models.organisation import User
from assurance.persistence.models.procurement import Procurement


class ConflictDeclaration(Base):
    """What one person declared about one bidder before seeing anything of the bid, and what was decided on it."""

    __tablename__ = "conflict_declaration"
    __table_args__ = (
        UniqueConstraint("bid_id", "user_id"),
        CheckConstraint("decision IN ('', 'cleared', 'recused')", name="decision_known"),
        # A declared conflict is described.
        CheckConstraint("NOT has_conflict OR detail != ''", name="conflict_described"),
        # A decision names who took it and when, or there is none.
        CheckConstraint("(decision = '') = (decided_by_id IS NULL)", name="decided_by_someone"),
        CheckConstraint("(decision = '') = (decided_at IS NULL)", name="decided_at_some_time"),
    )

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    has_conflict: Mapped[bool]
    detail: Mapped[str] = mapped_column(Text, default="")
    declared_at: Mapped[datetime] = mapped_column(UTCDateTime())
    decision: Mapped[str] = mapped_column(String(10), default="")
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    bid: Mapped[Bid] = relationship(lazy="joined", innerjoin=True)
    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="joined", innerjoin=True)


class Mark(Base):
    """One evaluator's own mark and reason for one question of one bid."""

    __tablename__ = "mark"
    __table_args__ = (
        UniqueConstraint("bid_id", "criterion_id", "evaluator_id"),
        # A mark outside its scale can never be stored.
        CheckConstraint("mark IS NULL OR mark BETWEEN 0 AND scale_top", name="mark_on_scale"),
        # A locked mark is complete.
        CheckConstraint("locked_at IS NULL OR (mark IS NOT NULL AND rationale != '')", name="locked_complete"),
    )

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    evaluator_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    mark: Mapped[int | None]
    scale_top: Mapped[int]
    rationale: Mapped[str] = mapped_column(Text, default="")
    evidence: Mapped[str] = mapped_column(String(300), default="")
    """Where in the bid the evidence stands, in the evaluator's words."""
    private_note: Mapped[str] = mapped_column(Text, default="")
    """For the evaluator alone while they mark; kept and disclosable like every note."""
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime())
    locked_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    bid: Mapped[Bid] = relationship()
    criterion: Mapped[CriterionRow] = relationship()
    evaluator: Mapped[User] = relationship()
    finding_answers: Mapped[list[FindingAnswer]] = relationship(lazy="selectin", order_by="FindingAnswer.id")


class MarkRevision(Base):
    """What a mark and its reason were after each save: nothing an evaluator wrote is lost."""

    __tablename__ = "mark_revision"
    __table_args__ = (UniqueConstraint("mark_id", "number"),)

    mark_id: Mapped[int] = mapped_column(ForeignKey("mark.id"))
    number: Mapped[int]
    mark: Mapped[int | None]
    rationale: Mapped[str] = mapped_column(Text)
    evidence: Mapped[str] = mapped_column(String(300), default="")
    private_note: Mapped[str] = mapped_column(Text, default="")
    saved_at: Mapped[datetime] = mapped_column(UTCDateTime())


class FindingAnswer(Base):
    """Why an evaluator lets a reason stand although the check found something in it."""

    __tablename__ = "finding_answer"
    __table_args__ = (
        UniqueConstraint("mark_id", "code", "said"),
        CheckConstraint("reason != ''", name="reasoned"),
    )

    mark_id: Mapped[int] = mapped_column(ForeignKey("mark.id"))
    code: Mapped[str] = mapped_column(String(40))
    said: Mapped[str] = mapped_column(String(300), default="")
    """The words the finding is about; other words need another answer."""
    reason: Mapped[str] = mapped_column(Text)
    answered_at: Mapped[datetime] = mapped_column(UTCDateTime())


class PanelInvitation(Base):
    """An invitation to join the panel, and the answer to it."""

    __tablename__ = "panel_invitation"
    __table_args__ = (
        UniqueConstraint("procurement_id", "user_id"),
        CheckConstraint("answer IN ('', 'accepted', 'declined')", name="answer_known"),
        # An answer has its time, or there is none.
        CheckConstraint("(answer = '') = (answered_at IS NULL)", name="answered_at_some_time"),
        # Whoever declines says why.
        CheckConstraint("answer != 'declined' OR answer_reason != ''", name="declined_with_reason"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    message: Mapped[str] = mapped_column(Text, default="")
    invited_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    invited_at: Mapped[datetime] = mapped_column(UTCDateTime())
    answer: Mapped[str] = mapped_column(String(10), default="")
    answer_reason: Mapped[str] = mapped_column(Text, default="")
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    procurement: Mapped[Procurement] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="joined", innerjoin=True)


class Reminder(Base):
    """A reminder sent to a member of the panel about what is still to be done; shown until it is seen."""

    __tablename__ = "reminder"
    __table_args__ = (CheckConstraint("outstanding > 0", name="something_outstanding"),)

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"), index=True)
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"), index=True)
    about: Mapped[str] = mapped_column(String(20))
    outstanding: Mapped[int]
    message: Mapped[str] = mapped_column(Text, default="")
    sent_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    sent_at: Mapped[datetime] = mapped_column(UTCDateTime())
    seen_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    procurement: Mapped[Procurement] = relationship()
    user: Mapped[User] = relationship(foreign_keys=[user_id], lazy="joined", innerjoin=True)
    sent_by: Mapped[User] = relationship(foreign_keys=[sent_by_id], lazy="joined", innerjoin=True)


class Consensus(Base):
    """The mark the panel agreed for one question of one bid. Changing it makes a new record and retires the old."""

    __tablename__ = "consensus"
    __table_args__ = (
        CheckConstraint("mark BETWEEN 0 AND scale_top", name="mark_on_scale"),
        CheckConstraint("reason != ''", name="reasoned"),
        # One agreed mark is current at a time.
        Index(
            "uq_consensus_current",
            "bid_id",
            "criterion_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"), index=True)
    criterion_id: Mapped[int] = mapped_column(ForeignKey("criterion.id"))
    mark: Mapped[int]
    scale_top: Mapped[int]
    discussion: Mapped[str] = mapped_column(Text)
    """What was discussed, and why any mark moved."""
    reason: Mapped[str] = mapped_column(Text)
    """Why the answer earns this mark; goes into the letter."""
    dissent: Mapped[str] = mapped_column(Text, default="")
    moderator_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime())
    superseded_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    superseded_reason: Mapped[str] = mapped_column(Text, default="")
    """Why the record no longer stands when no newer one replaced it."""

    bid: Mapped[Bid] = relationship()
    criterion: Mapped[CriterionRow] = relationship()
    moderator: Mapped[User] = relationship()
    approvals: Mapped[list[ConsensusApproval]] = relationship(back_populates="consensus")
    points: Mapped[list[ConsensusPoint]] = relationship(
        back_populates="consensus", order_by="ConsensusPoint.position", lazy="selectin"
    )


class ConsensusPoint(Base):
    """What the panel said on one sub-criterion, and why that moved a mark (Lancashire Care v Lancashire CC)."""

    __tablename__ = "consensus_point"
    __table_args__ = (
        UniqueConstraint("consensus_id", "position"),
        CheckConstraint("discussed != ''", name="discussed"),
    )

    consensus_id: Mapped[int] = mapped_column(ForeignKey("consensus.id"))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(300))
    """The sub-criterion as published, kept with the record."""
    discussed: Mapped[str] = mapped_column(Text)
    moved: Mapped[str] = mapped_column(Text, default="")
    """Why a mark moved because of it; empty where none did."""

    consensus: Mapped[Consensus] = relationship(back_populates="points")


class ConsensusApproval(Base):
    """A panel member's approval that the record says what was agreed."""

    __tablename__ = "consensus_approval"
    __table_args__ = (UniqueConstraint("consensus_id", "user_id"),)

    consensus_id: Mapped[int] = mapped_column(ForeignKey("consensus.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    approved_at: Mapped[datetime] = mapped_column(UTCDateTime())
    dissent: Mapped[str] = mapped_column(Text, default="")
    """In the member's own words, where they hold to another mark although the record is true."""

    consensus: Mapped[Consensus] = relationship(back_populates="approvals")
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)


class EvaluationResult(Base):
    """The result as confirmed: what went in and what came out, so that anyone can recompute it."""

    __tablename__ = "evaluation_result"
    __table_args__ = (
        # A procurement has one confirmed result that stands; those of an evaluation done again stay on record.
        Index(
            "uq_evaluation_result_standing",
            "procurement_id",
            unique=True,
            sqlite_where=text("superseded_at IS NULL"),
            postgresql_where=text("superseded_at IS NULL"),
        ),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    evaluation: Mapped[JsonDict] = mapped_column(Json)
    """`assurance-evaluation/1` with the agreed marks."""
    result: Mapped[JsonDict] = mapped_column(Json)
    """`assurance-result/1`."""
    digest: Mapped[str] = mapped_column(String(64))
    confirmed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    confirmed_at: Mapped[datetime] = mapped_column(UTCDateTime())
    superseded_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
