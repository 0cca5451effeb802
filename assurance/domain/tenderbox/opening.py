"""How many different people open the box together. Practice in sealed tendering, not statute: no one opens alone."""

from __future__ import annotations

OPENERS_REQUIRED = 2

TENDER, PRICE = "tender", "price"
"""The envelopes: everything but prices kept closed, and those prices, which have an opening of their own."""


def openers_short(taken_part: int) -> int:
    """Return how many more people must take part before the box opens."""
    return max(0, OPENERS_REQUIRED - taken_part)


def box_open(taken_part: int) -> bool:
    """Say whether enough different people have taken part."""
    return openers_short(taken_part) == 0
