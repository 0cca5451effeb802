"""Who would win without one of the bids, and without one of the evaluators.

Taking away a bid shows whether one bid's price or marks decide between others (the ranking paradox of relative
formulas). Taking away an evaluator is an indication only: consensus is agreed in discussion and is no average, so
the mean of all marks is compared with the mean of the others, and neither with the agreed marks.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from math import lcm
from typing import TYPE_CHECKING

from assurance.domain.evaluation.bids import BidInput
from assurance.domain.evaluation.criteria import CriteriaTree
from assurance.domain.evaluation.criterion import Criterion, Kind
from assurance.domain.evaluation.result import Result
from assurance.domain.faults import FaultsFound

if TYPE_CHECKING:
    from assurance.domain.evaluation.document import Evaluation

Marks = Mapping[tuple[str, str], Mapping[str, Decimal]]
"""Individual marks by evaluator, for each pair of bid and criterion."""


@dataclass(frozen=True, slots=True)
class WithoutBid:
    """The ranking of the other bids when one is taken away."""

    bid: str
    leaders: tuple[str, ...]
    changes_order: bool
    """The others would stand in another order among themselves."""


@dataclass(frozen=True, slots=True)
class WithoutEvaluator:
    """Who would be first by the mean marks of the other evaluators."""

    evaluator: str
    leaders: tuple[str, ...]
    changes_first: bool
    """Another bid, or more, or fewer, than by the mean of all."""
    alone_on: int
    """Marks that nobody else gave; there the evaluator's own mark is kept."""


@dataclass(frozen=True, slots=True)
class Evaluators:
    """Who would be first by the mean of all individual marks, and with each evaluator left out."""

    leaders: tuple[str, ...]
    without: tuple[WithoutEvaluator, ...]


def without_each_bid(evaluation: Evaluation, result: Result) -> tuple[WithoutBid, ...]:
    """Rank again without each bid still in, in the order of the ranking; eliminated bids change nothing."""
    if len(result.ranked) < 2:
        return ()
    return tuple(_without_bid(evaluation, result, bid_id) for bid_id in result.ranking)


def _without_bid(evaluation: Evaluation, result: Result, bid_id: str) -> WithoutBid:
    left = tuple(each for each in evaluation.bids if each.id != bid_id)
    now = replace(evaluation, bids=left).result()
    ranks = {bid.id: bid.rank for bid in now.ranked}
    others = [bid for bid in result.ranked if bid.id != bid_id]
    pairs = zip(others, others[1:], strict=False)
    kept = {bid.id for bid in others} == set(ranks) and all(
        (one.rank == two.rank) == (ranks[one.id] == ranks[two.id]) and (ranks[one.id] or 0) <= (ranks[two.id] or 0)
        for one, two in pairs
    )
    return WithoutBid(bid_id, now.leaders, not kept)


def without_each_evaluator(evaluation: Evaluation, marks: Marks) -> Evaluators | None:
    """Rank by the mean of all marks, then by the mean of the others; None where any agreed mark has none behind it."""
    wanted = {(bid.id, each.id) for bid in evaluation.bids for each in evaluation.tree.scored()}
    if not wanted or any(not marks.get(key) for key in wanted):
        return None
    people = sorted({person for key in wanted for person in marks[key]})
    try:
        everyone = _by_mean(evaluation, marks).leaders
        rows = tuple(_without_evaluator(evaluation, marks, person, everyone) for person in people)
    except FaultsFound:
        return None
    return Evaluators(everyone, rows)


def _without_evaluator(
    evaluation: Evaluation, marks: Marks, person: str, everyone: tuple[str, ...]
) -> WithoutEvaluator:
    left = {key: {who: mark for who, mark in given.items() if who != person} or given for key, given in marks.items()}
    alone = sum(set(given) == {person} for given in marks.values())
    leaders = _by_mean(evaluation, left).leaders
    return WithoutEvaluator(person, leaders, leaders != everyone, alone)


def _by_mean(evaluation: Evaluation, marks: Marks) -> Result:
    """Rank by mean marks without rounding them: each scale is stretched until every mean is a whole number."""
    stretch = {
        each.id: lcm(*(len(marks[bid.id, each.id]) for bid in evaluation.bids)) for each in evaluation.tree.scored()
    }
    tree = CriteriaTree(_stretched(evaluation.tree.criteria, stretch))
    bids = tuple(_with_means(bid, marks, stretch) for bid in evaluation.bids)
    return replace(evaluation, tree=tree, bids=bids).result()


def _with_means(bid: BidInput, marks: Marks, stretch: Mapping[str, int]) -> BidInput:
    means = {
        key: sum(marks[bid.id, key].values(), Decimal(0)) * (times // len(marks[bid.id, key]))
        for key, times in stretch.items()
    }
    return replace(bid, scores=means)


def _stretched(criteria: Iterable[Criterion], stretch: Mapping[str, int]) -> tuple[Criterion, ...]:
    return tuple(
        replace(
            each,
            scale=(each.scale or 0) * stretch[each.id],
            minimum=None if each.minimum is None else each.minimum * stretch[each.id],
        )
        if each.kind is Kind.SCORED
        else replace(each, children=_stretched(each.children, stretch))
        for each in criteria
    )
