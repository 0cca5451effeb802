"""Evidence that a gate asks of the authority's own people or of a bidder, and the files that are given for it."""

from __future__ import annotations

from datetime import date, datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime
from assurance.persistence.models.bid import Bid
from assurance.persistence.models.closed_file import ClosedFile
from assurance.persistence.models.gate import GateReview
from assurance.persistence.models.organisation import User
from assurance.persistence.secret_columns import SecretText


class EvidenceRequest(Base):
    """One piece of evidence asked for on a line of enquiry, of one person of the authority or of one bidder."""

    __tablename__ = "evidence_request"
    __table_args__ = (
        UniqueConstraint("public_id"),
        # It is asked of a person or of a bidder, never of both and never of nobody.
        CheckConstraint("(person_id IS NULL) = (bid_id IS NOT NULL)", name="asked_of_one"),
        CheckConstraint("(answered_at IS NULL) = (answered_by_id IS NULL)", name="answered_whole"),
        # What is settled was answered, or is no longer wanted and says why.
        CheckConstraint("settled IN ('', 'accepted', 'withdrawn')", name="settled_known"),
        CheckConstraint("settled != 'accepted' OR answered_at IS NOT NULL", name="accepted_when_answered"),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    review_id: Mapped[int] = mapped_column(ForeignKey("gate_review.id"), index=True)
    line_code: Mapped[str] = mapped_column(String(40))
    what: Mapped[str] = mapped_column(Text)
    person_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    bid_id: Mapped[int | None] = mapped_column(ForeignKey("bid.id"), index=True)
    due_on: Mapped[date]
    asked_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    asked_at: Mapped[datetime] = mapped_column(UTCDateTime())
    answer: Mapped[str] = mapped_column(SecretText("evidence_request.answer"), default="")
    answered_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    answered_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    settled: Mapped[str] = mapped_column(String(10), default="")
    settled_reason: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    review: Mapped[GateReview] = relationship()
    person: Mapped[User | None] = relationship(foreign_keys=[person_id])
    bid: Mapped[Bid | None] = relationship()
    asked_by: Mapped[User] = relationship(foreign_keys=[asked_by_id])
    answered_by: Mapped[User | None] = relationship(foreign_keys=[answered_by_id])
    files: Mapped[list[EvidenceFile]] = relationship(back_populates="request", order_by="EvidenceFile.id")


class EvidenceFile(ClosedFile, Base):
    """A file given as evidence; its content lies closed in the file store, and opens with its own key."""

    __tablename__ = "evidence_file"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint("size > 0", name="not_empty"),
    )

    request_id: Mapped[int] = mapped_column(ForeignKey("evidence_request.id"), index=True)

    request: Mapped[EvidenceRequest] = relationship(back_populates="files")
