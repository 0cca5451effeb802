"""The years and quarters of a running contract: their days, when a report on one is due, and which are over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta

from assurance.domain.deadlines import say_day

QUARTERS = 4
REPORT_DAYS = 30
"""Days after the end of a quarter in which its results are reported: a usual term, which no law sets."""


@dataclass(frozen=True, slots=True)
class Quarter:
    """One quarter of a contract year, from its first day to its last."""

    year: int
    number: int
    starts_on: date
    ends_on: date

    @property
    def report_due_on(self) -> date:
        """The last day on which its results should be reported."""
        return self.ends_on + timedelta(days=REPORT_DAYS)

    @property
    def label(self) -> str:
        """The quarter in the words shown to people."""
        return f"Year {self.year}, quarter {self.number}"

    @property
    def days(self) -> str:
        """Its first and its last day in words."""
        return f"{say_day(self.starts_on)} to {say_day(self.ends_on)}"


def quarter(starts_on: date, year: int, number: int) -> Quarter:
    """Return a quarter of a contract that starts on a day; numbers count from 1."""
    months = ((year - 1) * QUARTERS + number - 1) * 3
    return Quarter(year, number, later(starts_on, months), later(starts_on, months + 3) - timedelta(days=1))


def quarters_over(starts_on: date, years: int, today: date) -> Iterator[Quarter]:
    """List the quarters whose last day has passed, first to last."""
    for year in range(1, years + 1):
        for number in range(1, QUARTERS + 1):
            found = quarter(starts_on, year, number)
            if found.ends_on >= today:
                return
            yield found


def running_quarter(starts_on: date, years: int, today: date) -> Quarter | None:
    """Return the quarter a day lies in, or None before the first and after the last."""
    for year in range(1, years + 1):
        for number in range(1, QUARTERS + 1):
            found = quarter(starts_on, year, number)
            if found.starts_on <= today <= found.ends_on:
                return found
    return None


def later(day: date, months: int) -> date:
    """Go on by months; a day that the month has not becomes its last."""
    index = day.month - 1 + months
    year, month = day.year + index // 12, index % 12 + 1
    following = date(year + month // 12, month % 12 + 1, 1)
    return min(date(year, month, 1) + timedelta(days=day.day - 1), following - timedelta(days=1))
