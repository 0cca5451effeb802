"""Whether there is still genuine competition: fewer than three and one alone are two different questions.

A decision to go on answers the question that stood when it was taken. Two left after a decision on two needs no new
one; one left does. With nobody left there is nothing to decide.
"""

from __future__ import annotations

from collections.abc import Iterable
from enum import StrEnum

ENOUGH = 3


class Band(StrEnum):
    """How much competition is left."""

    ENOUGH = "enough"
    FEW = "few"
    ONE = "one"
    NONE = "none"

    @property
    def label(self) -> str:
        """The band in the words shown to people."""
        return {"enough": "Three or more", "few": "Fewer than three", "one": "One alone", "none": "Nobody"}[self.value]


def band(left: int) -> Band:
    """Return the band of a number of bidders."""
    if left <= 0:
        return Band.NONE
    return Band.ONE if left == 1 else Band.FEW if left < ENOUGH else Band.ENOUGH


def is_decided(left: int, decided_for: Iterable[int]) -> bool:
    """Say whether going on needs no decision, or one was recorded for the band that the number is in."""
    here = band(left)
    return here is Band.ENOUGH or (here is not Band.NONE and here in {band(each) for each in decided_for})
