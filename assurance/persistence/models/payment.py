"""The payment model of a procurement, the networks whose results it pools, and what a bidder sets against its risk."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from assurance.domain.contracts.model import Phase
from assurance.persistence.base import Base
from assurance.persistence.columns import Json, JsonDict, Percent, Pounds, UTCDateTime, by_value
from assurance.persistence.secret_columns import SecretAmount, SecretText


class PaymentPlan(Base):
    """How a procurement will pay: what its years have in common."""

    __tablename__ = "payment_plan"
    __table_args__ = (
        UniqueConstraint("procurement_id"),
        CheckConstraint("limit_percent IS NULL OR limit_percent BETWEEN 1 AND 10000", name="limit_range"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    risk: Mapped[JsonDict] = mapped_column(Json, default=dict)
    """How gain and loss are shared, in the form of `gain_share`; empty where they are not."""
    limit_percent: Mapped[Decimal | None] = mapped_column(Percent())
    """The deviation beyond which nothing is shared."""
    set_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    set_at: Mapped[datetime] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling


class PaymentYear(Base):
    """How one contract year is paid, counted from 1."""

    __tablename__ = "payment_year"
    __table_args__ = (
        UniqueConstraint("procurement_id", "number"),
        CheckConstraint("value_amount > 0", name="value_above_zero"),
        CheckConstraint("outcome_share_percent BETWEEN 0 AND 10000", name="outcome_share_range"),
        # Pay for performance settles nothing, capitation everything, and its shadow less than that.
        CheckConstraint(
            "(phase = 'performance' AND settled_percent = 0) OR (phase = 'capitation' AND settled_percent = 10000)"
            " OR (phase = 'shadow' AND settled_percent BETWEEN 0 AND 9999)",
            name="settled_fits_phase",
        ),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    number: Mapped[int]
    value_amount: Mapped[Decimal] = mapped_column(Pounds())
    outcome_share_percent: Mapped[Decimal] = mapped_column(Percent())
    phase: Mapped[Phase] = mapped_column(by_value(Phase, "phase"))
    settled_percent: Mapped[Decimal] = mapped_column(Percent())


class NetworkMember(Base):
    """A provider or practice whose result on an outcome is pooled with the others’."""

    __tablename__ = "network_member"
    __table_args__ = (
        UniqueConstraint("outcome_id", "name"),
        # A member answers for somebody, else pooling would divide by nothing.
        CheckConstraint("people > 0", name="answers_for_somebody"),
    )

    outcome_id: Mapped[int] = mapped_column(ForeignKey("outcome.id", ondelete="CASCADE"))
    name: Mapped[str] = mapped_column(String(200))
    people: Mapped[int]


class BidBacking(Base):
    """What a bidder sets against the most it can lose in a year: part of its tender, and sealed with it."""

    __tablename__ = "bid_backing"
    __table_args__ = (UniqueConstraint("bid_id"),)

    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    reserves_amount: Mapped[Decimal] = mapped_column(SecretAmount("bid_backing.reserves_amount"))
    """Net reserves that are free to be used; below zero where there are none but debts."""
    guarantee_amount: Mapped[Decimal] = mapped_column(SecretAmount("bid_backing.guarantee_amount"))
    guarantor: Mapped[str] = mapped_column(SecretText("bid_backing.guarantor"), default="")
    evidence: Mapped[str] = mapped_column(SecretText("bid_backing.evidence"))
    updated_at: Mapped[datetime] = mapped_column(UTCDateTime())
    updated_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling
