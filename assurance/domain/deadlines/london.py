"""London time: turns what a person types into an instant, and a day into the instant at which it ends.

A time the clocks skip or repeat is refused rather than guessed, because a deadline must have one meaning.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from assurance.domain.errors import InvalidInput

LONDON = ZoneInfo("Europe/London")


def london_to_utc(day: date, clock: time, field: str = "time") -> datetime:
    """Turn a London date and time into a UTC instant, or raise `InvalidInput` where the clocks change."""
    if clock.tzinfo is not None:
        raise InvalidInput(field, "Give the time as London clocks show it, without a time zone")
    first = datetime.combine(day, clock.replace(fold=0), tzinfo=LONDON)
    second = first.replace(fold=1)
    before, after = first.utcoffset() or timedelta(), second.utcoffset() or timedelta()
    shown = f"{clock:%H:%M} on {say_day(day)}"
    if before < after:
        raise InvalidInput(field, f"{shown} does not exist: the clocks go forward that night. Choose another time")
    if before > after:
        raise InvalidInput(field, f"{shown} happens twice: the clocks go back that night. Choose another time")
    return first.astimezone(UTC)


def end_of_day_london(day: date) -> datetime:
    """Give the instant a London day is over: the midnight that ends it and belongs to the next day."""
    return london_to_utc(day + timedelta(days=1), time.min)


def last_second_of(day: date) -> datetime:
    """Give the last second of a London day, for showing: what is due on the day comes before the midnight after it."""
    return datetime.combine(day, time(23, 59, 59), tzinfo=LONDON)


def say_day(day: date) -> str:
    """Write a date in words, such as `Friday 3 April 2026`."""
    return f"{day:%A} {day.day} {day:%B %Y}"
