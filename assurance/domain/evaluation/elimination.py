"""Who is out before anything relative is computed: minimum marks, pass or fail, and the down-selection.

A bid that is out takes no part in the lowest price, so that a hopeless one cannot change who wins.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from assurance.domain.evaluation.bids import BidInput, Select
from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind
from assurance.domain.evaluation.result import Reason
from assurance.domain.money import round_out


def percent_of_marks(criterion: Criterion, bid: BidInput) -> Fraction:
    """Give what a bid earned on a criterion that holds no price, in per cent of it."""
    if criterion.kind is Kind.SCORED:
        return 100 * Fraction(bid.scores[criterion.id]) / (criterion.scale or 1)
    parts = (Fraction(child.weight) * percent_of_marks(child, bid) for child in criterion.children if child.is_judged)
    return sum(parts, Fraction(0)) / 100


def failures(tree: CriteriaTree, bid: BidInput) -> tuple[Reason, ...]:
    """List every minimum a bid is below and every pass or fail criterion it fails."""
    return tuple(reason for criterion in tree.walk() for reason in _failures(criterion, bid))


def _failures(criterion: Criterion, bid: BidInput) -> Iterator[Reason]:
    if criterion.kind is Kind.PASS_FAIL and not bid.passes[criterion.id]:
        yield Reason(criterion.id, "pass_fail", "pass", "fail")
    if criterion.minimum is not None:
        is_marks = criterion.kind is Kind.SCORED
        found = Fraction(bid.scores[criterion.id]) if is_marks else percent_of_marks(criterion, bid)
        if found < criterion.minimum:
            yield Reason(criterion.id, "minimum", round_out(criterion.minimum), round_out(found))


def cut(criterion: Criterion, select: Select, bids: Sequence[BidInput]) -> tuple[tuple[str, ...], dict[str, Reason]]:
    """Down-select: give the ids that go through, best first, and the reason for each that does not."""
    earned = {bid.id: percent_of_marks(criterion, bid) for bid in bids}
    in_order = sorted(earned, key=lambda bid_id: (-earned[bid_id], bid_id))
    if len(in_order) <= select.count:
        return tuple(in_order), {}
    line = earned[in_order[select.count - 1]]
    through = tuple(bid_id for bid_id in in_order if earned[bid_id] >= line)
    out = {
        bid_id: Reason(criterion.id, "select", round_out(line), round_out(earned[bid_id]))
        for bid_id in in_order
        if earned[bid_id] < line
    }
    return through, out
