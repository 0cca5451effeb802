"""Amendments of a contract: proposed by one person, judged by the limits of the law, approved by another."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import Json, JsonDict, Pounds, UTCDateTime
from assurance.persistence.models.contract import Contract
from assurance.persistence.models.organisation import User


class ContractAmendment(Base):
    """One change of the contract. Approved, it is a version of the schedules; it is never edited."""

    __tablename__ = "contract_amendment"
    __table_args__ = (
        UniqueConstraint("contract_id", "number"),
        CheckConstraint("decision IN ('', 'approved', 'refused', 'withdrawn')", name="decision_known"),
        CheckConstraint("(decision = '') = (decided_by_id IS NULL)", name="decided_by_someone"),
        CheckConstraint("(decision = '') = (decided_at IS NULL)", name="decided_at_some_time"),
        # Four eyes: nobody approves what they proposed; only its author takes it back.
        CheckConstraint("decision != 'approved' OR decided_by_id != proposed_by_id", name="not_by_its_author"),
        # What is approved has a number among the versions, and nothing else has.
        CheckConstraint("(decision = 'approved') = (schedules_version IS NOT NULL)", name="approved_has_version"),
        # One change is open at a time: the next is measured against what the last came to.
        Index(
            "uq_contract_amendment_open",
            "contract_id",
            unique=True,
            sqlite_where=text("decision = ''"),
            postgresql_where=text("decision = ''"),
        ),
    )

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    number: Mapped[int]
    title: Mapped[str] = mapped_column(String(200))
    reason: Mapped[str] = mapped_column(Text)
    ground: Mapped[str] = mapped_column(String(40))
    """The code of the ground in law, from `domain/contracts/grounds.py`."""
    is_own_decision: Mapped[bool] = mapped_column(default=False)
    """The change is attributable to a decision of the authority."""
    effective_on: Mapped[date]
    value_before_amount: Mapped[Decimal] = mapped_column(Pounds())
    value_change_amount: Mapped[Decimal] = mapped_column(Pounds())
    """Above zero adds to the value of the contract, below zero takes away."""
    months_change: Mapped[int] = mapped_column(default=0)
    clauses: Mapped[JsonDict] = mapped_column(Json)
    """What else changes: the schedule, and the words of the change."""
    schedules: Mapped[JsonDict] = mapped_column(Json)
    """All schedules as they are after it."""
    schedules_version: Mapped[int | None]
    """Their version once it is approved; the contract as signed is version 1."""
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[datetime] = mapped_column(UTCDateTime())
    decision: Mapped[str] = mapped_column(String(10), default="")
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    contract: Mapped[Contract] = relationship()
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id], lazy="joined", innerjoin=True)
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id], lazy="joined")

    @property
    def value_after_amount(self) -> Decimal:
        """The value of the contract once it is approved."""
        return self.value_before_amount + self.value_change_amount
