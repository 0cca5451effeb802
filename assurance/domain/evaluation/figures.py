"""What one bid earned on each criterion, worked out only where somebody looks: totals need far less."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from fractions import Fraction
from functools import cached_property

from assurance.domain.evaluation.columns import Sheet
from assurance.domain.evaluation.criteria import CriteriaTree, Criterion
from assurance.domain.evaluation.result import Figures


class Judged:
    """All bids still in, judged: the sheet of percentages, and what each criterion counts for in the whole."""

    def __init__(self, tree: CriteriaTree, sheet: Sheet) -> None:
        self.tree, self.sheet = tree, sheet

    @cached_property
    def criteria(self) -> dict[str, Criterion]:
        """The criteria that yield a percentage, parents first."""
        return {each.id: each for each in self.tree.walk() if each.is_judged}

    @cached_property
    def shares(self) -> dict[str, Fraction]:
        """What each criterion counts for in the whole, where the whole is 1."""
        found: dict[str, Fraction] = {}

        def enter(criterion: Criterion, share: Fraction) -> None:
            found[criterion.id] = share * Fraction(criterion.weight) / 100
            for child in criterion.children:
                enter(child, found[criterion.id])

        for criterion in self.tree.criteria:
            enter(criterion, Fraction(1))
        return found


class BidFigures(Mapping[str, Figures]):
    """The figures of one bid by criterion id, parents first."""

    __slots__ = ("_judged", "_number")

    def __init__(self, judged: Judged, number: int) -> None:
        self._judged, self._number = judged, number

    def __getitem__(self, criterion_id: str) -> Figures:
        judged, bid = self._judged, self._judged.sheet.bids[self._number]
        percent = judged.sheet.columns[criterion_id].at(self._number)
        weighted = judged.shares[criterion_id] * percent
        return Figures(percent, weighted, bid.scores.get(criterion_id), bid.prices.get(criterion_id))

    def __iter__(self) -> Iterator[str]:
        return iter(self._judged.criteria)

    def __len__(self) -> int:
        return len(self._judged.criteria)
