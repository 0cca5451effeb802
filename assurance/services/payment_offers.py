"""Promise against cost: what each opened tender would be paid, and what stands behind it, for one who may read it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.contracts.backing import Backing, held_against
from assurance.domain.contracts.figures import Figures, reckon
from assurance.domain.contracts.model import PaymentModel
from assurance.persistence.models import Bid, Outcome, Procurement
from assurance.persistence.queries.bids import list_opened
from assurance.persistence.queries.payment import promises_on
from assurance.persistence.queries.planning import list_outcomes
from assurance.persistence.queries.selection import RequestRecord, read_requests
from assurance.services import payment_model, reading
from assurance.services.bids import cascade
from assurance.services.bids.backing import stated
from assurance.services.reading import ReadableBid


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
    found = reading.readable_bid(session, bid=bid, actor=actor, now=now, with_offer=True)
    return next(iter(_reckoned(session, bid.procurement, [found])), None)


def compare(session: Session, *, procurement: Procurement, actor: Actor) -> list[Offered]:
    """List every opened tender that a person may read; one kept from them by a conflict is not among them.

    However many there are, they are read in the same number of queries.
    """
    opened = list_opened(session, procurement.id)
    found = reading.readable_bids(session, procurement=procurement, opened=opened, actor=actor)
    return _reckoned(session, procurement, found)


def _reckoned(session: Session, procurement: Procurement, found: Sequence[ReadableBid]) -> list[Offered]:
    """Reckon tenders under the one model of their procurement; none without a model."""
    model = payment_model.of(session, procurement)
    if model is None or not found:
        return []
    outcomes = list_outcomes(session, procurement.id)
    requests = {each.bid.id: each for each in read_requests(session, [each.bid for each in found])}
    return [_one(each, model, outcomes, requests[each.bid.id]) for each in found]


def _one(found: ReadableBid, model: PaymentModel, outcomes: Sequence[Outcome], request: RequestRecord) -> Offered:
    priced = model.priced_by(list(found.schedules.values()))
    figures = reckon(priced, promises_on(outcomes, found.parts, len(model.years)))
    behind = stated(found.parts.backing)
    chain = cascade.told(found.bid, found.subcontractors, model, request)
    return Offered(found.bid, figures, priced != model, behind, held_against(behind, figures.downside), chain)
