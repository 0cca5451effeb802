"""Which bids would be in with one mark moved: minima and the cut of a down-selection, worked out along one path.

It says the same as the elimination of the evaluation itself, for one change and without walking the whole tree.
"""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from assurance.domain.evaluation.bids import BidInput
from assurance.domain.evaluation.criterion import Criterion, Kind
from assurance.domain.evaluation.elimination import failures, percent_of_marks
from assurance.domain.evaluation.sensitivity.paths import paths

if TYPE_CHECKING:
    from assurance.domain.evaluation.document import Evaluation


class Entry:
    """The bids still in, and which they would be if one mark were another."""

    def __init__(self, evaluation: Evaluation) -> None:
        tree, self.select = evaluation.tree, evaluation.select
        self.paths = paths(tree.criteria)
        groups = [each for each in tree.walk() if each.kind is Kind.GROUP and each.is_judged and not each.holds_price]
        watched = {each.id for each in groups if each.minimum is not None}
        watched |= {self.select.on} if self.select else set()
        self.is_watched = {
            key: any(each.minimum is not None or each.id in watched for each in path)
            for key, path in self.paths.items()
        }
        self.earned = {
            bid.id: {each.id: percent_of_marks(each, bid) for each in groups if each.id in watched}
            for bid in evaluation.bids
        }
        reasons = failures(tree, evaluation.bids)
        self.failed = {bid.id: {reason.criterion for reason in reasons.get(bid.id, ())} for bid in evaluation.bids}
        self.selected_on = {bid.id: self._on_select(bid, evaluation) for bid in evaluation.bids}
        self.ids = self._cut({bid_id for bid_id, reasons in self.failed.items() if not reasons}, self.selected_on)

    def with_mark(self, bid: BidInput, criterion: Criterion, mark: Decimal) -> frozenset[str]:
        """Return the ids of the bids that would be in."""
        if not self.is_watched[criterion.id]:
            return self.ids
        change = 100 * Fraction(mark - bid.scores[criterion.id]) / Fraction(criterion.scale or 1)
        failed, selected_on = set(self.failed[bid.id]), self.selected_on
        for each in self.paths[criterion.id]:
            if each.minimum is not None:
                found = Fraction(mark) if each is criterion else self.earned[bid.id][each.id] + change
                failed = failed | {each.id} if found < each.minimum else failed - {each.id}
            if self.select and each.id == self.select.on:
                selected_on = {**selected_on, bid.id: selected_on[bid.id] + change}
            change *= Fraction(each.weight) / 100
        if bool(failed) == bool(self.failed[bid.id]) and selected_on is self.selected_on:
            return self.ids
        standing = {bid_id for bid_id, reasons in self.failed.items() if not reasons and bid_id != bid.id}
        return self._cut(standing if failed else standing | {bid.id}, selected_on)

    def _on_select(self, bid: BidInput, evaluation: Evaluation) -> Fraction:
        criterion = evaluation.tree.find(self.select.on) if self.select else None
        return percent_of_marks(criterion, bid) if criterion else Fraction(0)

    def _cut(self, standing: set[str], earned: dict[str, Fraction]) -> frozenset[str]:
        if self.select is None or len(standing) <= self.select.count:
            return frozenset(standing)
        line = sorted((earned[bid_id] for bid_id in standing), reverse=True)[self.select.count - 1]
        return frozenset(bid_id for bid_id in standing if earned[bid_id] >= line)
