"""How long somebody waits who guesses at a secret: longer each time, and never for ever.

A mistype costs nothing; a guesser at most some thirty tries in a day. What is counted is forgotten after a day of
quiet. Practice (OWASP ASVS 6.3.1), not statute.
"""

from __future__ import annotations

from datetime import datetime, timedelta

LONGEST = timedelta(hours=1)
FORGOTTEN = timedelta(days=1)
FIRST = timedelta(minutes=1)


def pause(failures: int, free: int) -> timedelta:
    """Return how long nothing more is heard after so many failures, of which the first ones are free."""
    if failures < free:
        return timedelta(0)
    doubled: timedelta = FIRST * 2 ** min(failures - free, 10)
    return min(LONGEST, doubled)


def is_forgotten(last_at: datetime, now: datetime) -> bool:
    """Say whether what was counted no longer counts."""
    return now >= last_at + FORGOTTEN


def whole_minute(instant: datetime) -> datetime:
    """Return the first whole minute that is not before an instant, so that who comes then is heard."""
    down = instant.replace(second=0, microsecond=0)
    return down if down == instant else down + timedelta(minutes=1)
