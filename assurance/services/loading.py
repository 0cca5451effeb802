"""Loads what an address names, by its public reference only."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session, defer, lazyload

from assurance.domain.errors import NotFound
from assurance.domain.stages import Stage
from assurance.persistence.models import Bid, Procurement

UNPUBLISHED = frozenset({Stage.PLANNING, Stage.ENGAGEMENT, Stage.CHECKPOINT_1})
"""Stages in which the public does not know of the procurement."""

_AT_HAND = (lazyload(Bid.procurement), defer(Bid.manifest))
"""Within a procurement that one is loaded already; and a manifest is long, closed, and read where boxes are opened."""


def procurement(session: Session, reference: str) -> Procurement:
    """Return a procurement by its reference, or raise `NotFound`."""
    found = session.scalar(select(Procurement).where(Procurement.reference == reference))
    if found is None:
        raise NotFound("There is no such procurement, or it is not yours to see")
    return found


def published_procurement(session: Session, reference: str) -> Procurement:
    """Return a procurement the public may know of, or raise `NotFound`."""
    found = procurement(session, reference)
    if found.stage in UNPUBLISHED or (found.stage is Stage.ABANDONED and found.criteria_frozen_at is None):
        raise NotFound("There is no such procurement, or it is not yours to see")
    return found


def bid(session: Session, public_id: str, *, procurement_id: int | None = None) -> Bid:
    """Return a bid by its public id, within a procurement where one is given, or raise `NotFound`."""
    query = select(Bid).where(Bid.public_id == public_id)
    if procurement_id is not None:
        query = query.where(Bid.procurement_id == procurement_id).options(*_AT_HAND)
    found = session.scalar(query)
    if found is None:
        raise NotFound("There is no such bid, or it is not yours to see")
    return found
