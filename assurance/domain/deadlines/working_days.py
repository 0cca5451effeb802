"""Working days under each regime, from the GOV.UK bank-holiday list a maintained package carries.

The three enactments do not count the same days (read in the text of each):

- Provider Selection Regime Regulations 2023, regulation 12(12): not a Saturday, Sunday, Christmas Day, Good Friday, the
  first Monday in May or a bank holiday in England.
- Procurement Act 2023, section 123: not a Saturday, Sunday or a bank holiday in any part of the United Kingdom, so that
  2 January, 17 March, 12 July or 30 November are not counted in England either.
- Public Contracts Regulations 2015, regulation 2(1): not a Saturday, Sunday, Christmas Day, Good Friday or bank holiday
  within the meaning of the 1971 Act. The text does not say in which part of the kingdom; England and Wales are taken.

Dates the list does not reach are refused, never guessed.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from functools import cache

from govuk_bank_holidays.bank_holidays import BankHolidays

from assurance.domain.deadlines.london import say_day
from assurance.domain.errors import InvalidInput


class Calendar(StrEnum):
    """Whose days are counted."""

    ENGLAND = "England"
    ENGLAND_AND_WALES = "England and Wales"
    UNITED_KINGDOM = "any part of the United Kingdom"


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


def _named_in_the_regulation(day: date) -> str | None:
    """Name the days regulation 12(12) lists beside bank holidays, which can be moved (as in May 2020)."""
    if (day.month, day.day) == (12, 25):
        return "Christmas Day"
    if day.month == 5 and day.day <= 7 and day.weekday() == 0:
        return "First Monday in May"
    return None


@dataclass(frozen=True, slots=True)
class WorkingDays:
    """A list of bank holidays, the years it is complete for, and the days named beside it."""

    holidays: Mapping[date, str]
    first_year: int
    last_year: int
    named: Callable[[date], str | None] = _named_in_the_regulation

    def check(self, day: date) -> None:
        """Raise `InvalidInput` for a day in a year the list does not cover."""
        if not self.first_year <= day.year <= self.last_year:
            known = f"from {self.first_year} to {self.last_year}"
            raise InvalidInput("date", f"Bank holidays are known {known}; {say_day(day)} cannot be worked out")

    def why_not_working(self, day: date) -> str | None:
        """Say why a day is not a working day, or None if it is one; raise `InvalidInput` outside the list."""
        self.check(day)
        if day.weekday() >= 5:
            return f"{day:%A}"
        return self.holidays[day] if day in self.holidays else self.named(day)

    def is_working(self, day: date) -> bool:
        """Say whether a day is a working day."""
        return self.why_not_working(day) is None

    def add(self, start: date, count: int) -> Counted:
        """Count working days after `start`, which is itself not counted, naming each day passed over."""
        if count < 1:
            raise InvalidInput("count", "At least one working day must be counted")
        day, skipped = start, []
        while count:
            day += timedelta(days=1)
            reason = self.why_not_working(day)
            if reason is None:
                count -= 1
            else:
                skipped.append(Skipped(day, reason))
        return Counted(day, tuple(skipped))

    def beginning_with(self, first: date, count: int) -> Counted:
        """Count working days from `first` on, which is counted itself if it is one."""
        return self.add(first - timedelta(days=1), count)

    def working_from(self, day: date) -> Counted:
        """Return the day itself if it is a working day, else the next that is."""
        return self.beginning_with(day, 1)

    def last_before(self, day: date) -> date:
        """Return the last working day before a day."""
        day -= timedelta(days=1)
        while not self.is_working(day):
            day -= timedelta(days=1)
        return day


def _none_named(day: date) -> str | None:
    return None


_PARTS: dict[Calendar, tuple[str, ...]] = {
    Calendar.ENGLAND: (BankHolidays.ENGLAND_AND_WALES,),
    Calendar.ENGLAND_AND_WALES: (BankHolidays.ENGLAND_AND_WALES,),
    Calendar.UNITED_KINGDOM: (BankHolidays.ENGLAND_AND_WALES, BankHolidays.SCOTLAND, BankHolidays.NORTHERN_IRELAND),
}
_PROCLAIMED: dict[str, dict[date, str]] = {
    BankHolidays.SCOTLAND: {date(2026, 6, 15): "World Cup bank holiday"},
}
"""Days appointed under section 1(3) of the 1971 Act that the newest list of the package does not have yet."""
_PLACES = {BankHolidays.SCOTLAND: " in Scotland", BankHolidays.NORTHERN_IRELAND: " in Northern Ireland"}


@cache
def working_days_calendar(calendar: Calendar = Calendar.ENGLAND) -> WorkingDays:
    """Read the bank holidays the installed package carries; never asks the network.

    A day that is a holiday in Scotland or Northern Ireland only is named with the place.
    """
    known = BankHolidays(use_cached_holidays=True)
    names: dict[date, str] = {}
    for part in _PARTS[calendar]:
        for holiday in known.get_holidays(division=part):
            title = holiday["title"].replace("’", "'") + _PLACES.get(part, "")
            names.setdefault(holiday["date"], title)
        for day, title in _PROCLAIMED.get(part, {}).items():
            names.setdefault(day, title + _PLACES.get(part, ""))
    named = _named_in_the_regulation if calendar is Calendar.ENGLAND else _none_named
    return WorkingDays(names, min(names).year, max(names).year, named)


def why_not_working(day: date) -> str | None:
    """Say why a day is not a working day in England, or None if it is one."""
    return working_days_calendar().why_not_working(day)


def is_working_day(day: date) -> bool:
    """Say whether a day is a working day in England."""
    return why_not_working(day) is None


def add_working_days(start: date, count: int) -> Counted:
    """Count working days in England after `start`, which is itself not counted, naming each day passed over."""
    return working_days_calendar().add(start, count)
