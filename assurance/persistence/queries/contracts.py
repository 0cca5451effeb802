"""The contract and what goes into its schedules."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.persistence.models import Contract, Price, StageChange, Subcontractor


def find_contract(session: Session, procurement_id: int) -> Contract | None:
    """Find the contract of a procurement, or None while it is not drawn up."""
    return session.scalar(select(Contract).where(Contract.procurement_id == procurement_id))


def get_contract(session: Session, procurement_id: int) -> Contract:
    """Get the contract of a procurement."""
    contract = find_contract(session, procurement_id)
    if contract is None:
        raise NotFound("The contract is not drawn up yet")
    return contract


def total_price(session: Session, bid_id: int) -> Decimal | None:
    """Add up the prices of a bid for the whole term, or None when it has none."""
    amounts = session.scalars(select(Price.amount).where(Price.bid_id == bid_id)).all()
    return sum(amounts, Decimal(0)) if amounts else None


def list_subcontractors_of(session: Session, bid_id: int) -> list[Subcontractor]:
    """List who delivers care under the lead provider of one bid."""
    found = session.scalars(select(Subcontractor).where(Subcontractor.bid_id == bid_id))
    return sorted(found, key=lambda each: each.name)


def moved_at(session: Session, procurement_id: int, trigger: str) -> datetime | None:
    """Give the instant at which a procurement last took a move, or None if it has not."""
    return session.scalar(
        select(StageChange.at)
        .where(StageChange.procurement_id == procurement_id, StageChange.trigger == trigger)
        .order_by(StageChange.id.desc())
        .limit(1)
    )
