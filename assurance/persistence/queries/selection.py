"""Requests to take part, and what was decided on each."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.persistence.models import Bid, BidStageChange

DECISIONS = ("select", "decline")


def list_requests(session: Session, procurement_id: int) -> list[Bid]:
    """List the requests that were sent, by the name of the bidder; a draft is nobody’s but the bidder’s."""
    found = session.scalars(
        select(Bid).where(Bid.procurement_id == procurement_id, Bid.requested_at.is_not(None))
    ).all()
    return sorted(found, key=lambda bid: (bid.organisation.name, bid.id))


def list_decisions(session: Session, procurement_id: int) -> dict[int, BidStageChange]:
    """Return the decision on each request by bid, with who took it, when and why."""
    found = session.scalars(
        select(BidStageChange)
        .join(Bid, Bid.id == BidStageChange.bid_id)
        .where(Bid.procurement_id == procurement_id, BidStageChange.trigger.in_(DECISIONS))
        .order_by(BidStageChange.id)
    )
    return {change.bid_id: change for change in found}
