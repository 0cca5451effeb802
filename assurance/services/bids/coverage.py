"""What is wrong with the cover of care of a bid, in words, for gates and for whoever judges it."""

from __future__ import annotations

from sqlalchemy.orm import Session

from assurance.persistence.models import Bid
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.offers import get_asked, lay_out


def findings(session: Session, bid: Bid) -> list[str]:
    """List gaps, double cover, providers who are not paid or not in the bid, and hand-overs that nobody owns."""
    offer = lay_out(bid, get_parts(session, bid.id, with_prices=False), get_asked(session, bid.procurement_id))
    return [each.message for each in offer.findings]
