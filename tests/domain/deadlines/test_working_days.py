from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.deadlines import (
    WorkingDays,
    add_working_days,
    is_working_day,
    why_not_working,
    working_days_calendar,
)
from assurance.domain.errors import InvalidInput

KNOWN_DAYS = st.dates(date(2012, 1, 1), date(2028, 10, 31))


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2026, 3, 28), "Saturday"),
        (date(2026, 3, 29), "Sunday"),
        (date(2026, 4, 3), "Good Friday"),
        (date(2026, 4, 6), "Easter Monday"),
        (date(2026, 12, 25), "Christmas Day"),
        (date(2026, 12, 28), "Boxing Day"),  # Boxing Day falls on a Saturday
        (date(2020, 5, 4), "First Monday in May"),  # the bank holiday was moved to the Friday
        (date(2022, 9, 19), "Bank Holiday for the State Funeral of Queen Elizabeth II"),
        (date(2026, 4, 7), None),
        (date(2026, 12, 24), None),
        (date(2026, 5, 11), None),
    ],
)
def test_each_day_that_is_not_worked_says_why(day: date, reason: str | None) -> None:
    assert why_not_working(day) == reason
    assert is_working_day(day) == (reason is None)


def test_a_scottish_holiday_is_a_working_day_in_england() -> None:
    assert is_working_day(date(2026, 11, 30))


def test_counting_names_every_day_passed_over() -> None:
    counted = add_working_days(date(2026, 4, 2), 1)
    assert counted.on == date(2026, 4, 7)
    assert counted.skipped_sentence == (
        "Not working days, so not counted: Friday 3 April 2026 (Good Friday); Saturday 4 April 2026; "
        "Sunday 5 April 2026; Monday 6 April 2026 (Easter Monday)."
    )


def test_counting_says_when_nothing_was_skipped() -> None:
    assert add_working_days(date(2026, 3, 2), 3).skipped_sentence == "No day was skipped."


@pytest.mark.parametrize("start", [date(2028, 12, 27), date(2011, 12, 1), date(2040, 1, 1)])
def test_a_date_beyond_the_list_is_refused_and_not_guessed(start: date) -> None:
    with pytest.raises(InvalidInput, match="Bank holidays are known from 2012 to"):
        add_working_days(start, 8)


@pytest.mark.parametrize("count", [0, -1])
def test_nothing_cannot_be_counted(count: int) -> None:
    with pytest.raises(InvalidInput, match="At least one"):
        add_working_days(date(2026, 3, 2), count)


@given(start=KNOWN_DAYS, count=st.integers(1, 30))
def test_every_day_after_the_start_is_either_counted_or_named(start: date, count: int) -> None:
    counted = add_working_days(start, count)
    named = {skipped.on for skipped in counted.skipped}
    span = {start + timedelta(days=n) for n in range(1, (counted.on - start).days + 1)}
    assert len(span - named) == count
    assert named <= span
    assert is_working_day(counted.on)


@given(start=KNOWN_DAYS, first=st.integers(1, 15), second=st.integers(1, 15))
def test_counting_in_two_goes_is_counting_in_one(start: date, first: int, second: int) -> None:
    assert add_working_days(add_working_days(start, first).on, second).on == (
        add_working_days(start, first + second).on
    )


def test_the_calendar_is_complete_for_each_of_its_years() -> None:
    calendar = working_days_calendar()
    for year in range(calendar.first_year, calendar.last_year + 1):
        assert sum(day.year == year for day in calendar.holidays) >= 8


@pytest.mark.parametrize(
    ("day", "reason"),
    [
        (date(2018, 5, 7), "First Monday in May"),
        (date(2017, 5, 1), "First Monday in May"),
        (date(2018, 5, 14), None),
        (date(2018, 12, 25), "Christmas Day"),
        (date(2018, 12, 26), None),
    ],
)
def test_the_days_the_regulation_names_need_no_bank_holiday_list(day: date, reason: str | None) -> None:
    assert WorkingDays({}, 2012, 2028).why_not_working(day) == reason
