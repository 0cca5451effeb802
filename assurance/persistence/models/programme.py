"""What a programme says beside its pathways: definitions, service users, envelope, specification, form of working."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import Json, Pounds, UTCDateTime
from assurance.persistence.models.organisation import User
from assurance.persistence.secret_columns import SecretText


class Definition(Base):
    """One version of what a term means; another meaning is another version, and this one stays."""

    __tablename__ = "definition"
    __table_args__ = (
        UniqueConstraint("procurement_id", "term", "number"),
        CheckConstraint("number >= 1", name="number_from_1"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    term: Mapped[str] = mapped_column(String(120))
    meaning: Mapped[str] = mapped_column(Text)
    source: Mapped[str] = mapped_column(String(300))
    number: Mapped[int]
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime())
    superseded_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    """When a newer version took its place, or the term was taken out."""

    written_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)

    @property
    def label(self) -> str:
        """The term with its version, as documents refer to it."""
        return f"{self.term}, version {self.number}"


class Involvement(Base):
    """People who use the care and had a part in the plan: who, how, what they said, what changed because of it."""

    __tablename__ = "involvement"

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"), index=True)
    public_id: Mapped[str] = mapped_column(String(36), unique=True)
    who: Mapped[str] = mapped_column(String(200))
    how: Mapped[str] = mapped_column(String(200))
    said: Mapped[str] = mapped_column(Text)
    changed: Mapped[str] = mapped_column(Text)
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling


class EnvelopeTerms(Base):
    """How the envelope of each contract year follows from the budget; one for a procurement."""

    __tablename__ = "envelope_terms"
    __table_args__ = (
        UniqueConstraint("procurement_id"),
        CheckConstraint("social_amount >= 0", name="social_not_negative"),
        CheckConstraint("rate_per_head IS NULL OR rate_per_head > 0", name="rate_above_zero"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    growth: Mapped[list[str]] = mapped_column(Json, default=list)
    """Per cent for each contract year over the year before it, the first over the baseline; empty for no growth."""
    social_amount: Mapped[Decimal] = mapped_column(Pounds(), default=Decimal(0))
    """What social care pools with the health budget, in pounds of the baseline year."""
    rate_per_head: Mapped[Decimal | None] = mapped_column(Pounds())
    """Pounds for each person of the population in the baseline year, in place of the sum of the categories."""


class FormQuestion(Base):
    """One consequence of the form of working of a bid as a question: who answers for it on one side, and how."""

    __tablename__ = "form_question"
    __table_args__ = (
        UniqueConstraint("bid_id", "code", "side"),
        CheckConstraint("side IN ('tender', 'bidder', 'authority')", name="side_known"),
    )

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    code: Mapped[str] = mapped_column(String(30))
    side: Mapped[str] = mapped_column(String(10))
    """`tender`: as the bidder tendered; `bidder`: what it added when preferred; `authority`: the authority’s own."""
    owner: Mapped[str] = mapped_column(SecretText("form_question.owner"), default="")
    evidence: Mapped[str] = mapped_column(SecretText("form_question.evidence"), default="")
    answer: Mapped[str] = mapped_column(SecretText("form_question.answer"), default="")
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime())
    updated_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling


class SpecificationSection(Base):
    """One section of the specification as it is being written."""

    __tablename__ = "specification_section"
    __table_args__ = (UniqueConstraint("procurement_id", "code"),)

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    code: Mapped[str] = mapped_column(String(60))
    part: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(160))
    text: Mapped[str] = mapped_column(Text, default="")
    position: Mapped[int] = mapped_column(default=0)
    updated_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling


class SpecificationVersion(Base):
    """The specification as it stood when it was kept; never changed after. Those of the dialogue are `Outgoing`."""

    __tablename__ = "specification_version"
    __table_args__ = (
        UniqueConstraint("procurement_id", "number"),
        CheckConstraint("number >= 1", name="number_from_1"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    number: Mapped[int]
    sections: Mapped[list[dict[str, Any]]] = mapped_column(Json)
    """In order, each with its code, part, title and text."""
    changes: Mapped[str] = mapped_column(Text, default="")
    kept_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    kept_at: Mapped[datetime] = mapped_column(UTCDateTime())

    kept_by: Mapped[User] = relationship(lazy="joined", innerjoin=True)
