"""What every bid still in earned on every criterion, kept so that one moved mark is followed up its path alone.

Exact like the evaluation itself; only the weighted sum can be followed in this way.
"""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from assurance.domain.evaluation.bids import BidInput
from assurance.domain.evaluation.columns import normalised
from assurance.domain.evaluation.criteria import CriteriaTree
from assurance.domain.evaluation.criterion import Criterion, Kind
from assurance.domain.evaluation.result import Result
from assurance.domain.evaluation.sensitivity.paths import paths

Column = tuple[Fraction, ...]
"""Per cent of one criterion for each bid still in."""


class Columns:
    """Per cent by criterion and bid, before and after normalising, and the totals."""

    def __init__(self, tree: CriteriaTree, bids: Sequence[BidInput], result: Result) -> None:
        self.ids = result.ranking
        self.place = {bid_id: place for place, bid_id in enumerate(self.ids)}
        self.steps = {
            key: [(each, Fraction(each.weight) / 100) for each in path] for key, path in paths(tree.criteria).items()
        }
        self.totals = [bid.total or Fraction(0) for bid in result.ranked]
        self.own = {
            each.id: tuple(bid.figures[each.id].percent for bid in result.ranked)
            for each in tree.walk()
            if each.is_judged
        }
        given = {bid.id: bid for bid in bids}
        self.raw = {each.id: self._raw(each, [given[bid_id] for bid_id in self.ids]) for each in tree.walk()}

    def _raw(self, criterion: Criterion, bids: Sequence[BidInput]) -> Column:
        if criterion.kind is Kind.SCORED:
            scale = Fraction(criterion.scale or 1)
            return tuple(100 * Fraction(bid.scores[criterion.id]) / scale for bid in bids)
        if criterion.kind is not Kind.GROUP:
            return self.own.get(criterion.id, ())
        parts = [(Fraction(child.weight), self.own[child.id]) for child in criterion.children if child.is_judged]
        return tuple(sum((weight * own[n] for weight, own in parts), Fraction(0)) / 100 for n in range(len(bids)))

    def first_with(self, bid_id: str, criterion: Criterion, mark: Decimal) -> tuple[str, ...]:
        """Return who has the highest total if one mark were another; several where totals are equal."""
        place = self.place[bid_id]
        raw = 100 * Fraction(mark) / Fraction(criterion.scale or 1)
        changes = {place: raw - self.raw[criterion.id][place]}
        for each, weight in self.steps[criterion.id]:
            changes = {n: weight * change for n, change in self._own_changes(each, changes).items()}
        totals = [total + changes[n] if n in changes else total for n, total in enumerate(self.totals)]
        most = max(totals)
        return tuple(bid_id for bid_id, total in zip(self.ids, totals, strict=True) if total == most)

    def _own_changes(self, criterion: Criterion, changes: dict[int, Fraction]) -> dict[int, Fraction]:
        """Turn changes before normalising into changes after it, which may be those of other bids too."""
        if not criterion.normalise:
            return changes
        before = self.raw[criterion.id]
        moved = normalised(
            [each + changes[n] if n in changes else each for n, each in enumerate(before)], criterion.normalise
        )
        own = self.own[criterion.id]
        return {n: new - own[n] for n, new in enumerate(moved) if new != own[n]}
