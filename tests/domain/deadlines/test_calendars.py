"""The calendar in use against a second one, kept by other people: every day from 2019 to 2027 in every part."""

from __future__ import annotations

from datetime import date, timedelta
from functools import cache

import holidays
import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.deadlines import (
    Calendar,
    pa23_standstill,
    pcr15_standstill,
    psr_standstill,
    working_days_calendar,
)

YEARS = range(2019, 2028)
FIRST, LAST = date(YEARS[0], 1, 1), date(YEARS[-1], 12, 31)
PARTS: dict[Calendar, tuple[str, ...]] = {
    Calendar.ENGLAND: ("ENG",),
    Calendar.ENGLAND_AND_WALES: ("ENG", "WLS"),
    Calendar.UNITED_KINGDOM: ("ENG", "WLS", "SCT", "NIR"),
}


@cache
def _others(calendar: Calendar) -> frozenset[date]:
    """Every bank holiday the second package knows in the parts of a calendar."""
    return frozenset(
        day for part in PARTS[calendar] for day in holidays.country_holidays("GB", subdiv=part, years=YEARS)
    )


def _works(calendar: Calendar, day: date) -> bool:
    named = calendar is Calendar.ENGLAND and day.month == 5 and day.day <= 7 and day.weekday() == 0
    return day.weekday() < 5 and day not in _others(calendar) and not named


def _after(calendar: Calendar, day: date, count: int) -> date:
    while count:
        day += timedelta(days=1)
        count -= _works(calendar, day)
    return day


@pytest.mark.parametrize("calendar", list(Calendar))
def test_both_calendars_know_the_same_days(calendar: Calendar) -> None:
    days = [FIRST + timedelta(days=n) for n in range((LAST - FIRST).days + 1)]
    ours = working_days_calendar(calendar)
    assert [day for day in days if ours.is_working(day) != _works(calendar, day)] == []


@given(st.dates(FIRST, date(2027, 11, 30)))
def test_standstill_counted_by_the_other_calendar_is_the_same(published: date) -> None:
    day = timedelta(days=1)
    tenth = published + 10 * day
    assert psr_standstill(published).last_day == _after(Calendar.ENGLAND, published + day, 8)
    assert pa23_standstill(published).last_day == _after(Calendar.UNITED_KINGDOM, published - day, 8)
    assert pcr15_standstill(published).last_day == _after(Calendar.ENGLAND_AND_WALES, tenth - day, 1)


def test_a_day_proclaimed_in_scotland_alone_counts_under_the_act_alone() -> None:
    proclaimed = date(2026, 6, 15)
    kingdom = working_days_calendar(Calendar.UNITED_KINGDOM)
    assert kingdom.why_not_working(proclaimed) == "World Cup bank holiday in Scotland"
    assert working_days_calendar(Calendar.ENGLAND).is_working(proclaimed)
