"""Who guesses waits longer each time, never for ever; a mistype costs nothing."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.authority.guessing import FORGOTTEN, LONGEST, is_forgotten, pause, whole_minute

AT = datetime(2025, 1, 6, 14, 31, 0, tzinfo=UTC)


@pytest.mark.parametrize(("failures", "minutes"), [(0, 0), (2, 0), (3, 1), (4, 2), (5, 4), (8, 32), (9, 60), (99, 60)])
def test_the_pause_doubles_up_to_an_hour(failures: int, minutes: int) -> None:
    assert pause(failures, free=3) == timedelta(minutes=minutes)


@given(st.integers(0, 10_000), st.integers(0, 100))
def test_one_more_failure_never_shortens_it_and_nothing_locks_out_for_ever(failures: int, free: int) -> None:
    assert pause(failures, free) <= pause(failures + 1, free) <= LONGEST


def test_a_day_of_quiet_is_forgotten() -> None:
    assert not is_forgotten(AT, AT + FORGOTTEN - timedelta(seconds=1))
    assert is_forgotten(AT, AT + FORGOTTEN)


@given(st.datetimes(timezones=st.just(UTC), max_value=AT.replace(tzinfo=None, year=9000)))
def test_who_comes_at_the_minute_that_was_named_is_heard(instant: datetime) -> None:
    named = whole_minute(instant)
    assert (named.second, named.microsecond) == (0, 0)
    assert instant <= named < instant + timedelta(minutes=1)
