"""Providers of today, what each bid would do to them, what it would cost, and decisions to go on although too dear."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import Pounds, UTCDateTime
from assurance.persistence.models.bid import Bid
from assurance.persistence.models.organisation import User
from assurance.persistence.secret_columns import SecretAmounts, SecretJson


class Incumbent(Base):
    """A provider of today that may lose income by the programme."""

    __tablename__ = "incumbent"
    __table_args__ = (
        UniqueConstraint("procurement_id", "code"),
        UniqueConstraint("procurement_id", "name"),
        CheckConstraint("income_amount > 0", name="has_income"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    code: Mapped[str] = mapped_column(String(10))
    name: Mapped[str] = mapped_column(String(200))
    income_amount: Mapped[Decimal] = mapped_column(Pounds())
    """What it has from the programme in a year."""
    result_amount: Mapped[Decimal] = mapped_column(Pounds())
    """Its surplus of the latest year, or its deficit when negative."""
    dependents: Mapped[str] = mapped_column(Text, default="")
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling


class ImpactScope(Base):
    """The statement that no provider of today loses by a programme, with its reason."""

    __tablename__ = "impact_scope"
    __table_args__ = (
        UniqueConstraint("procurement_id"),
        CheckConstraint("reason != ''", name="with_reason"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    reason: Mapped[str] = mapped_column(Text)
    stated_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    stated_at: Mapped[datetime] = mapped_column(UTCDateTime())

    stated_by: Mapped[User] = relationship()


class ImpactStatement(Base):
    """What a bid would do to each provider of today, and in a round of the dialogue what it would cost by year."""

    __tablename__ = "impact_statement"
    __table_args__ = (
        UniqueConstraint("bid_id", "round"),
        CheckConstraint("round BETWEEN 0 AND 9", name="round_range"),
        CheckConstraint("(stated_at IS NULL) = (stated_by_id IS NULL)", name="stated_whole"),
    )

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    round: Mapped[int]
    """The round of the dialogue; 0 is the final tender."""
    flows: Mapped[list[dict[str, str]]] = mapped_column(SecretJson("impact_statement.flows"))
    years: Mapped[tuple[Decimal, ...] | None] = mapped_column(SecretAmounts("impact_statement.years"))
    """The indicative price of each contract year; in the final tender the price schedule has them."""
    stated_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    stated_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    """Who gave it to the authority in a round; in the final tender the whole tender is submitted."""
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime())
    updated_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    bid: Mapped[Bid] = relationship()


class AffordabilityDecision(Base):
    """The owner's decision to go on although every bidder costs more than the envelope, and by how much."""

    __tablename__ = "affordability_decision"
    __table_args__ = (
        CheckConstraint("over_amount > 0", name="above_envelope"),
        CheckConstraint("reason != ''", name="with_reason"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"), index=True)
    stage: Mapped[str] = mapped_column(String(40))
    over_amount: Mapped[Decimal] = mapped_column(Pounds())
    """By how much the cheapest was above the envelope of the term."""
    reason: Mapped[str] = mapped_column(Text)
    decided_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime] = mapped_column(UTCDateTime())

    decided_by: Mapped[User] = relationship()
