"""What the marks on quality amount to by themselves, for a page that may not tell anything of the prices.

A price of one pound stands in for every bid: what quality earns never depends on a price, and the stand-in is shown
nowhere. A minimum on a group that holds a price is left out, for it cannot be judged yet.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from assurance.domain.evaluation.bids import BidInput
from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind
from assurance.domain.evaluation.ranking import evaluate
from assurance.domain.evaluation.result import BidResult, Result


@dataclass(frozen=True, slots=True)
class QualityAlone:
    """The bids by what quality earns, best first, and those below a published minimum."""

    result: Result
    points: dict[str, Fraction]
    """Points of the whole that quality earned, by bid; those that are out have none."""
    of: Fraction
    """Points of the whole that quality can earn."""

    @property
    def ordered(self) -> tuple[BidResult, ...]:
        """List the bids still in, most points first; equal ones by their id."""
        return tuple(sorted(self.result.ranked, key=lambda bid: (-self.points[bid.id], bid.id)))


def quality_alone(tree: CriteriaTree, bids: Sequence[BidInput]) -> QualityAlone:
    """Work out what quality earns; raises `FaultsFound` where a mark is missing. No price is looked at."""
    lifted = CriteriaTree(tuple(_without_price_minimum(each) for each in tree.criteria))
    stand_in = {each.id: Decimal(1) for each in tree.prices()}
    result = evaluate(lifted, tuple(replace(bid, prices=stand_in) for bid in bids))
    scored = [each.id for each in tree.scored()]
    points = {
        bid.id: sum((bid.figures[code].weighted for code in scored), Fraction(0)) for bid in result.ranked
    }  # fmt: skip
    return QualityAlone(result, points, sum((tree.global_weight(code) for code in scored), Fraction(0)))


def _without_price_minimum(criterion: Criterion) -> Criterion:
    if criterion.kind is not Kind.GROUP or not criterion.holds_price:
        return criterion
    return replace(criterion, minimum=None, children=tuple(_without_price_minimum(each) for each in criterion.children))
