"""Lots: procurements that are bought together, with a limit on how many one bidder is awarded."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import CheckConstraint, ForeignKey, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from assurance.persistence.base import Base
from assurance.persistence.columns import UTCDateTime
from assurance.persistence.models.procurement import Procurement


class LotGroup(Base):
    """Several lots, and what the call of each says of the limit and of how it is applied."""

    __tablename__ = "lot_group"
    __table_args__ = (
        UniqueConstraint("public_id"),
        CheckConstraint("most_lots BETWEEN 1 AND 50", name="most_lots_range"),
        CheckConstraint("rule IN ('in_order', 'best_sum')", name="rule_known"),
    )

    public_id: Mapped[str] = mapped_column(String(36))
    organisation_id: Mapped[int] = mapped_column(ForeignKey("organisation.id"), index=True)
    title: Mapped[str] = mapped_column(String(200))
    most_lots: Mapped[int]
    rule: Mapped[str] = mapped_column(String(20))
    created_by_id: Mapped[int] = mapped_column(ForeignKey("user.id"))
    created_at: Mapped[datetime] = mapped_column(UTCDateTime())

    lots: Mapped[list[Lot]] = relationship(back_populates="group", order_by="Lot.number")


class Lot(Base):
    """One procurement as a numbered lot."""

    __tablename__ = "lot"
    __table_args__ = (
        UniqueConstraint("procurement_id"),
        UniqueConstraint("group_id", "number"),
        CheckConstraint("number BETWEEN 1 AND 50", name="number_range"),
    )

    group_id: Mapped[int] = mapped_column(ForeignKey("lot_group.id"))
    procurement_id: Mapped[int] = mapped_column(ForeignKey("procurement.id"))
    number: Mapped[int]

    group: Mapped[LotGroup] = relationship(back_populates="lots")
    procurement: Mapped[Procurement] = relationship(lazy="joined", innerjoin=True)
