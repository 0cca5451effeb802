"""The plainest exact ranking one could write: nested loops over bids, groups and criteria, with fractions."""

from __future__ import annotations

from collections.abc import Sequence
from fractions import Fraction

from assurance.domain.evaluation.bids import BidInput
from assurance.domain.evaluation.criteria import CriteriaTree, Criterion


def rank(tree: CriteriaTree, bids: Sequence[BidInput]) -> list[tuple[str, Fraction]]:
    """Return the bids still in with their totals, best first; equal totals by id."""
    quality, price = tree.criteria
    still_in = [bid for bid in bids if _meets_minima(quality, bid)]
    lowest = min(Fraction(bid.prices[price.id]) for bid in still_in)
    ranked = []
    for bid in still_in:
        total = Fraction(price.weight) * lowest / Fraction(bid.prices[price.id])
        for group in quality.children:
            total += Fraction(quality.weight) / 100 * Fraction(group.weight) / 100 * _earned(group, bid)
        ranked.append((bid.id, total))
    return sorted(ranked, key=lambda each: (-each[1], each[0]))


def _earned(group: Criterion, bid: BidInput) -> Fraction:
    percent = Fraction(0)
    for leaf in group.children:
        percent += Fraction(leaf.weight) / 100 * 100 * Fraction(bid.scores[leaf.id]) / Fraction(leaf.scale or 1)
    return percent


def _meets_minima(quality: Criterion, bid: BidInput) -> bool:
    for group in quality.children:
        if group.minimum is not None and _earned(group, bid) < group.minimum:
            return False
        for leaf in group.children:
            if leaf.minimum is not None and bid.scores[leaf.id] < leaf.minimum:
                return False
    return True
