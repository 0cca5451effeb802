from __future__ import annotations

from datetime import UTC, date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.deadlines import LONDON, end_of_day_london, london_to_utc
from assurance.domain.errors import InvalidInput


@pytest.mark.parametrize(
    ("day", "clock", "expected"),
    [
        (date(2026, 1, 5), time(12, 0), datetime(2026, 1, 5, 12, tzinfo=UTC)),
        (date(2026, 7, 6), time(12, 0), datetime(2026, 7, 6, 11, tzinfo=UTC)),
        (date(2026, 3, 29), time(0, 59), datetime(2026, 3, 29, 0, 59, tzinfo=UTC)),
        (date(2026, 3, 29), time(2, 0), datetime(2026, 3, 29, 1, tzinfo=UTC)),
        (date(2026, 10, 25), time(0, 59), datetime(2026, 10, 24, 23, 59, tzinfo=UTC)),
        (date(2026, 10, 25), time(2, 0), datetime(2026, 10, 25, 2, tzinfo=UTC)),
    ],
)
def test_london_times_become_instants(day: date, clock: time, expected: datetime) -> None:
    assert london_to_utc(day, clock) == expected


@pytest.mark.parametrize(
    ("day", "clock", "why"),
    [
        (date(2026, 3, 29), time(1, 0), "does not exist"),
        (date(2026, 3, 29), time(1, 59, 59), "does not exist"),
        (date(2026, 10, 25), time(1, 0), "happens twice"),
        (date(2026, 10, 25), time(1, 30, fold=1), "happens twice"),
        (date(2026, 10, 25), time(12, 0, tzinfo=UTC), "without a time zone"),
    ],
)
def test_a_time_with_no_single_meaning_is_refused_at_its_field(day: date, clock: time, why: str) -> None:
    with pytest.raises(InvalidInput, match=why) as refusal:
        london_to_utc(day, clock, "due_time")
    assert refusal.value.field == "due_time"


@pytest.mark.parametrize(("day", "hours"), [(date(2026, 3, 29), 23), (date(2026, 10, 25), 25), (date(2026, 6, 1), 24)])
def test_a_day_ends_where_the_next_begins_even_when_the_clocks_change(day: date, hours: int) -> None:
    begins = london_to_utc(day, time.min)
    assert (end_of_day_london(day) - begins).total_seconds() == hours * 3600


@given(st.dates(date(2012, 1, 1), date(2035, 1, 1)), st.times())
def test_an_accepted_time_reads_back_as_it_was_typed(day: date, clock: time) -> None:
    try:
        shown = london_to_utc(day, clock).astimezone(LONDON)
    except InvalidInput:
        assert clock.hour == 1
        assert day.month in {3, 10}
    else:
        assert (shown.date(), shown.time()) == (day, clock)
