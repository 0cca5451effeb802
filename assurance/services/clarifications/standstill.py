"""Keeping standstill longer than the law asks: when it ends, and telling every bidder that was told the outcome."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assurance.domain.deadlines import LONDON
from assurance.persistence.models import Procurement
from assurance.persistence.queries.awards import list_letter_bids
from assurance.services import telling


def ends_at(procurement: Procurement) -> datetime | None:
    """Return the midnight that ends standstill as it stands, or None before it has begun."""
    return procurement.standstill.ends_at if procurement.standstill else None


def extend(procurement: Procurement, until: datetime) -> None:
    """Keep standstill to the midnight that ends a later day."""
    procurement.standstill_extended_to = until.astimezone(LONDON).date() - timedelta(days=1)


def tell_bidders(session: Session, procurement: Procurement, *, subject: str, text: str, now: datetime) -> None:
    """Tell each bidder, once, on the page of its letter."""
    for bid in list_letter_bids(session, procurement.id):
        telling.tell(
            session, kind="deadline-moved", subject=subject, now=now, procurement=procurement, text=text,
            title="Standstill is kept longer", endpoint="supplier.bids.letter", params={"bid_id": bid.public_id},
            organisations=(bid.organisation_id,),
        )  # fmt: skip
