"""How values read in print: London dates and times, pounds, points; and what a reader is told where there is none."""

from __future__ import annotations

from datetime import date, datetime
from decimal import Decimal

from assurance.domain.deadlines import LONDON
from assurance.domain.gates.definition import Block
from assurance.domain.money import Exact, format_gbp, round_half_up

NONE = "None"

VERDICTS = {
    "proceed": "Proceed",
    "proceed_with_conditions": "Proceed with conditions",
    "do_not_proceed": "Do not proceed",
}
BLOCKS = {each.value: each.label for each in Block}


def day(value: date | None) -> str:
    """Write a date: `14 March 2025`."""
    if value is None:
        return "Not set"
    if isinstance(value, datetime):
        value = value.astimezone(LONDON).date()
    return f"{value.day} {value:%B %Y}"


def moment(value: datetime | None) -> str:
    """Write an instant as London clocks showed it: `14 March 2025, 17:05`."""
    return "Not set" if value is None else f"{day(value)}, {value.astimezone(LONDON):%H:%M}"


def moment_to_the_second(value: datetime | None) -> str:
    """Write an instant that may be argued about: `14 March 2025, 17:05:09`."""
    return "Not set" if value is None else f"{day(value)}, {value.astimezone(LONDON):%H:%M:%S}"


def fixed(value: Exact | str, places: int = 2) -> str:
    """Write a figure with all its places, so that a column of them lines up on the decimal point."""
    exact = Decimal(value) if isinstance(value, str) else value
    scaled = round_half_up(exact, places)
    whole, part = divmod(abs(scaled), 10**places)
    return f"{'-' if scaled < 0 else ''}{whole:,}" + (f".{part:0{places}d}" if places else "")


def pounds(value: Decimal | str | None) -> str:
    """Write an amount of money."""
    return "Not given" if value is None else format_gbp(Decimal(value))


def listed(words: list[str] | tuple[str, ...]) -> str:
    """Write names in a row: `A, B and C`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"


def counted(number: int, noun: str) -> str:
    """Write a number with its noun: `1 bid`, `3 bids`."""
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
