"""What really happened, from the record of moves; going back undoes what was behind."""

from __future__ import annotations

from datetime import date

from assurance.domain.stages import Stage as S
from assurance.domain.timetable.actual import Actual, actual_days

MADE = date(2026, 1, 5)


def test_a_stage_ends_where_the_next_begins_and_the_present_has_no_end() -> None:
    moves = [
        (S.PLANNING, S.ENGAGEMENT, date(2026, 2, 2)),
        (S.ENGAGEMENT, S.CHECKPOINT_1, date(2026, 3, 2)),
    ]
    assert actual_days(MADE, moves) == {
        S.PLANNING: Actual(MADE, date(2026, 2, 2)),
        S.ENGAGEMENT: Actual(date(2026, 2, 2), date(2026, 3, 2)),
        S.CHECKPOINT_1: Actual(date(2026, 3, 2), None),
    }
    assert actual_days(MADE, []) == {S.PLANNING: Actual(MADE, None)}


def test_going_back_takes_away_what_has_not_happened_any_more() -> None:
    moves = [
        (S.PLANNING, S.ENGAGEMENT, date(2026, 2, 2)),
        (S.ENGAGEMENT, S.CHECKPOINT_1, date(2026, 3, 2)),
        (S.CHECKPOINT_1, S.CALL, date(2026, 3, 9)),
        (S.CALL, S.ENGAGEMENT, date(2026, 3, 16)),
    ]
    found = actual_days(MADE, moves)
    assert found == {S.PLANNING: Actual(MADE, date(2026, 2, 2)), S.ENGAGEMENT: Actual(date(2026, 3, 16), None)}
