"""What a payment model may bring: 100,000 futures drawn all together, beside a plain loop that draws one at a time."""

from __future__ import annotations

import random
from collections.abc import Iterator
from decimal import Decimal

from assurance.domain.contracts.measures import Measure
from assurance.domain.contracts.model import ContractYear, PaymentModel, Phase
from assurance.domain.contracts.outcomes import Rule
from assurance.domain.contracts.risk_share import Band, Corridor
from assurance.domain.contracts.simulation import DEFAULT_SPREAD, Assumptions, corners, simulate, steady_path
from bench.measure import cpu_ms, percentile
from bench.report import Row

DRAWS, PLAIN = 100_000, 1_000
TERM = 5
CORRIDOR = Corridor((Band(Decimal("0.02"), Decimal(1)), Band(Decimal("0.05"), Decimal("0.5"))))


def make_model() -> PaymentModel:
    """Make five years on four outcomes, as in the demonstration."""
    linear = [
        Measure(code, code, "%", Decimal(weight), Rule.LINEAR, Decimal(target), Decimal(start), Decimal(today))
        for code, weight, today, start, target in (
            ("prom", "0.3", 58, 60, 70), ("coordination", "0.2", 52, 55, 75), ("emergency", "0.3", 0, 0, 25),
        )
    ]  # fmt: skip
    data = Measure("data", "data", "%", Decimal("0.2"), Rule.PASS_FAIL, Decimal(95), None, Decimal(71))
    year = ContractYear(Decimal(50_717_000), Decimal("0.3"), Phase.CAPITATION)
    return PaymentModel((year,) * TERM, (*linear, data), CORRIDOR)


def plain_loop(model: PaymentModel, assumed: Assumptions, draws: int) -> list[float]:
    """Draw the income of the term one future at a time, and return its percentiles."""
    rng, totals = random.Random(assumed.seed), []
    for _ in range(draws):
        total = 0.0
        for number, year in enumerate(model.years, start=1):
            value = float(year.value)
            pool = value * float(year.outcome_share)
            total += value - pool
            for each in model.measures:
                ends = corners(each, assumed.promises[each.code][number - 1])
                found = rng.triangular(float(ends.least), float(ends.most), float(ends.likely))
                total += pool * float(each.weight) * _share(each, found)
            saved = value * rng.triangular(-float(DEFAULT_SPREAD), float(DEFAULT_SPREAD), 0.0)
            total += _borne(abs(saved), value) * (1 if saved > 0 else -1)
        totals.append(total)
    return [percentile(totals, at) for at in (10, 50, 90)]


def _share(each: Measure, found: float) -> float:
    if each.rule is Rule.PASS_FAIL:
        return float(found >= float(each.target))
    start = float(each.threshold or 0)
    return min(max((found - start) / (float(each.target) - start), 0.0), 1.0)


def _borne(size: float, value: float) -> float:
    borne, lower = 0.0, 0.0
    for band in CORRIDOR.bands:
        upper = value * float(band.up_to)
        borne += max(min(size, upper) - lower, 0.0) * float(band.provider_share)
        lower = upper
    return borne


def rows() -> Iterator[Row]:
    """Draw 100,000 futures of five years on four outcomes; the loop draws a hundredth and is scaled."""
    model = make_model()
    assumed = Assumptions({each.code: steady_path(each, TERM) for each in model.measures}, draws=DRAWS)
    drawn, looped = simulate(model, assumed).term, plain_loop(model, assumed, 10 * PLAIN)
    pairs = zip((drawn.p10, drawn.p50, drawn.p90), looped, strict=True)
    apart = max(abs(float(ours) / plain - 1) for ours, plain in pairs)
    if apart > 0.01:
        raise SystemExit(f"The two ways of drawing lie {apart:.1%} apart")
    taken = cpu_ms(
        {"drawn": lambda: simulate(model, assumed), "loop": lambda: plain_loop(model, assumed, PLAIN)}, repeats=5
    )
    yield Row(
        "100,000 futures of a payment model, processor time", taken["drawn"], DRAWS / PLAIN * taken["loop"],
        "a plain loop over fewer, scaled", 1_000.0, detail={"largest difference of a percentile": apart},
    )  # fmt: skip
