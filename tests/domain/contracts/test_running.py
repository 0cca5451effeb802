"""Periods, the mobilisation plan, ratings and statements of a running contract."""

from __future__ import annotations

import json
from datetime import date, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.contracts.mobilisation import Task, TaskState, clashes, critical_path, waits_in_ring
from assurance.domain.contracts.outcomes import Indicator, Member, Rule
from assurance.domain.contracts.payment_form import parse_payment
from assurance.domain.contracts.payments import payment
from assurance.domain.contracts.performance import KeyMeasure, Standing, rated, too_few
from assurance.domain.contracts.periods import quarter, quarters_over, running_quarter
from assurance.domain.contracts.statements import document, due, explained, lines, value_so_far
from assurance.domain.procedures.regimes import Regime

START = date(2026, 4, 1)


def test_quarters_follow_each_other_without_a_gap() -> None:
    first, second = quarter(START, 1, 1), quarter(START, 1, 2)
    assert (first.starts_on, first.ends_on) == (START, date(2026, 6, 30))
    assert second.starts_on == date(2026, 7, 1)
    assert quarter(START, 2, 1).starts_on == date(2027, 4, 1)
    assert first.report_due_on == date(2026, 7, 30)
    assert first.label == "Year 1, quarter 1"


@given(st.dates(date(2025, 1, 1), date(2060, 1, 1)), st.integers(1, 5), st.integers(1, 3))
def test_every_day_of_the_term_is_in_one_quarter(start: date, year: int, number: int) -> None:
    here, following = quarter(start, year, number), quarter(start, year, number + 1)
    assert following.starts_on == here.ends_on + timedelta(days=1)
    assert running_quarter(start, 6, here.ends_on) == here


def test_a_quarter_is_over_after_its_last_day() -> None:
    assert list(quarters_over(START, 5, date(2026, 6, 30))) == []
    assert [each.number for each in quarters_over(START, 5, date(2026, 7, 1))] == [1]
    assert len(list(quarters_over(START, 2, date(2040, 1, 1)))) == 8
    assert running_quarter(START, 1, date(2026, 3, 31)) is None


def task(number: int, first: int, last: int, *after: int, state: TaskState = TaskState.NOT_STARTED) -> Task:
    return Task(number, f"Task {number}", date(2026, 1, first), date(2026, 1, last), after, state)


def test_the_critical_path_is_the_chain_that_ends_the_plan() -> None:
    tasks = [task(1, 1, 2), task(2, 5, 16, 1), task(3, 5, 8, 1), task(4, 19, 23, 2, 3)]
    plan = critical_path(tasks)
    assert plan is not None
    assert plan.critical == {1, 2, 4}
    assert plan.slack[3] == 6
    assert plan.ends_on == date(2026, 1, 23)
    assert plan.margin(date(2026, 1, 28)) == 4
    assert plan.margin(date(2026, 1, 23)) == -1
    assert critical_path([]) is None


def test_a_gap_between_tasks_is_slack_of_what_comes_before() -> None:
    plan = critical_path([task(1, 5, 6), task(2, 9, 14, 1)])
    assert plan is not None
    assert plan.slack == {1: 2, 2: 0}


def test_a_task_that_should_have_ended_earlier_has_less_than_no_slack() -> None:
    plan = critical_path([task(1, 5, 14), task(2, 13, 14, 1)])
    assert plan is not None
    assert plan.slack == {1: -2, 2: 0}


def test_tasks_in_a_ring_are_noticed() -> None:
    assert waits_in_ring([task(1, 1, 2, 2), task(2, 3, 4, 1)])
    assert waits_in_ring([task(1, 1, 2, 1)])
    assert not waits_in_ring([task(1, 1, 2), task(2, 3, 4, 1)])


def test_what_clashes_is_said_in_words() -> None:
    tasks = [task(1, 1, 5), task(2, 5, 9, 1), task(3, 10, 31), task(4, 1, 2, state=TaskState.DONE)]
    assert list(clashes(tasks, date(2026, 1, 7), date(2026, 1, 31))) == [
        "“Task 1” is late",
        "“Task 2” starts before “Task 1”, for which it waits, is due",
        "“Task 3” is due only once the service has started",
    ]


@given(st.lists(st.tuples(st.integers(0, 30), st.integers(0, 9)), min_size=1, max_size=8), st.data())
def test_slipping_by_the_slack_never_moves_the_end(spans: list[tuple[int, int]], data: st.DataObject) -> None:
    first = date(2026, 1, 1)
    tasks = [
        Task(
            n, "t", first + timedelta(days=start), first + timedelta(days=start + length),
            tuple(sorted(data.draw(st.sets(st.integers(1, n - 1), max_size=2)))) if n > 1 else (),
        )
        for n, (start, length) in enumerate(spans, start=1)
    ]  # fmt: skip
    plan = critical_path(tasks)
    assert plan is not None
    assert any(days <= 0 for days in plan.slack.values())
    for each in tasks:
        assert plan.latest[each.number] <= plan.ends_on
        for follower in tasks:
            if each.number in follower.after:
                slipped = plan.latest[follower.number] - follower.due_on
                assert plan.latest[each.number] < follower.starts_on + slipped


@pytest.mark.parametrize(
    ("target", "floor", "actual", "expected"),
    [
        (95, 90, 95, Standing.GOOD), (95, 90, 94, Standing.APPROACHING), (95, 90, 90, Standing.APPROACHING),
        (95, 90, 89, Standing.REQUIRES_IMPROVEMENT), (95, 90, 84, Standing.INADEQUATE),
        (6, 8, 5, Standing.GOOD), (6, 8, 8, Standing.APPROACHING), (6, 8, 10, Standing.REQUIRES_IMPROVEMENT),
        (6, 8, 11, Standing.INADEQUATE),
    ],
)  # fmt: skip
def test_ratings_follow_the_distance_from_the_target(target: int, floor: int, actual: int, expected: Standing) -> None:
    assert rated(KeyMeasure(Decimal(target), Decimal(floor)), Decimal(actual)) is expected


def test_three_indicators_are_asked_for_only_where_the_act_does() -> None:
    big = Decimal(5_000_001)
    assert "3 key performance indicators" in too_few(Regime.PA23, big, 2, is_light_touch=False)
    assert too_few(Regime.PA23, big, 3, is_light_touch=False) == ""
    assert too_few(Regime.PA23, big, 0, is_light_touch=True) == ""
    assert too_few(Regime.PA23, Decimal(5_000_000), 0, is_light_touch=False) == ""
    assert too_few(Regime.PSR, big, 0, is_light_touch=False) == ""


def indicators(prom: object, data: object) -> list[Indicator]:
    network = (Member(Decimal(4000), Decimal(82)), Member(Decimal(11000), Decimal(60)))
    return [
        Indicator("prom", Decimal("0.3"), Rule.LINEAR, Decimal(70), Decimal(60), actual=Decimal(str(prom))),
        Indicator("data", Decimal("0.2"), Rule.PASS_FAIL, Decimal(95), actual=Decimal(str(data))),
        Indicator("bp", Decimal("0.5"), Rule.LINEAR, Decimal(70), Decimal(60), members=network),
    ]


def test_a_statement_is_a_document_that_recomputes_to_itself() -> None:
    value = value_so_far(Decimal(10_000_000), 2)
    written = document(value, Decimal("0.3"), indicators(67, 97))
    found = payment(parse_payment(json.dumps(written)))
    assert found.base == 3_500_000
    assert found.outcome_pool == 1_500_000
    first = due(found, Decimal(0))
    assert first.to_date == first.base + first.earned == first.now
    later = due(found, Decimal("4000000"))
    assert later.now == first.to_date - 4_000_000


@given(st.decimals("0.04", 10**8, places=2), st.integers(1, 4), st.integers(0, 100), st.integers(0, 100))
def test_statements_of_a_year_add_up_to_its_payment(value: Decimal, quarters: int, share: int, prom: int) -> None:
    paid = Decimal(0)
    for number in range(1, quarters + 1):
        terms = document(value_so_far(value, number), Decimal(share) / 100, indicators(prom, 97))
        found = due(payment(parse_payment(json.dumps(terms))), paid)
        paid += found.now
    exact = payment(parse_payment(json.dumps(terms))).total
    assert abs(Fraction(paid) - exact) <= Fraction(1, 200)


def test_gain_and_loss_are_settled_as_far_as_the_year_says() -> None:
    shared = {
        "expected": "40000000",
        "actual": "41200000",
        "bands": [{"up_to": "0.02", "provider_share": "1"}, {"up_to": "0.05", "provider_share": "0.5"}],
        "beyond": "0",
    }
    terms = document(Decimal(40_000_000), Decimal("0.3"), indicators(70, 97), shared)
    found = payment(parse_payment(json.dumps(terms)))
    assert due(found, Decimal(0)).gain == -1_000_000
    half = due(found, Decimal(0), Decimal("0.5"))
    assert half.gain == -500_000
    assert half.to_date == half.base + half.earned - 500_000


def test_every_outcome_of_a_statement_is_explained_and_the_parts_come_to_the_whole() -> None:
    written = document(Decimal(10_000_000), Decimal("0.3"), indicators(67, 97))
    first, second, pooled = lines(written, {"prom": "Better after surgery"})
    assert (first.name, first.result, first.most, first.earned) == ("Better after surgery", "67", 900_000, 630_000)
    assert (second.name, second.share) == ("data", 1)
    assert pooled.result == "65.87"
    assert first.most + second.most + pooled.most == 3_000_000


def test_each_share_is_explained_in_words() -> None:
    prom, data, _ = indicators(67, 94)
    assert explained(prom, Fraction(7, 10), Fraction(67)) == "(67 − 60) ÷ (70 − 60) = 70%"
    assert explained(prom, Fraction(0), Fraction(50)) == "50 is not beyond the threshold (60 to 70)"
    assert explained(prom, Fraction(1), Fraction(75)) == "75 is at or beyond the target (60 to 70)"
    assert explained(data, Fraction(0), Fraction(94)) == "94 against a target of 95, all or nothing: not reached"
