"""What a bid would be paid under the published model, and how what stands behind it compares with its risk.

Figures are computed when they are shown and never kept: the same model, promises and assumptions give the same ones.
"""

from __future__ import annotations

from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.contracts.backing import Backing, held_against
from assurance.domain.contracts.figures import Figures, reckon
from assurance.persistence.models import Bid
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.payment import find_backing, promises_of
from assurance.services import payment_model
from assurance.services.bids.backing import stated


def of_bid(session: Session, bid: Bid, *, with_prices: bool) -> Figures | None:
    """Reckon a bid’s own promises under the published model; None while there is no model.

    `with_prices` puts the yearly prices of the bid in the place of the published values: only for the bidder itself
    and for who may see them.
    """
    model = payment_model.of(session, bid.procurement)
    if model is None:
        return None
    parts = get_parts(session, bid.id, with_prices=with_prices)
    return reckon(model.priced_by(list(parts.schedules.values())), promises_of(session, bid, parts))


def backing_words(session: Session, bid: Bid, downside: Decimal) -> tuple[Backing | None, str]:
    """Return what stands behind a bid, and in words how it compares with the most that can be lost in a year."""
    backing = stated(find_backing(session, bid.id))
    return backing, held_against(backing, downside)
