"""The smallest change of one agreed mark that puts another bid first.

It says how firm a result is, never that it is wrong. Changes are tried by size, the smallest first; for each one
only what hangs on the mark is worked out again, exactly, so that 12 bids on 120 criteria take a moment. Where a change
brings a bid in or out, makes a tie, or the method is not the weighted sum, the whole evaluation is computed again.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal
from typing import TYPE_CHECKING

from assurance.domain.evaluation.bids import BidInput
from assurance.domain.evaluation.criterion import Criterion
from assurance.domain.evaluation.sensitivity.columns import Columns
from assurance.domain.evaluation.sensitivity.entry import Entry
from assurance.domain.evaluation.sensitivity.published import is_weighted_sum
from assurance.domain.faults import FaultsFound

if TYPE_CHECKING:
    from assurance.domain.evaluation.document import Evaluation

Move = tuple[BidInput, Criterion, Decimal]
"""A bid, a scored criterion, and the mark it would have instead."""


@dataclass(frozen=True, slots=True)
class Flip:
    """One agreed mark that would have to be another for the winner to be another."""

    bid: str
    criterion: str
    found: Decimal
    needed: Decimal
    leaders: tuple[str, ...]
    """Who would be first then; several if they would share the place."""

    @property
    def size(self) -> Decimal:
        """How many marks it is away."""
        return abs(self.needed - self.found)


def smallest_flips(evaluation: Evaluation) -> tuple[Flip, ...]:
    """List every change of one mark, of the smallest size there is, that changes who is first; none if there is none.

    Every other mark of every bid is tried, those of eliminated bids too, because one mark may have kept a bid out.
    """
    search = _Search(evaluation)
    moves = _moves_by_size(evaluation)
    for size in sorted(moves):
        found: dict[tuple[str, str], Flip] = {}
        for bid, criterion, mark in moves[size]:
            if (bid.id, criterion.id) not in found and (flip := search.flip(bid, criterion, mark)):
                found[bid.id, criterion.id] = flip
        if found:
            return tuple(found.values())
    return ()


def _moves_by_size(evaluation: Evaluation) -> dict[Decimal, list[Move]]:
    moves: dict[Decimal, list[Move]] = defaultdict(list)
    scored = evaluation.tree.scored()
    for bid in evaluation.bids:
        for criterion in scored:
            mark = bid.scores[criterion.id]
            for other in _other_marks(criterion, mark):
                moves[abs(other - mark)].append((bid, criterion, other))
    return moves


def _other_marks(criterion: Criterion, mark: Decimal) -> Iterator[Decimal]:
    """Give the whole marks of the scale, and its top where that is a fraction."""
    top = Decimal(criterion.scale or 0)
    yield from (Decimal(number) for number in range(int(top) + 1) if number != mark)
    if top % 1 and top != mark:
        yield top


class _Search:
    """Answers who would be first with one mark moved."""

    def __init__(self, evaluation: Evaluation) -> None:
        self.evaluation = evaluation
        result = evaluation.result()
        self.leaders = result.leaders
        self.entry = Entry(evaluation)
        self.columns = Columns(evaluation.tree, evaluation.bids, result) if is_weighted_sum(evaluation) else None

    def flip(self, bid: BidInput, criterion: Criterion, mark: Decimal) -> Flip | None:
        """Return the change if another bid would be first, else None."""
        leaders = self._leaders(bid, criterion, mark)
        if leaders == self.leaders:
            return None
        return Flip(bid.id, criterion.id, bid.scores[criterion.id], mark, leaders)

    def _leaders(self, bid: BidInput, criterion: Criterion, mark: Decimal) -> tuple[str, ...]:
        if self.entry.with_mark(bid, criterion, mark) == self.entry.ids:
            if bid.id not in self.entry.ids:
                return self.leaders
            first = self.columns.first_with(bid.id, criterion, mark) if self.columns else ()
            if len(first) == 1:
                return first
        try:
            return _with_mark(self.evaluation, bid, criterion.id, mark).result().leaders
        except FaultsFound:  # no price for each point of a quality of nothing: nobody is first then, so it is no flip
            return self.leaders


def _with_mark(evaluation: Evaluation, bid: BidInput, criterion: str, mark: Decimal) -> Evaluation:
    moved = replace(bid, scores={**bid.scores, criterion: mark})
    return replace(evaluation, bids=tuple(moved if each is bid else each for each in evaluation.bids))
