"""Working days in England, from the GOV.UK bank-holiday list a maintained package carries.

A working day is not a Saturday, Sunday, Christmas Day, Good Friday, the first Monday in May or a bank holiday
in England (Provider Selection Regime Regulations 2023, regulation 12(12)). Dates the list does not reach are
refused, never guessed.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

from assurance.domain.deadlines.london import say_day
from assurance.domain.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Skipped:
    """A day that was not counted, and why."""

    on: date
    reason: str

    def __str__(self) -> str:
        weekend = self.reason in {"Saturday", "Sunday"}
        return say_day(self.on) if weekend else f"{say_day(self.on)} ({self.reason})"


@dataclass(frozen=True, slots=True)
class Counted:
    """The day a count of working days ends on, and the days it passed over."""

    on: date
    skipped: tuple[Skipped, ...]

    @property
    def skipped_sentence(self) -> str:
        """Name every day passed over, or say that there was none."""
        if not self.skipped:
            return "No day was skipped."
        return "Not working days, so not counted: " + "; ".join(str(day) for day in self.skipped) + "."


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A list of bank holidays and the years it is complete for."""

    holidays: Mapping[date, str]
    first_year: int
    last_year: int

    def why_not_working(self, day: date) -> str | None:
        """Say why a day is not a working day, or None if it is one; raise `InvalidInput` outside the list."""
        if not self.first_year <= day.year <= self.last_year:
            known = f"from {self.first_year} to {self.last_year}"
            raise InvalidInput("date", f"Bank holidays are known {known}; {say_day(day)} cannot be worked out")
        if day.weekday() >= 5:
            return f"{day:%A}"
        if day in self.holidays:
            return self.holidays[day]
        return _named_in_the_regulation(day)


def _named_in_the_regulation(day: date) -> str | None:
    """Name the days regulation 12(12) lists beside bank holidays, which can be moved (as in May 2020)."""
    if (day.month, day.day) == (12, 25):
        return "Christmas Day"
    if day.month == 5 and day.day <= 7 and day.weekday() == 0:
        return "First Monday in May"
    return None


@cache
def working_days_calendar() -> WorkingDays:
    """Read the bank holidays of England and Wales the installed package carries; never asks the network."""
    known = BankHolidays(use_cached_holidays=True).get_holidays(division=BankHolidays.ENGLAND_AND_WALES)
    names = {holiday["date"]: holiday["title"].replace("’", "'") for holiday in known}
    return WorkingDays(names, min(names).year, max(names).year)


def why_not_working(day: date) -> str | None:
    """Say why a day is not a working day in England, or None if it is one."""
    return working_days_calendar().why_not_working(day)


def is_working_day(day: date) -> bool:
    """Say whether a day is a working day in England."""
    return why_not_working(day) is None


def add_working_days(start: date, count: int) -> Counted:
    """Count working days after `start`, which is itself not counted, naming each day passed over."""
    if count < 1:
        raise InvalidInput("count", "At least one working day must be counted")
    day, skipped = start, []
    while count:
        day += timedelta(days=1)
        reason = why_not_working(day)
        if reason is None:
            count -= 1
        else:
            skipped.append(Skipped(day, reason))
    return Counted(day, tuple(skipped))
