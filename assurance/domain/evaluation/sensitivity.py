"""What would change the winner: the smallest change of one agreed mark that puts another bid first.

It recomputes the published evaluation with one mark moved; it says how firm a result is, never that it is wrong.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from decimal import Decimal

from assurance.domain.evaluation.bids import BidInput
from assurance.domain.evaluation.document import Evaluation


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
    leaders = evaluation.result().leaders
    found = [flip for bid in evaluation.bids for flip in _flips_of(evaluation, bid, leaders)]
    least = min((flip.size for flip in found), default=None)
    return tuple(flip for flip in found if flip.size == least)


def _flips_of(evaluation: Evaluation, bid: BidInput, leaders: tuple[str, ...]) -> Iterator[Flip]:
    for criterion in evaluation.tree.scored():
        mark = bid.scores[criterion.id]
        others = (Decimal(number) for number in range((criterion.scale or 0) + 1) if number != mark)
        for other in sorted(others, key=lambda each: abs(each - mark)):
            now = _with_mark(evaluation, bid, criterion.id, other).result().leaders
            if now != leaders:
                yield Flip(bid.id, criterion.id, mark, other, now)
                break


def _with_mark(evaluation: Evaluation, bid: BidInput, criterion: str, mark: Decimal) -> Evaluation:
    moved = replace(bid, scores={**bid.scores, criterion: mark})
    return replace(evaluation, bids=tuple(moved if each is bid else each for each in evaluation.bids))
