"""The contract with the lead provider and who signed it."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, ForeignKey, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import Json, JsonDict, Pounds, UTCDateTime
from assurance.persistence.models.bid import Bid
from assurance.persistence.models.organisation import User


class Contract(Base):
    """The one contract with the one lead provider."""

    __tablename__ = "contract"
    __table_args__ = (
        # One contract follows from one procurement.
        UniqueConstraint("procurement_id"),
        CheckConstraint("value_amount > 0", name="value_above_zero"),
        CheckConstraint("outcome_share_percent BETWEEN 0 AND 100", name="share_range"),
    )

    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    bid_id: Mapped[int] = mapped_column(ForeignKey("bid.id"))
    starts_on: Mapped[date]
    years: Mapped[int]
    extension_years: Mapped[int] = mapped_column(default=0)
    value_amount: Mapped[Decimal] = mapped_column(Pounds())
    """For the whole term."""
    outcome_share_percent: Mapped[int]
    schedules: Mapped[JsonDict] = mapped_column(Json)
    """What was agreed: coverage, outcomes, subcontractors, form; taken from the bid and the programme."""
    drawn_up_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    drawn_up_at: Mapped[datetime] = mapped_column(UTCDateTime())
    version: Mapped[int] = mapped_column(default=1)
    __mapper_args__ = {"version_id_col": version}  # noqa: RUF012 -- SQLAlchemy's own spelling

    bid: Mapped[Bid] = relationship(lazy="joined", innerjoin=True)
    signatures: Mapped[list[ContractSignature]] = relationship(back_populates="contract")


class ContractSignature(Base):
    """A signature of one party, as recorded."""

    __tablename__ = "contract_signature"
    __table_args__ = (
        UniqueConstraint("contract_id", "party"),
        CheckConstraint("party IN ('authority', 'lead_provider')", name="party_known"),
    )

    contract_id: Mapped[int] = mapped_column(ForeignKey("contract.id"))
    party: Mapped[str] = mapped_column(String(20))
    signatory: Mapped[str] = mapped_column(String(200))
    capacity: Mapped[str] = mapped_column(Text, default="")
    signed_on: Mapped[date]
    recorded_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    recorded_at: Mapped[datetime] = mapped_column(UTCDateTime())

    contract: Mapped[Contract] = relationship(back_populates="signatures")
    recorded_by: Mapped[User] = relationship()
