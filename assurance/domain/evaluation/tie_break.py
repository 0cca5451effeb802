"""Puts bids that are equal in order by the published rules, naming the one that separated them; else they share."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from fractions import Fraction
from itertools import groupby
from operator import methodcaller

from assurance.domain.evaluation.bids import BidInput
from assurance.domain.evaluation.criteria_faults import EARLIEST, LOWEST_PRICE
from assurance.domain.evaluation.result import Figures, Tie

EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Contender:
    """A bid still in, with what it earned."""

    bid: BidInput
    figures: Mapping[str, Figures]
    total: Fraction
    figure: Fraction | None = None
    """What the method ranks by, the lowest first; None when it ranks by the total."""

    @property
    def place(self) -> Fraction:
        """What decides the place; the lower is the better."""
        return -self.total if self.figure is None else self.figure

    def standing(self, rule: str) -> Fraction:
        """Give the figure a tie-break rule compares; the lower is the better."""
        if rule == LOWEST_PRICE:
            return self.bid.total_price
        if rule == EARLIEST:
            arrived = (self.bid.submitted_at or EPOCH) - EPOCH
            return Fraction(arrived.days * 86_400_000_000 + arrived.seconds * 1_000_000 + arrived.microseconds)
        return -self.figures[rule].percent


Places = list[list[Contender]]
"""Contenders best first; those in one inner list share a place."""


def in_places(contenders: Sequence[Contender], rules: Sequence[str]) -> tuple[Places, tuple[Tie, ...]]:
    """Order contenders by what the method ranks by, then those that are equal by the rules in turn."""
    places: Places = []
    ties: list[Tie] = []
    for group in _grouped(contenders, lambda each: each.place):
        places.extend(_separated(group, rules, ties))
    return places, tuple(ties)


def _separated(group: list[Contender], rules: Sequence[str], ties: list[Tie]) -> Places:
    if len(group) == 1:
        return [group]
    ids = tuple(each.bid.id for each in group)
    for number, rule in enumerate(rules):
        parts = _grouped(group, methodcaller("standing", rule))
        if len(parts) > 1:
            ties.append(Tie(ids, rule))
            return [place for part in parts for place in _separated(part, rules[number + 1 :], ties)]
    ties.append(Tie(ids, None))
    return [group]


def _grouped(contenders: Sequence[Contender], key: Callable[[Contender], Fraction]) -> Places:
    """Put contenders in order of a figure, lowest first, those with the same figure together and by id."""
    ordered = sorted(contenders, key=lambda each: (key(each), each.bid.id))
    return [list(group) for _, group in groupby(ordered, key=key)]
