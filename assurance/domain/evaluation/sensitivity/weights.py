"""Who wins at every weight of quality from 0 to 100, with the exact weights at which the winner changes.

Totals are linear in the weight of quality while who is out and the percentages do not change, so the switch points
are where straight lines cross. Inside quality and inside price the published proportions stay as they are.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from assurance.domain.evaluation.criterion import Criterion
from assurance.domain.evaluation.result import BidResult, Result
from assurance.domain.evaluation.sensitivity.published import is_weighted_sum
from assurance.domain.evaluation.tie_break import Contender, in_places

if TYPE_CHECKING:
    from assurance.domain.evaluation.document import Evaluation

WHOLE = Fraction(100)
Unit = tuple[Criterion, Fraction]
"""A part of the tree that is all quality or all price, and its weight in the whole."""


@dataclass(frozen=True, slots=True)
class WeightRange:
    """From one weight of quality to another, in per cent of the whole, the same bid is first."""

    low: Fraction
    high: Fraction
    leaders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Switch:
    """The nearest weight of quality at which the winner changes, and who is first beyond it."""

    at: Fraction
    change: Fraction
    """How far it is from the published weight; below zero if it is lower."""
    leaders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class QualityWeight:
    """The published weight of quality and who wins at every other."""

    published: Fraction
    ranges: tuple[WeightRange, ...]

    @property
    def nearest(self) -> Switch | None:
        """Find the nearest switch point, or None if the same bid wins at every weight."""
        switches = [self._switch(low, high) for low, high in zip(self.ranges, self.ranges[1:], strict=False)]
        return min(switches, key=lambda each: abs(each.change), default=None)

    def _switch(self, low: WeightRange, high: WeightRange) -> Switch:
        beyond = low if high.low < self.published else high
        return Switch(high.low, high.low - self.published, beyond.leaders)


@dataclass(frozen=True, slots=True)
class _Line:
    """One bid's total as a straight line: at no quality at all, and at nothing but quality."""

    bid: BidResult
    price: Fraction
    quality: Fraction

    @property
    def slope(self) -> Fraction:
        return self.quality - self.price

    def at(self, weight: Fraction) -> Fraction:
        return self.price + self.slope * weight / WHOLE


def quality_weight(evaluation: Evaluation, result: Result) -> QualityWeight | None:
    """Find who wins at every weight of quality; None where the question has no meaning.

    It has none without a bid still in, without both quality and price, for a method that weighs nothing, and where
    a part that holds both is normalised, because totals are then no straight lines.
    """
    units = _units(evaluation.tree.criteria, Fraction(1))
    if not (result.ranked and units and is_weighted_sum(evaluation)):
        return None
    quality = [unit for unit in units if not unit[0].holds_price]
    price = [unit for unit in units if unit[0].holds_price]
    published = sum((weight for _, weight in quality), Fraction(0))
    if not 0 < published < WHOLE:
        return None
    lines = [_Line(bid, _percent(bid, price), _percent(bid, quality)) for bid in result.ranked]
    return QualityWeight(published, _merged(_ranges(evaluation, lines)))


def _units(criteria: Sequence[Criterion], share: Fraction) -> list[Unit] | None:
    """Go down to the parts that are all quality or all price; None if one of both kinds is normalised."""
    found: list[Unit] = []
    for criterion in criteria:
        weight = share * Fraction(criterion.weight)
        if not criterion.is_judged:
            continue
        if not (criterion.children and _is_mixed(criterion)):
            found.append((criterion, weight))
            continue
        below = None if criterion.normalise else _units(criterion.children, weight / WHOLE)
        if below is None:
            return None
        found.extend(below)
    return found


def _is_mixed(criterion: Criterion) -> bool:
    holds = {each.holds_price for each in criterion.walk() if each.is_judged and not each.children}
    return len(holds) > 1


def _percent(bid: BidResult, units: Sequence[Unit]) -> Fraction:
    whole = sum((weight for _, weight in units), Fraction(0))
    return sum((weight * bid.figures[each.id].percent for each, weight in units), Fraction(0)) / whole


def _ranges(evaluation: Evaluation, lines: Sequence[_Line]) -> Iterator[WeightRange]:
    """Walk along the highest line from left to right."""
    here = Fraction(0)
    top = max(lines, key=lambda each: (each.price, each.slope))
    while here < WHOLE:
        steeper = [line for line in lines if line.slope > top.slope]
        ends = [(_crossing(top, line), line) for line in steeper]
        end = min((at for at, _ in ends), default=WHOLE)
        level = [line for line in lines if (line.price, line.slope) == (top.price, top.slope)]
        yield WeightRange(here, min(end, WHOLE), _first(evaluation, level))
        top = max((line for at, line in ends if at == end), key=lambda each: each.slope, default=top)
        here = end


def _crossing(flat: _Line, steep: _Line) -> Fraction:
    return WHOLE * (flat.price - steep.price) / (steep.slope - flat.slope)


def _first(evaluation: Evaluation, level: Sequence[_Line]) -> tuple[str, ...]:
    """Let the published tie-break separate bids whose totals are equal all along."""
    given = {bid.id: bid for bid in evaluation.bids}
    contenders = [Contender(given[line.bid.id], line.bid.figures, Fraction(0)) for line in level]
    places, _ = in_places(contenders, evaluation.tie_break)
    return tuple(each.bid.id for each in places[0])


def _merged(ranges: Iterator[WeightRange]) -> tuple[WeightRange, ...]:
    merged: list[WeightRange] = []
    for each in ranges:
        if merged and merged[-1].leaders == each.leaders:
            each = WeightRange(merged.pop().low, each.high, each.leaders)
        merged.append(each)
    return tuple(merged)
