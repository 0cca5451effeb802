"""Pauses grow and end, people are told once, and every piece of work has a name."""

from __future__ import annotations

from datetime import timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.background import (
    CHORES,
    FAULT_LENGTH,
    JOBS,
    LONGEST_PAUSE,
    TRIES,
    chore_work,
    duty_of,
    is_dead,
    job_work,
    pause_after,
    say_fault,
)

OFTEN = timedelta(seconds=6)
EVERY = st.timedeltas(timedelta(seconds=1), timedelta(days=2))


@pytest.mark.parametrize(
    ("failures", "seconds"), [(0, 6), (1, 12), (2, 24), (6, 384), (9, 3072), (10, 3600), (400, 3600)]
)
def test_the_pause_doubles_with_each_failure_up_to_an_hour(failures: int, seconds: int) -> None:
    assert pause_after(failures, OFTEN) == timedelta(seconds=seconds)


@given(EVERY, st.integers(0, 10_000))
def test_a_pause_never_shrinks_and_is_never_shorter_than_its_own_time(every: timedelta, failures: int) -> None:
    pause = pause_after(failures, every)
    assert every <= pause <= max(every, LONGEST_PAUSE)
    assert pause <= pause_after(failures + 1, every)


def test_people_are_told_once_of_a_row_of_failures() -> None:
    assert [number for number in range(50) if is_dead(number)] == [TRIES]


def test_work_is_called_what_it_is_and_what_is_unknown_is_called_something() -> None:
    assert [duty_of(chore_work(name, 12), "") for name in CHORES] == list(CHORES.values())
    assert [duty_of(job_work("pack:chore:1"), name) for name in JOBS] == list(JOBS.values())
    assert duty_of(chore_work("of another version", 1), "").label == duty_of("job:x", "gone").label


def test_a_fault_is_told_by_its_kind_alone() -> None:
    assert "(ZeroDivisionError)" in say_fault("ZeroDivisionError")
    assert len(say_fault("x" * 500)) < FAULT_LENGTH * 2
