"""What a payment model may bring, reckoned in one way for officers, for each bidder and for those who evaluate.

Figures are computed when they are shown and never kept: the same model, promises and assumptions give the same ones.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.contracts.backing import Backing, held_against
from assurance.domain.contracts.measures import Measure
from assurance.domain.contracts.model import PaymentModel, maximum_downside
from assurance.domain.contracts.simulation import (
    DEFAULT_SPREAD,
    Assumptions,
    Corners,
    Simulation,
    corners,
    simulate,
    steady_path,
)
from assurance.domain.money import format_gbp
from assurance.persistence.models import Bid
from assurance.persistence.queries.bids import Parts, get_parts
from assurance.persistence.queries.payment import find_backing
from assurance.persistence.queries.planning import list_outcomes
from assurance.services import payment_model
from assurance.services.bids.backing import stated

Promises = Mapping[str, tuple[Decimal, ...]]


@dataclass(frozen=True, slots=True)
class Drawn:
    """One outcome with what its results are drawn within, year by year."""

    measure: Measure
    years: tuple[Corners, ...]
    is_assumed: bool
    """Nobody has promised it, so steady steps from today to the target are taken."""


@dataclass(frozen=True, slots=True)
class Figures:
    """A model, what was assumed, and what came of it."""

    model: PaymentModel
    simulation: Simulation
    drawn: tuple[Drawn, ...]
    downside: Decimal
    """The most that can have to be paid back for one year."""

    @property
    def at_stake(self) -> Decimal:
        """What lies between the likely middle of the term and its worst case."""
        return self.simulation.term.p50 - self.simulation.term.worst


def reckon(
    model: PaymentModel, promises: Promises | None = None, *, spread: Decimal = DEFAULT_SPREAD, together: bool = False
) -> Figures:
    """Reckon what a model brings under some promises; where there is none for an outcome, under steady steps."""
    given, term = promises or {}, len(model.years)
    taken = {each.code: given.get(each.code) or steady_path(each, term) for each in model.measures}
    simulation = simulate(model, Assumptions(taken, spread, together))
    drawn = tuple(
        Drawn(each, tuple(corners(each, figure) for figure in taken[each.code]), not given.get(each.code))
        for each in model.measures
    )
    return Figures(model, simulation, drawn, maximum_downside(model))


def promises_of(session: Session, bid: Bid, parts: Parts) -> dict[str, tuple[Decimal, ...]]:
    """Return what a bid promises, by the code of the outcome; a promise for another term counts for nothing."""
    term = bid.procurement.contract_years
    return {
        each.code: tuple(kept.promises)
        for each in list_outcomes(session, bid.procurement_id)
        if (kept := parts.trajectories.get(each.id)) is not None and len(kept.promises) == term
    }


def of_bid(session: Session, bid: Bid, *, with_prices: bool) -> Figures | None:
    """Reckon a bid’s own promises under the published model; None while there is no model.

    `with_prices` puts the yearly prices of the bid in the place of the published values: only for the bidder itself
    and for who may see them.
    """
    model = payment_model.of(session, bid.procurement)
    if model is None:
        return None
    parts = get_parts(session, bid.id, with_prices=with_prices)
    priced = payment_model.priced(model, list(parts.schedules.values())) if with_prices else model
    return reckon(priced, promises_of(session, bid, parts))


def backing_words(session: Session, bid: Bid, downside: Decimal) -> tuple[Backing | None, str]:
    """Return what stands behind a bid, and in words how it compares with the most that can be lost in a year."""
    backing = stated(find_backing(session, bid.id))
    if backing is None:
        lost = f"The most that can be lost in a year is {format_gbp(downside)}. What stands behind it is not stated."
        return None, lost if downside else held_against(_NOTHING, downside)
    return backing, held_against(backing, downside)


_NOTHING = Backing(Decimal(0), Decimal(0), "", "")
