"""Gate reviews: lines of enquiry rated with reasons, findings, conditions that travel, signatures and the verdict."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime
from assurance.persistence.models.organisation import User
from assurance.persistence.models.proof import ProofFile
from assurance.persistence.secret_columns import SecretText


class GateReview(Base):
    """One sitting at a gate. A new sitting is a new row; the last one counts."""

    __tablename__ = "gate_review"
    __table_args__ = (
        UniqueConstraint("procurement_id", "gate_code", "sitting"),
        # A concluded review has a verdict, and only a concluded one.
        CheckConstraint("(verdict IS NULL) = (concluded_at IS NULL)", name="concluded_whole"),
        CheckConstraint(
            "verdict IS NULL OR verdict IN ('proceed', 'proceed_with_conditions', 'do_not_proceed')",
            name="verdict_known",
        ),
        # The fast track leaves lines out, and says why.
        CheckConstraint("track = 'full' OR (track = 'fast' AND track_reason != '')", name="track_with_reason"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    gate_code: Mapped[str] = mapped_column(String(40))
    sitting: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime] = mapped_column(UTCDateTime())
    opened_reason: Mapped[str] = mapped_column(Text, default="")
    """Why the gate was opened again, for a sitting after the first."""
    template_number: Mapped[int] = mapped_column(default=0)
    """The version of the authority's template that the lines were copied from; 0 is the one that is shipped."""
    quorum: Mapped[int] = mapped_column(default=2)
    track: Mapped[str] = mapped_column(String(10), default="full")
    track_reason: Mapped[str] = mapped_column(Text, default="")
    verdict: Mapped[str | None] = mapped_column(String(30))
    verdict_reason: Mapped[str] = mapped_column(Text, default="")
    concluded_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    concluded_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    lines: Mapped[list[GateLine]] = relationship(back_populates="review", order_by="GateLine.position")
    conditions: Mapped[list[Condition]] = relationship(back_populates="review", order_by="Condition.reference")
    signatures: Mapped[list[GateSignature]] = relationship(back_populates="review")
    findings: Mapped[list[GateFinding]] = relationship(order_by="GateFinding.position")
    concluded_by: Mapped[User | None] = relationship(foreign_keys=[concluded_by_id])


class GateLine(Base):
    """One line of enquiry in a review, copied from the catalogue so that a changed template rewrites nothing."""

    __tablename__ = "gate_line"
    __table_args__ = (
        UniqueConstraint("review_id", "code"),
        CheckConstraint("rating IS NULL OR rating IN ('red', 'amber', 'green')", name="rating_known"),
        # A rating has its reason, its author and its time, or there is none.
        CheckConstraint("rating IS NULL OR (reason != '' AND rated_by_id IS NOT NULL)", name="rated_with_reason"),
    )

    review_id: Mapped[int] = mapped_column(ForeignKey("gate_review.id"))
    code: Mapped[str] = mapped_column(String(40))
    position: Mapped[int]
    title: Mapped[str] = mapped_column(String(120))
    question: Mapped[str] = mapped_column(Text)
    what_good_looks_like: Mapped[str] = mapped_column(Text)
    evidence_asked: Mapped[str] = mapped_column(Text, default="")
    red_trigger: Mapped[str] = mapped_column(Text, default="")
    is_mandatory: Mapped[bool] = mapped_column(default=True)
    rating: Mapped[str | None] = mapped_column(String(10))
    reason: Mapped[str] = mapped_column(Text, default="")
    evidence_seen: Mapped[str] = mapped_column(Text, default="")
    rated_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    rated_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    review: Mapped[GateReview] = relationship(back_populates="lines")
    rated_by: Mapped[User | None] = relationship()


class Condition(Base):
    """A string attached to a verdict. It keeps one reference from the gate to the contract to the start of service."""

    __tablename__ = "condition"
    __table_args__ = (
        UniqueConstraint("procurement_id", "reference"),
        CheckConstraint("blocks IN ('contract_signature', 'service_start', 'performance')", name="blocks_known"),
        # A condition is met by someone, at some time, with evidence, or it is open.
        CheckConstraint("(met_at IS NULL) = (met_by_id IS NULL)", name="met_by_someone"),
        CheckConstraint("met_at IS NULL OR met_evidence != ''", name="met_with_evidence"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    review_id: Mapped[int] = mapped_column(ForeignKey("gate_review.id"))
    line_code: Mapped[str] = mapped_column(String(40))
    reference: Mapped[str] = mapped_column(String(20))
    text: Mapped[str] = mapped_column(Text)
    owner: Mapped[str] = mapped_column(String(120))
    evidence_required: Mapped[str] = mapped_column(Text)
    due_on: Mapped[date]
    blocks: Mapped[str] = mapped_column(String(20))
    met_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    met_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    met_evidence: Mapped[str] = mapped_column(Text, default="")
    needs_document: Mapped[bool] = mapped_column(default=False)
    """It is met by a file and not by words alone."""

    review: Mapped[GateReview] = relationship(back_populates="conditions")
    met_by: Mapped[User | None] = relationship()
    proof: Mapped[list[ProofFile]] = relationship(order_by=ProofFile.id)


class GateFinding(Base):
    """What was computed about a line when its sitting was concluded; while a sitting is open, nothing is kept."""

    __tablename__ = "gate_finding"
    __table_args__ = (
        UniqueConstraint("review_id", "position"),
        CheckConstraint("rating IS NULL OR rating IN ('red', 'amber', 'green')", name="rating_known"),
    )

    review_id: Mapped[int] = mapped_column(ForeignKey("gate_review.id"))
    position: Mapped[int]
    code: Mapped[str] = mapped_column(String(80))
    line_code: Mapped[str] = mapped_column(String(40))
    rating: Mapped[str | None] = mapped_column(String(10))
    message: Mapped[str] = mapped_column(SecretText("gate_finding.message"))
    mend: Mapped[str] = mapped_column(Text, default="")


class GateSignature(Base):
    """A reviewer's signature under a review; the verdict needs a quorum of them."""

    __tablename__ = "gate_signature"
    __table_args__ = (UniqueConstraint("review_id", "user_id"),)

    review_id: Mapped[int] = mapped_column(ForeignKey("gate_review.id"))
    user_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    signed_at: Mapped[datetime] = mapped_column(UTCDateTime())
    findings_digest: Mapped[str] = mapped_column(String(64), default="")
    """Of what was computed when the reviewer signed: a signature stands only while that is so."""

    review: Mapped[GateReview] = relationship(back_populates="signatures")
    user: Mapped[User] = relationship(lazy="joined", innerjoin=True)
