"""How far the lead is from a matter of rounding: the exact margin, and who would be first with points rounded early.

The result itself rounds nothing before output; this shows that it would not matter, or that it would.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from assurance.domain.evaluation.result import BidResult, Result
from assurance.domain.money import round_half_up

if TYPE_CHECKING:
    from assurance.domain.evaluation.criteria import CriteriaTree
    from assurance.domain.evaluation.criterion import Criterion

PLACES = (0, 1, 2, 3)


@dataclass(frozen=True, slots=True)
class Rounded:
    """Who has the highest total if the points of every part were rounded to so many places before they are added."""

    places: int
    leaders: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Margin:
    """The lead over the second bid in points, exactly; `rounded` starts with whole points."""

    first: str
    second: str
    points: Fraction
    rounded: tuple[Rounded, ...]

    @property
    def harmful(self) -> tuple[Rounded, ...]:
        """List the roundings that would put another bid first, or beside the first."""
        return tuple(each for each in self.rounded if each.leaders != (self.first,))


def margin(tree: CriteriaTree, result: Result) -> Margin | None:
    """Measure the lead against rounding; None with fewer than two bids ranked, or a method without points."""
    ranked = result.ranked
    if len(ranked) < 2 or any(bid.total is None for bid in ranked):
        return None
    first, second = ranked[:2]
    lead = (first.total or Fraction(0)) - (second.total or Fraction(0))
    parts = list(_added(tree.criteria))
    return Margin(first.id, second.id, lead, tuple(_rounded(places, parts, ranked) for places in PLACES))


def _added(criteria: Iterable[Criterion]) -> Iterator[str]:
    """Name the criteria whose points make up the total: leaves, or groups that are normalised as a whole."""
    for criterion in criteria:
        if criterion.children and not criterion.normalise:
            yield from _added(criterion.children)
        elif criterion.is_judged:
            yield criterion.id


def _rounded(places: int, parts: list[str], ranked: tuple[BidResult, ...]) -> Rounded:
    totals = {bid.id: sum(round_half_up(bid.figures[part].weighted, places) for part in parts) for bid in ranked}
    most = max(totals.values())
    return Rounded(places, tuple(sorted(bid_id for bid_id, total in totals.items() if total == most)))
