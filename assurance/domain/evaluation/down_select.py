"""Down-selection between dialogue rounds: by the published criteria and their weights, and by nothing else.

Whoever is kept must not stand below, or level with, someone who is not (PCR 2015 regulations 30(12) and 66, kept
as the pattern of dialogue). How many are kept is the authority’s choice.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from fractions import Fraction


@dataclass(frozen=True, slots=True)
class DownSelectMark:
    """One mark of an outline solution, on its scale, with what the criterion counts for in the whole."""

    mark: int
    top: int
    weight: Fraction


def standing(marks: Mapping[str, DownSelectMark]) -> Fraction:
    """Give the standing of a participant from 0 to 100: marks by weight, or evenly where no weight is given."""
    if not marks:
        return Fraction(0)
    whole = sum((each.weight for each in marks.values()), Fraction(0))
    shares = {code: each.weight / whole if whole else Fraction(1, len(marks)) for code, each in marks.items()}
    return sum((100 * shares[code] * Fraction(each.mark, each.top) for code, each in marks.items()), Fraction(0))


def out_of_order(keep: bool, own: Fraction, others: Mapping[str, tuple[bool, Fraction]]) -> tuple[str, ...]:
    """Name the participants whose decision contradicts this one by the marks: equals are treated equally."""
    if keep:
        return tuple(name for name, (kept, theirs) in others.items() if not kept and theirs >= own)
    return tuple(name for name, (kept, theirs) in others.items() if kept and theirs <= own)
