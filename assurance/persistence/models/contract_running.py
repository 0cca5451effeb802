"""The running contract: what is reported and accepted, what is paid, who is subcontracted, and how each year went."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, Index, String, Text, UniqueConstraint, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import FixedPoint, Json, JsonDict, Percent, Pounds, UTCDateTime
from assurance.persistence.models.contract import Contract
from assurance.persistence.models.organisation import User


class ContractIndicator(Base):
    """A key performance indicator beside the outcomes that are paid on."""

    __tablename__ = "contract_indicator"
    __table_args__ = (
        UniqueConstraint("contract_id", "code"),
        # A floor at the target would leave no room to approach it.
        CheckConstraint("floor != target", name="floor_differs"),
    )

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    code: Mapped[str] = mapped_column(String(20))
    title: Mapped[str] = mapped_column(String(200))
    measured_by: Mapped[str] = mapped_column(Text)
    unit: Mapped[str] = mapped_column(String(40), default="%")
    target: Mapped[Decimal] = mapped_column(FixedPoint(2))
    floor: Mapped[Decimal] = mapped_column(FixedPoint(2))
    """From here on a result still approaches the target; above the target where less is better."""
    consequence: Mapped[str] = mapped_column(Text)
    """What follows when performance is rated as requiring improvement or inadequate."""
    condition_reference: Mapped[str] = mapped_column(String(20), default="")
    """The condition of a gate that travels on in it."""
    set_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    set_at: Mapped[datetime] = mapped_column(UTCDateTime())

    contract: Mapped[Contract] = relationship()


class ContractReport(Base):
    """One result of one quarter, as the lead provider reports it and the contract manager accepts or queries it."""

    __tablename__ = "contract_report"
    __table_args__ = (
        CheckConstraint("kind IN ('outcome', 'indicator')", name="kind_known"),
        CheckConstraint("decision IN ('', 'accepted', 'queried')", name="decision_known"),
        CheckConstraint("(decision = '') = (decided_by_id IS NULL)", name="decided_by_someone"),
        CheckConstraint("decision != 'queried' OR decision_reason != ''", name="queried_with_reason"),
        # Whoever reports does not accept.
        CheckConstraint("decided_by_id IS NULL OR decided_by_id != reported_by_id", name="not_by_its_author"),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter_range"),
        # A result that was queried is followed by a new row; one stands at a time.
        Index(
            "uq_contract_report_standing",
            "contract_id",
            "year",
            "quarter",
            "kind",
            "code",
            unique=True,
            sqlite_where=text("decision != 'queried'"),
            postgresql_where=text("decision != 'queried'"),
        ),
    )

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    year: Mapped[int]
    quarter: Mapped[int]
    kind: Mapped[str] = mapped_column(String(10))
    code: Mapped[str] = mapped_column(String(40))
    actual: Mapped[Decimal] = mapped_column(FixedPoint(4))
    """The result for the contract year so far; of several providers pooled, never averaged."""
    members: Mapped[list[JsonDict]] = mapped_column(Json, default=list)
    """Provider, people and rate, where the result was given provider by provider."""
    evidence: Mapped[str] = mapped_column(Text)
    reported_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    reported_at: Mapped[datetime] = mapped_column(UTCDateTime())
    decision: Mapped[str] = mapped_column(String(10), default="")
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    rating: Mapped[str] = mapped_column(String(30), default="")
    """Of an indicator: how performance was rated when the result was accepted."""
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    contract: Mapped[Contract] = relationship()
    reported_by: Mapped[User] = relationship(foreign_keys=[reported_by_id], lazy="joined", innerjoin=True)
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id], lazy="joined")


class PaymentStatement(Base):
    """What is due for a contract year up to a quarter: prepared by finance, issued by somebody else, then fixed."""

    __tablename__ = "payment_statement"
    __table_args__ = (
        UniqueConstraint("contract_id", "year", "quarter"),
        CheckConstraint("quarter BETWEEN 1 AND 4", name="quarter_range"),
        CheckConstraint("(issued_at IS NULL) = (issued_by_id IS NULL)", name="issued_by_someone"),
        # Four eyes: who prepares it does not issue it.
        CheckConstraint("issued_by_id IS NULL OR issued_by_id != prepared_by_id", name="not_by_its_author"),
    )

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    year: Mapped[int]
    quarter: Mapped[int]
    document: Mapped[JsonDict] = mapped_column(Json)
    """Terms and results in the form `assurance-payment/1`, from which every figure can be computed again."""
    settled: Mapped[Decimal] = mapped_column(Percent(), default=Decimal(1))
    """The fraction of the provider's gain or loss that the year settles."""
    actual_spend_amount: Mapped[Decimal | None] = mapped_column(Pounds())
    to_date_amount: Mapped[Decimal] = mapped_column(Pounds())
    paid_before_amount: Mapped[Decimal] = mapped_column(Pounds())
    due_amount: Mapped[Decimal] = mapped_column(Pounds())
    prepared_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    prepared_at: Mapped[datetime] = mapped_column(UTCDateTime())
    issued_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    issued_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    contract: Mapped[Contract] = relationship()
    prepared_by: Mapped[User] = relationship(foreign_keys=[prepared_by_id], lazy="joined", innerjoin=True)
    issued_by: Mapped[User | None] = relationship(foreign_keys=[issued_by_id], lazy="joined")


class SubcontractChange(Base):
    """A subcontractor that the lead provider wants to add or to put in the place of another, and the answer."""

    __tablename__ = "subcontract_change"
    __table_args__ = (
        UniqueConstraint("contract_id", "number"),
        CheckConstraint("decision IN ('', 'approved', 'refused')", name="decision_known"),
        CheckConstraint("(decision = '') = (decided_by_id IS NULL)", name="decided_by_someone"),
        # Nobody is let in whose grounds for exclusion were not looked into.
        CheckConstraint("decision != 'approved' OR exclusion_check != ''", name="approved_after_check"),
    )

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    number: Mapped[int]
    replaces: Mapped[str] = mapped_column(String(200), default="")
    """The name of the provider in whose place it comes; empty where it is added."""
    terms: Mapped[JsonDict] = mapped_column(Json)
    """Name and terms, in the form of the schedule of subcontractors."""
    reason: Mapped[str] = mapped_column(Text)
    from_on: Mapped[date]
    proposed_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    proposed_at: Mapped[datetime] = mapped_column(UTCDateTime())
    decision: Mapped[str] = mapped_column(String(10), default="")
    decision_reason: Mapped[str] = mapped_column(Text, default="")
    exclusion_check: Mapped[str] = mapped_column(Text, default="")
    """What was looked at, and that no ground for exclusion was found."""
    decided_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    decided_at: Mapped[datetime | None] = mapped_column(UTCDateTime())

    contract: Mapped[Contract] = relationship()
    proposed_by: Mapped[User] = relationship(foreign_keys=[proposed_by_id], lazy="joined", innerjoin=True)
    decided_by: Mapped[User | None] = relationship(foreign_keys=[decided_by_id], lazy="joined")


class AnnualReview(Base):
    """The review of one contract year: what it came to, what was decided, and both signatures."""

    __tablename__ = "annual_review"
    __table_args__ = (
        UniqueConstraint("contract_id", "year"),
        CheckConstraint("(signed_at IS NULL) = (signed_by_id IS NULL)", name="signed_by_someone"),
        CheckConstraint("(agreed_at IS NULL) = (agreed_by_id IS NULL)", name="agreed_by_someone"),
        # The provider signs what the authority has signed.
        CheckConstraint("agreed_at IS NULL OR signed_at IS NOT NULL", name="signed_first"),
    )

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    year: Mapped[int]
    content: Mapped[JsonDict] = mapped_column(Json)
    """Outcomes, payments, indicators and conditions as they stood when it was written."""
    summary: Mapped[str] = mapped_column(Text)
    decisions: Mapped[str] = mapped_column(Text)
    written_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    written_at: Mapped[datetime] = mapped_column(UTCDateTime())
    signed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    signed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    agreed_by_id: Mapped[int | None] = mapped_column(ForeignKey("user.id"))
    agreed_at: Mapped[datetime | None] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    contract: Mapped[Contract] = relationship()
    written_by: Mapped[User] = relationship(foreign_keys=[written_by_id], lazy="joined", innerjoin=True)
    signed_by: Mapped[User | None] = relationship(foreign_keys=[signed_by_id], lazy="joined")
    agreed_by: Mapped[User | None] = relationship(foreign_keys=[agreed_by_id], lazy="joined")
