"""When questions may be asked: half-open deadlines, and a default that leaves time to answer."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.clarifications.questions import ASKING_STAGES, CIRCLES, default_due, why_not_asked
from assurance.domain.stages import Stage

NOW = datetime(2025, 6, 2, 12, tzinfo=UTC)


@given(seconds=st.integers(180, 60 * 60 * 24 * 120))
def test_the_default_lies_between_half_way_and_the_end(seconds: int) -> None:
    ends = NOW + timedelta(seconds=seconds)
    due = default_due(NOW, ends)
    assert NOW < due < ends
    assert due >= NOW + (ends - NOW) / 2 - timedelta(minutes=1)
    assert ends - due <= timedelta(days=7, minutes=1)


def test_a_long_call_keeps_seven_days_for_the_answers() -> None:
    assert default_due(NOW, NOW + timedelta(days=30)) == NOW + timedelta(days=23)
    assert default_due(NOW, NOW + timedelta(days=2)) == NOW + timedelta(days=1)


@pytest.mark.parametrize("stage", list(Stage))
def test_questions_are_asked_only_where_they_are_open(stage: Stage) -> None:
    assert (why_not_asked(stage, NOW + timedelta(days=1), NOW) == "") is (stage in ASKING_STAGES)
    assert (stage in ASKING_STAGES) <= (stage in CIRCLES)


@pytest.mark.parametrize("stage", [Stage.CALL, Stage.FINAL_TENDERS])
def test_the_deadline_itself_is_late(stage: Stage) -> None:
    assert why_not_asked(stage, NOW, NOW - timedelta(microseconds=1)) == ""
    assert "has passed" in why_not_asked(stage, NOW, NOW)
    assert "not open yet" in why_not_asked(stage, None, NOW)


def test_a_round_of_dialogue_has_no_deadline_of_its_own() -> None:
    assert why_not_asked(Stage.DIALOGUE_1, NOW - timedelta(days=9), NOW) == ""
