"""The price of a final tender, kept as the bidder works on it. Nobody else can read it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.provision.price_schedule import checked_schedule
from assurance.persistence.models import Bid, CriterionRow, Price
from assurance.persistence.queries.bids import find_price
from assurance.services import audit
from assurance.services.bids.own import check_version, hold_tender


def set_price(
    session: Session, *, bid: Bid, criterion: CriterionRow, amount: Decimal, years: Sequence[Decimal], actor: Actor,
    now: datetime, version: int | None = None,
) -> Price:  # fmt: skip
    """Keep the price under a price criterion for the whole term, and by contract year: they agree to the penny.

    `version` is the one the person was shown, 0 when there was none; a colleague’s newer one is not lost: `Stale`.
    """
    hold_tender(session, bid, actor, now)
    if criterion.procurement_id != bid.procurement_id or criterion.kind != Kind.PRICE:
        raise InvalidInput("amount", "This criterion asks for no price")
    amount, by_year = checked_schedule(amount, years, bid.procurement.contract_years)
    price = find_price(session, bid.id, criterion.id)
    check_version(version, price)
    if price is None:
        price = Price(bid_id=bid.id, criterion_id=criterion.id)
        session.add(price)
    price.amount, price.years = amount, by_year
    price.updated_at, price.updated_by_id = now, actor.user_id
    audit.record(
        session, tag="price:saved", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        criterion=criterion.code,
    )  # fmt: skip
    return price
