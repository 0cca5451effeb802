"""What a payment model may bring under some promises: the one reckoning for officers, bidders, evaluators and packs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal

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
