"""Who is out before anything relative is computed: minimum marks, pass or fail, and the down-selection.

A bid that is out takes no part in any relative figure, so that a hopeless one cannot change who wins. Minima and the
cut look at what was earned before normalisation, which compares bids.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from fractions import Fraction

from assurance.domain.evaluation.bids import BidInput, Select
from assurance.domain.evaluation.columns import Sheet
from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind
from assurance.domain.evaluation.result import Reason
from assurance.domain.money import round_out


def failures(tree: CriteriaTree, bids: Sequence[BidInput]) -> dict[str, tuple[Reason, ...]]:
    """Give every minimum a bid is below and every pass or fail criterion it fails, by the id of the bid."""
    found: dict[str, list[Reason]] = {}
    for criterion in tree.walk():
        for bid_id, reason in _failures(criterion, bids):
            found.setdefault(bid_id, []).append(reason)
    return {bid_id: tuple(reasons) for bid_id, reasons in found.items()}


def _failures(criterion: Criterion, bids: Sequence[BidInput]) -> Iterator[tuple[str, Reason]]:
    if criterion.kind is Kind.PASS_FAIL:
        for bid in bids:
            if not bid.passes[criterion.id]:
                yield bid.id, Reason(criterion.id, "pass_fail", "pass", "fail")
    elif criterion.minimum is not None:
        for bid, found in zip(bids, _found(criterion, bids), strict=True):
            if found < criterion.minimum:
                yield bid.id, Reason(criterion.id, "minimum", round_out(criterion.minimum), round_out(found))


def _found(criterion: Criterion, bids: Sequence[BidInput]) -> list[Fraction]:
    """Give what each bid has of what a minimum asks: marks of a scored criterion, per cent of a group."""
    if criterion.kind is Kind.SCORED:
        return [Fraction(bid.scores[criterion.id]) for bid in bids]
    return earned(criterion, bids)


def percent_of_marks(criterion: Criterion, bid: BidInput) -> Fraction:
    """Give what one bid earned on a criterion that compares no prices, in per cent of it, before normalisation."""
    return earned(criterion, [bid])[0]


def earned(criterion: Criterion, bids: Sequence[BidInput]) -> list[Fraction]:
    """Give what each bid earned on a criterion that compares no prices, in per cent of it, before normalisation."""
    return Sheet([criterion], bids, relative=False).columns[criterion.id].values()


def cut(criterion: Criterion, select: Select, bids: Sequence[BidInput]) -> tuple[tuple[str, ...], dict[str, Reason]]:
    """Down-select: give the ids that go through, best first, and the reason for each that does not."""
    percents = {bid.id: percent for bid, percent in zip(bids, earned(criterion, bids), strict=True)}
    in_order = sorted(percents, key=lambda bid_id: (-percents[bid_id], bid_id))
    if len(in_order) <= select.count:
        return tuple(in_order), {}
    line = percents[in_order[select.count - 1]]
    through = tuple(bid_id for bid_id in in_order if percents[bid_id] >= line)
    out = {
        bid_id: Reason(criterion.id, "select", round_out(line), round_out(percents[bid_id]))
        for bid_id in in_order
        if percents[bid_id] < line
    }
    return through, out
