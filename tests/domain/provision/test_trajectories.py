"""Promises by year: the direction follows from the programme, what is worse is told and wants a reason."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.contracts.outcomes import Rule
from assurance.domain.errors import InvalidInput
from assurance.domain.provision.trajectories import Goal, Kind, checked_promises, earned, remarks

D = Decimal
MORE = Goal("prom", "Better knees", "%", Rule.LINEAR, D(70), D(60), D(55))
LESS = Goal("wait", "Weeks waited", "weeks", Rule.LINEAR, D(6), D(12), D(18))
FULL = Goal("data", "Complete data", "%", Rule.PASS_FAIL, D(95), None, D(71))
figures = st.integers(0, 10_000).map(lambda each: D(each) / 100)


def told(goal: Goal, *promises: int) -> list[tuple[Kind, int]]:
    return [(each.kind, each.year) for each in remarks(goal, [D(each) for each in promises])]


def test_a_promise_that_rises_to_the_target_has_nothing_to_tell() -> None:
    assert told(MORE, 61, 64, 67, 69, 70) == told(LESS, 12, 11, 9, 7, 6) == told(FULL, 80, 90, 95) == []


@pytest.mark.parametrize(("goal", "promises", "found"), [
    (MORE, (54, 61, 70), [(Kind.WORSE_THAN_TODAY, 1)]),
    (MORE, (56, 61, 70), [(Kind.EARNS_NOTHING, 1)]),
    (MORE, (61, 70, 69), [(Kind.FALLS_BACK, 3)]),
    (MORE, (61, 62, 63), [(Kind.NEVER_IN_FULL, 3)]),
    (LESS, (19, 12, 6), [(Kind.WORSE_THAN_TODAY, 1)]),
    (LESS, (13, 12, 6), [(Kind.EARNS_NOTHING, 1)]),
    (LESS, (12, 6, 7), [(Kind.FALLS_BACK, 3)]),
    (FULL, (70, 95, 94), [(Kind.WORSE_THAN_TODAY, 1), (Kind.FALLS_BACK, 3)]),
    (FULL, (72, 80, 94), [(Kind.NEVER_IN_FULL, 3)]),
])  # fmt: skip
def test_what_is_remarkable_is_told_once_a_year_and_by_its_gravest(
    goal: Goal, promises: tuple[int, ...], found: list[tuple[Kind, int]]
) -> None:
    assert told(goal, *promises) == found


def test_words_say_what_is_worse_than_what() -> None:
    (remark,) = remarks(MORE, [D("54.5"), D(61), D(70)])
    assert remark.message == "Year 1 promises 54.5%, which is worse than today’s 55%"
    (remark,) = remarks(LESS, [D(13), D(12), D(6)])
    assert remark.message == "Year 1 promises 13 weeks, which is short of 12 weeks and earns nothing"


@pytest.mark.parametrize("goal", [MORE, LESS, FULL])
def test_the_target_earns_everything_and_below_the_line_nothing_is_earned(goal: Goal) -> None:
    line = goal.threshold if goal.threshold is not None else goal.target - 1
    assert (earned(goal, goal.target), earned(goal, line)) == (100, 0)


def test_half_way_earns_half() -> None:
    assert (earned(MORE, D(65)), earned(LESS, D(9))) == (50, 50)


@given(st.lists(figures, min_size=1, max_size=10), st.sampled_from([MORE, FULL]))
def test_a_promise_is_refused_without_a_reason_exactly_when_something_grave_is_told(
    promises: list[Decimal], goal: Goal
) -> None:
    grave = [each for each in remarks(goal, promises) if each.kind.wants_reason]
    assert checked_promises(goal, promises, "Because", len(promises)) == tuple(promises)
    if not grave:
        assert checked_promises(goal, promises, " ", len(promises)) == tuple(promises)
        return
    with pytest.raises(InvalidInput) as refused:
        checked_promises(goal, promises, " ", len(promises))
    assert refused.value.field == f"year_{grave[0].year}"


@given(st.lists(figures, min_size=1, max_size=10))
def test_less_is_better_is_more_is_better_turned_round(promises: list[Decimal]) -> None:
    turned = replace(MORE, target=-MORE.target, threshold=D(-60), baseline=D(-55), unit="points")
    upright = replace(MORE, unit="points")
    assert [(each.kind, each.year) for each in remarks(upright, promises)] == [
        (each.kind, each.year) for each in remarks(turned, [-each for each in promises])
    ]


@pytest.mark.parametrize(("year", "wrong"), [(1, "101"), (2, "-1"), (3, "50.001"), (2, "NaN"), (1, "1E+9")])
def test_what_is_no_result_is_refused_at_its_year(year: int, wrong: str) -> None:
    promises = [D(65), D(66), D(70)]
    promises[year - 1] = D(wrong)
    with pytest.raises(InvalidInput) as refused:
        checked_promises(MORE, promises, "Because", 3)
    assert refused.value.field == f"year_{year}"


def test_every_year_of_the_term_is_promised() -> None:
    with pytest.raises(InvalidInput, match="5 years"):
        checked_promises(MORE, [D(65)] * 4, "", 5)
