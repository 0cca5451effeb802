"""How bids are ranked, whether prices wait for quality, and when a price is looked into as possibly too low.

The first two are published with the criteria (PSR 2023 regulation 11 and Schedule 8); the third is a matter of care
when bids are in, not a rule of the competition, and is not published.
"""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput
from assurance.domain.evaluation.methods import COEFFICIENT, METHODS, MONETISED, Method
from assurance.persistence.models import Procurement
from assurance.services import audit
from assurance.services.planning.draft import hundredths, revise

WHY_NO_COEFFICIENT = (
    "It needs top marks that are fractions and stay below 1 together. The marks here are whole numbers, so choose "
    "another method"
)


def set_method(
    session: Session,
    *,
    procurement: Procurement,
    method: str,
    actor: Actor,
    now: datetime,
    value_per_point: Decimal | None = None,
    price_opens_after_quality: bool = False,
    low_price_percent: int = 10,
    version: int | None = None,
) -> None:
    """Set the method of ranking with what goes with it.

    A method that does not fit the criteria yet, as one that ranks by price where nothing is a price, is kept and
    named as a fault of the criteria.
    """
    revise(procurement, version)
    _check(method, value_per_point)
    if not 1 <= low_price_percent <= 90:
        raise InvalidInput("low_price_percent", "Enter a whole number from 1 to 90")
    procurement.evaluation_method = Method(method, value_per_point).as_data()
    procurement.price_opens_after_quality = price_opens_after_quality
    procurement.low_price_percent = low_price_percent
    audit.record(
        session, tag="method:set", actor=actor, now=now, procurement=procurement, low_price_percent=low_price_percent,
        method=procurement.evaluation_method, price_opens_after_quality=price_opens_after_quality,
    )  # fmt: skip


def _check(method: str, value_per_point: Decimal | None) -> None:
    if method not in METHODS:
        raise InvalidInput("method", "Choose one of the methods")
    if method == COEFFICIENT:
        raise InvalidInput("method", WHY_NO_COEFFICIENT)
    if method != MONETISED:
        if value_per_point is not None:
            raise InvalidInput("value_per_point", f"“{METHODS[method].label}” has no value of a point: leave it empty")
    elif value_per_point is None:
        raise InvalidInput("value_per_point", "Enter what one per cent of quality is worth, in pounds")
    elif hundredths(value_per_point, "value_per_point") <= 0:
        raise InvalidInput("value_per_point", "The value must be above zero")
