"""What every bid earned on each criterion, exactly, worked out column by column.

Marks are whole numbers over one denominator for as long as that is possible, because thousands of fractions are slow;
no figure is rounded. A criterion that compares bids compares those in the sheet, so whoever is out must not be in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from math import lcm
from operator import mul

from assurance.domain.evaluation.bids import BidInput
from assurance.domain.evaluation.criterion import HIGHEST, Criterion, Kind
from assurance.domain.evaluation.pricing import price_percents

HUNDRED = Fraction(100)


@dataclass(frozen=True, slots=True)
class Column:
    """One figure for each bid: `whole[n] * factor + part[n]`, where `part` may be missing."""

    whole: Sequence[int]
    factor: Fraction = Fraction(1)
    part: Sequence[Fraction] | None = None

    def at(self, number: int) -> Fraction:
        """Give the figure of one bid."""
        own = self.whole[number] * self.factor
        return own if self.part is None else own + self.part[number]

    def values(self) -> list[Fraction]:
        """Give every figure in turn."""
        return [self.at(number) for number in range(len(self.whole))]


def fractions_column(values: Sequence[Fraction]) -> Column:
    """Make a column of figures that have no common denominator worth having."""
    return Column([0] * len(values), part=values)


class Sheet:
    """The percentages of a set of bids, criterion by criterion; `relative` says whether bids are compared yet.

    Before anybody is out nothing may be compared: then normalisation is left aside, and a criterion that holds a
    relative price has no column.
    """

    def __init__(self, criteria: Sequence[Criterion], bids: Sequence[BidInput], *, relative: bool) -> None:
        self.bids, self.relative = bids, relative
        self.columns: dict[str, Column] = {}
        for criterion in criteria:
            self._enter(criterion)

    def combined(self, criteria: Sequence[Criterion]) -> Column:
        """Add up criteria by their weights, in per cent of what holds them."""
        return combined([(Fraction(each.weight) / 100, self.columns[each.id]) for each in criteria], len(self.bids))

    def _enter(self, criterion: Criterion) -> None:
        for child in criterion.children:
            self._enter(child)
        column = self._column(criterion)
        if column is not None:
            if self.relative and criterion.normalise:
                column = fractions_column(normalised(column.values(), criterion.normalise))
            self.columns[criterion.id] = column

    def _column(self, criterion: Criterion) -> Column | None:
        if not criterion.is_judged:
            return None
        if criterion.kind is Kind.SCORED:
            return marks_column([bid.scores[criterion.id] for bid in self.bids], Fraction(criterion.scale or 1))
        if criterion.kind is Kind.PRICE:
            return self._prices(criterion)
        judged = [child for child in criterion.children if child.is_judged]
        if any(child.id not in self.columns for child in judged):
            return None
        return self.combined(judged)

    def _prices(self, criterion: Criterion) -> Column | None:
        if criterion.is_relative and not self.relative:
            return None
        prices = [Fraction(bid.prices[criterion.id]) for bid in self.bids]
        return fractions_column(price_percents(criterion.price_formula, prices, criterion.price_parameters))


def marks_column(marks: Sequence[Decimal], scale: Fraction) -> Column:
    """Give marks in per cent of the top of their scale."""
    whole = list(map(int, marks))
    denominator = 1
    if whole != list(marks):
        pairs = [mark.as_integer_ratio() for mark in marks]
        denominator = lcm(*(below for _, below in pairs))
        whole = [above * (denominator // below) for above, below in pairs]
    return Column(whole, HUNDRED / scale / denominator)


def combined(parts: Sequence[tuple[Fraction, Column]], count: int) -> Column:
    """Add columns up, each times its share."""
    factors = [share * column.factor for share, column in parts]
    denominator = lcm(*(factor.denominator for factor in factors))
    scaled = [factor.numerator * (denominator // factor.denominator) for factor in factors]
    rows = zip(*(column.whole for _, column in parts), strict=True)
    whole = [sum(map(mul, scaled, row)) for row in rows]
    fractions = [(share, column.part) for share, column in parts if column.part is not None]
    if not fractions:
        return Column(whole, Fraction(1, denominator))
    rest = [sum((share * part[number] for share, part in fractions), Fraction(0)) for number in range(count)]
    return Column(whole, Fraction(1, denominator), rest)


def normalised(values: Sequence[Fraction], how: str) -> list[Fraction]:
    """Set figures against the highest, or between the lowest and the highest; never divides by zero.

    Where nobody earned anything, everybody keeps nothing against the highest; between the extremes equals earn all.
    """
    highest, lowest = max(values, default=Fraction(0)), min(values, default=Fraction(0))
    if how == HIGHEST:
        return [HUNDRED * each / highest if highest else Fraction(0) for each in values]
    if highest == lowest:
        return [HUNDRED] * len(values)
    return [HUNDRED * (each - lowest) / (highest - lowest) for each in values]
