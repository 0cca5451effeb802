"""When a box may be opened and by how many people. Practice in sealed tendering, not statute: no one opens alone."""

from __future__ import annotations

from datetime import datetime, timedelta

OPENERS_REQUIRED = 2
EMBARGO = timedelta(minutes=60)
"""How long after the deadline nothing opens: time in which a late dispute about the deadline shows."""
SHARE_LIFE = timedelta(minutes=30)
"""How long one person's part in an opening waits for the next; then it is void."""
TENDER, PRICE = "tender", "price"
"""The two envelopes of a tender. They open together unless prices were published as waiting for quality."""


def openers_short(taken_part: int) -> int:
    """Return how many more people must take part before the box opens."""
    return max(0, OPENERS_REQUIRED - taken_part)


def box_open(taken_part: int) -> bool:
    """Say whether enough different people have taken part."""
    return openers_short(taken_part) == 0


def opens_at(deadline: datetime, embargo: timedelta = EMBARGO) -> datetime:
    """Return the first instant at which the box may be opened."""
    return deadline + embargo


def is_void(taken_part_at: datetime, now: datetime) -> bool:
    """Say whether one person's part has waited too long for the next."""
    return now >= taken_part_at + SHARE_LIFE
