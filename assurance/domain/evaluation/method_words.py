"""Says each method of ranking in one plain sentence, with an example worked by the method itself."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind
from assurance.domain.evaluation.methods import (
    COEFFICIENT,
    METHODS,
    MONETISED,
    PER_POINT,
    WEIGHTED_SUM,
    Method,
    Standing,
)
from assurance.domain.evaluation.pricing import price_percents
from assurance.domain.money import format_gbp, percent, round_half_up, round_out

SENTENCES: Mapping[str, str] = MappingProxyType(
    {
        WEIGHTED_SUM: "Points for quality and points for price are added up by their weights.",
        PER_POINT: "Each price is divided by the quality it buys, so twice the quality may cost twice as much.",
        "relative-value-cost": "Each price is lowered by how far the bid’s quality is above the weakest bid’s.",
        MONETISED: "What the quality is worth in pounds, at a value published per point, is taken off the price.",
        COEFFICIENT: "Each price is divided by one coefficient made of published features, as ProZorro does.",
    }
)

PRICES = (Fraction(40_000_000), Fraction(44_000_000))
QUALITY = (Fraction(62), Fraction(72))
"""Two bids, A and B: the price in pounds and the per cent of quality of each."""
QUALITY_WEIGHT = Fraction(70)
VALUE_PER_POINT = Decimal(200_000)
MARKS, TOP = (Fraction(1, 10), Fraction(3, 20)), Decimal("0.2")


def example(name: str) -> str:
    """Work the method on two bids, and say what each comes to and which is first."""
    first, second = example_figures(name)
    by_points = name == WEIGHTED_SUM
    shown = [round_out(each, 2) if by_points else format_gbp(_pounds(each)) for each in (first, second)]
    winner = "A" if (first > second) == by_points else "B"
    return f"{_setting(name)}: A comes to {shown[0]} and B to {shown[1]}, so {winner} is first."


def example_figures(name: str) -> list[Fraction]:
    """Give the figure of each of the two bids, by the method’s own arithmetic."""
    figures = METHODS[name].figures
    if figures is None:
        prices = price_percents("lowest-over-price", PRICES)
        return [
            QUALITY_WEIGHT * quality / 100 + (100 - QUALITY_WEIGHT) * price / 100
            for quality, price in zip(QUALITY, prices, strict=True)
        ]
    features = CriteriaTree((Criterion("f", "Features", Decimal(100), Kind.SCORED, scale=TOP),))
    bids = [Standing(*each) for each in zip(PRICES, QUALITY, MARKS, strict=True)]
    return figures(bids, Method(name, VALUE_PER_POINT), features)


def _setting(name: str) -> str:
    prices = [format_gbp(_pounds(each)) for each in PRICES]
    earned = [f"{percent(QUALITY[0])} of quality", percent(QUALITY[1])]
    if name == COEFFICIENT:
        earned = [f"features worth {round_out(MARKS[0])} of {TOP}", f"features worth {round_out(MARKS[1])}"]
    bids = f"Say A asks {prices[0]} with {earned[0]}, and B {prices[1]} with {earned[1]}"
    more = {
        WEIGHTED_SUM: f", at {percent(QUALITY_WEIGHT)} for quality and {percent(100 - QUALITY_WEIGHT)} for price",
        MONETISED: f", and each per cent is worth {format_gbp(VALUE_PER_POINT)}",
    }
    return bids + more.get(name, "")


def _pounds(amount: Fraction) -> Decimal:
    """Round an amount to whole pounds, for print."""
    return Decimal(round_half_up(amount, 0))
