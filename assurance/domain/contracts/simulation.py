"""What a payment model may bring a provider, year by year: the spread of income over random results and spending.

Floating-point numbers are used because a percentile of random draws is a statistic; worst and best are exact. Each
year and each outcome has its own stream of random numbers, so that the same inputs give the same figures everywhere,
and two models are compared under the same luck.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from assurance.domain.contracts.measures import Measure
from assurance.domain.contracts.model import PaymentModel, best_income, worst_income
from assurance.domain.contracts.outcomes import Rule
from assurance.domain.contracts.risk_share import Corridor
from assurance.domain.money import from_pence, round_half_up

if TYPE_CHECKING:
    import numpy as np

    Array = np.ndarray[Any, np.dtype[np.float64]]

DEFAULT_DRAWS = 100_000
DEFAULT_SEED = 20_140_311
DEFAULT_SPREAD = Decimal("0.06")
PER_CENT = "%"
_SPEND = 1_000
"""The number of the stream for spending, beyond any outcome’s."""


@dataclass(frozen=True, slots=True)
class Assumptions:
    """What is assumed of the future; it is printed wherever its figures are."""

    promises: Mapping[str, tuple[Decimal, ...]]
    """The result that is most likely for each outcome, by its code, in each contract year."""
    spend_spread: Decimal = DEFAULT_SPREAD
    """How far the spend of a year may lie from what is expected, either way, as a fraction of it."""
    moves_together: bool = False
    """Good and bad luck strike all outcomes and years at once, rather than each by itself."""
    draws: int = DEFAULT_DRAWS
    seed: int = DEFAULT_SEED


@dataclass(frozen=True, slots=True)
class Corners:
    """A triangular distribution: the least, the likeliest and the most."""

    least: Decimal
    likely: Decimal
    most: Decimal


@dataclass(frozen=True, slots=True)
class Spread:
    """The income of one year or of the term: worst and best to the penny, what is drawn to the pound."""

    value: Decimal
    worst: Decimal
    p10: Decimal
    """One draw in ten lies below it; half lie below `p50`, nine in ten below `p90`."""
    p50: Decimal
    p90: Decimal
    best: Decimal
    earned: Decimal
    """What the outcomes earn on average over the draws."""
    gain: Decimal
    """What gain and loss come to on average."""
    below_base: Decimal
    """The fraction of draws in which income is below the base that is paid in any case."""


@dataclass(frozen=True, slots=True)
class Simulation:
    """The spread of each contract year and of the whole term."""

    assumptions: Assumptions
    years: tuple[Spread, ...]
    term: Spread


def corners(measure: Measure, promise: Decimal) -> Corners:
    """Say within what a result is drawn: from today’s to the target, the promise being likeliest.

    A promise beyond either moves that end. All or nothing is drawn as far beyond the promise as the promise is beyond
    today, since a result that can only just reach its target would never pass. Nothing is above 100 per cent.
    """
    start = measure.baseline if measure.baseline is not None else measure.threshold
    start = promise if start is None else start
    end = measure.target
    if measure.rule is Rule.PASS_FAIL:
        end = 2 * promise - start
    least, most = min(start, promise, end), max(start, promise, end)
    if measure.unit == PER_CENT:
        least, most = max(least, min(Decimal(0), promise)), min(most, max(Decimal(100), promise))
    return Corners(least, promise, most)


def steady_path(measure: Measure, years: int) -> tuple[Decimal, ...]:
    """Take even steps from today’s result to the target, for a model that nobody has made a promise under yet."""
    start = measure.baseline if measure.baseline is not None else measure.threshold
    start = measure.target if start is None else start
    steps = (Fraction(start) + (Fraction(measure.target) - Fraction(start)) * at / years for at in range(1, years + 1))
    return tuple(from_pence(round_half_up(each, 2)) for each in steps)


def simulate(model: PaymentModel, assumptions: Assumptions) -> Simulation:
    """Draw the income of every year and of the term. A model with faults is not for simulating."""
    import numpy as np

    whole = np.zeros(assumptions.draws)
    whole_base, years = 0.0, []
    totals = {"earned": 0.0, "gain": 0.0}
    for number in range(1, len(model.years) + 1):
        earned, gain = _year(model, assumptions, number)
        terms = model.years[number - 1]
        base = float(terms.value * (1 - terms.outcome_share))
        income = base + earned + gain
        bounds = worst_income(model, number), best_income(model, number)
        years.append(_spread(terms.value, bounds, income, base, float(earned.mean()), float(gain.mean())))
        whole += income
        whole_base += base
        totals["earned"] += float(earned.mean())
        totals["gain"] += float(gain.mean())
    ends = tuple(sum((Fraction(getattr(each, end)) for each in years), Fraction(0)) for end in ("worst", "best"))
    term = _spread(model.value, (ends[0], ends[1]), whole, whole_base, totals["earned"], totals["gain"])
    return Simulation(assumptions, tuple(years), term)


def _year(model: PaymentModel, assumptions: Assumptions, number: int) -> tuple[Array, Array]:
    """Draw what the outcomes earn in one year and what gain or loss is settled."""
    import numpy as np

    terms = model.years[number - 1]
    pool = float(terms.value * terms.outcome_share)
    earned = np.zeros(assumptions.draws)
    for at, measure in enumerate(model.measures):
        drawn = _triangular(
            _luck(assumptions, number, at), corners(measure, assumptions.promises[measure.code][number - 1]),
            falls=measure.lower_is_better,
        )  # fmt: skip
        earned += pool * float(measure.weight) * _shares(measure, drawn)
    spread = assumptions.spend_spread
    luck = np.random.default_rng([assumptions.seed, number, _SPEND]).random(assumptions.draws)
    saved = float(terms.value) * _triangular(luck, Corners(-spread, Decimal(0), spread))
    return earned, _gain(model, number, saved)


def _luck(assumptions: Assumptions, number: int, at: int) -> Array:
    """Return numbers from 0, the worst luck, to 1."""
    import numpy as np

    stream = [assumptions.seed, 0, 0] if assumptions.moves_together else [assumptions.seed, number, at]
    return np.random.default_rng(stream).random(assumptions.draws)


def _triangular(luck: Array, ends: Corners, *, falls: bool = False) -> Array:
    """Turn luck into a result; good luck is a low one where the result should fall."""
    import numpy as np

    least, likely, most = float(ends.least), float(ends.likely), float(ends.most)
    if most <= least:
        return np.full_like(luck, likely)
    even = 1 - luck if falls else luck
    turn = (likely - least) / (most - least)
    rising = least + np.sqrt(even * ((most - least) * (likely - least)))
    falling = most - np.sqrt((1 - even) * ((most - least) * (most - likely)))
    drawn: Array = np.where(even < turn, rising, falling)
    return drawn


def _shares(measure: Measure, drawn: Array) -> Array:
    """Give the share of its money that each result earns, by the rule of `outcomes.share`."""
    import numpy as np

    target = float(measure.target)
    if measure.rule is Rule.PASS_FAIL:
        reached = drawn <= target if measure.lower_is_better else drawn >= target
        return reached.astype(np.float64)
    threshold = float(measure.threshold) if measure.threshold is not None else 0.0
    shares: Array = np.clip((drawn - threshold) / (target - threshold), 0.0, 1.0)
    return shares


def _gain(model: PaymentModel, number: int, saved: Array) -> Array:
    """Give the provider’s part of each deviation that the year settles, by the rule of `risk_share`."""
    import numpy as np

    terms, value = model.years[number - 1], float(model.years[number - 1].value)
    if model.risk is None or not terms.settled:
        return np.zeros_like(saved)
    size = np.abs(saved)
    if model.limit is not None:
        size = np.minimum(size, value * float(model.limit))
    if not isinstance(model.risk, Corridor):
        part = size * float(model.risk.of_provider(Fraction(1), Fraction(1)))
    else:
        part, lower = np.zeros_like(size), 0.0
        for end, share in _slices(model.risk):
            upper = value * end
            part += np.clip(size, lower, upper) * share - lower * share
            lower = upper
    gain: Array = np.sign(saved) * part * float(terms.settled)
    return gain


def _slices(corridor: Corridor) -> Iterator[tuple[float, float]]:
    yield from ((float(band.up_to), float(band.provider_share)) for band in corridor.bands)
    yield float("inf"), float(corridor.beyond)


def _spread(
    value: Decimal, bounds: Sequence[Fraction], income: Array, base: float, earned: float, gain: float
) -> Spread:
    import numpy as np

    low, middle, high = (_pounds(each) for each in np.percentile(income, (10, 50, 90)))
    worst, best = (from_pence(round_half_up(each, 2)) for each in bounds)
    below = Decimal(int((income < base - 0.005).sum())) / len(income)
    return Spread(value, worst, low, middle, high, best, _pounds(earned), _pounds(gain), below)


def _pounds(amount: float) -> Decimal:
    """Round a statistic to the pound; its own error is far larger."""
    return from_pence(round_half_up(Fraction(amount), 0) * 100)
