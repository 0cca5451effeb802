"""A deadline moves only later, only before it has passed, and only where it runs."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.deadlines.changes import Which, check_later, why_fixed
from assurance.domain.errors import InvalidInput
from assurance.domain.stages import Stage

NOW = datetime(2025, 6, 2, 12, tzinfo=UTC)
DUE = NOW + timedelta(days=3)


@pytest.mark.parametrize("which", list(Which))
@pytest.mark.parametrize("stage", list(Stage))
def test_a_deadline_is_moved_only_where_it_runs(which: Which, stage: Stage) -> None:
    runs = {
        Which.REQUESTS: {Stage.CALL}, Which.QUESTIONS: {Stage.CALL, Stage.FINAL_TENDERS},
        Which.TENDERS: {Stage.FINAL_TENDERS}, Which.STANDSTILL: {Stage.STANDSTILL},
    }[which]  # fmt: skip
    assert (why_fixed(which, stage, DUE, NOW) == "") is (stage in runs)


def test_after_it_has_passed_or_was_closed_it_stays() -> None:
    stage = Stage.FINAL_TENDERS
    assert why_fixed(Which.TENDERS, stage, DUE, DUE - timedelta(microseconds=1)) == ""
    assert "has passed" in why_fixed(Which.TENDERS, stage, DUE, DUE)
    assert "has passed" in why_fixed(Which.TENDERS, stage, DUE, NOW, closed=True)
    assert "not set" in why_fixed(Which.TENDERS, stage, None, NOW)


@given(seconds=st.integers(-(10**6), 10**6))
def test_only_later_is_accepted(seconds: int) -> None:
    after = DUE + timedelta(seconds=seconds)
    if seconds > 0:
        check_later(Which.TENDERS, DUE, after, ends=DUE)
    else:
        with pytest.raises(InvalidInput, match="only be moved later"):
            check_later(Which.TENDERS, DUE, after, ends=None)


def test_questions_end_before_what_they_are_about() -> None:
    ends = DUE + timedelta(days=2)
    check_later(Which.QUESTIONS, DUE, ends - timedelta(seconds=1), ends=ends)
    with pytest.raises(InvalidInput, match="before"):
        check_later(Which.QUESTIONS, DUE, ends, ends=ends)
