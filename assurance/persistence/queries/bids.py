"""Bids for lists, for the bidder's workspace and for the panel."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.persistence.models import Bid


def list_of_organisation(session: Session, organisation_id: int) -> list[Bid]:
    """List an organisation's bids, newest first."""
    return list(session.scalars(select(Bid).where(Bid.organisation_id == organisation_id).order_by(Bid.id.desc())))


def list_in_procurement(session: Session, procurement_id: int) -> list[Bid]:
    """List every bid of a procurement by the name of the bidder."""
    bids = session.scalars(select(Bid).where(Bid.procurement_id == procurement_id)).all()
    return sorted(bids, key=lambda bid: (bid.organisation.name, bid.id))
