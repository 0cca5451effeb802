"""Promise against cost: what each opened tender would be paid, and what stands behind it, for one who may read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.contracts.backing import Backing
from assurance.domain.contracts.figures import Figures
from assurance.domain.errors import Conflict, NotFound, NotPermitted
from assurance.persistence.models import Bid, Procurement
from assurance.persistence.queries.bids import list_opened
from assurance.services import payment_figures, payment_model, reading
from assurance.services.bids import cascade


@dataclass(frozen=True, slots=True)
class Offered:
    """One tender under the published model."""

    bid: Bid
    figures: Figures
    is_priced: bool
    """By the prices of the bid, which the reader may see; else by the published values."""
    backing: Backing | None
    behind: str
    """What stands behind it, in words."""
    chain: cascade.Told


def offered(session: Session, *, bid: Bid, actor: Actor, now: datetime) -> Offered | None:
    """Return what a tender would be paid, under the same conditions as reading it; None without a model.

    Whoever may not see prices yet gets the figures at the published values, from which no price can be told.
    """
    found = reading.readable_bid(session, bid=bid, actor=actor, now=now)
    shows_price = found.prices is not None and bool(found.schedules)
    figures = payment_figures.of_bid(session, bid, with_prices=shows_price)
    if figures is None:
        return None
    stated, behind = payment_figures.backing_words(session, bid, figures.downside)
    chain = cascade.read(session, bid, found.subcontractors)
    is_priced = shows_price and figures.model != payment_model.of(session, bid.procurement)
    return Offered(bid, figures, is_priced, stated, behind, chain)


def compare(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> Sequence[Offered]:
    """List every opened tender that a person may read; one kept from them by a conflict is not among them."""
    listed = []
    for bid in list_opened(session, procurement.id):
        try:
            found = offered(session, bid=bid, actor=actor, now=now)
        except (Conflict, NotFound, NotPermitted):
            continue
        if found is not None:
            listed.append(found)
    return listed
