"""Dates proposed for the stages: forwards and backwards by one rule, from the least the law asks."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assurance.domain.deadlines import is_working_day, pa23_standstill, pcr15_standstill, psr_standstill
from assurance.domain.deadlines.circumstances import REGIMES, Circumstances
from assurance.domain.errors import InvalidInput
from assurance.domain.stages import PATH, Stage
from assurance.domain.timetable import Basis, Plan, Standing, backwards, check, forwards
from assurance.domain.timetable.allowances import DAYS_WITHOUT_MINIMUM, WORKING_DAYS
from assurance.domain.timetable.plan import ending, quickest

STANDSTILLS = {"psr": psr_standstill, "pa23": pa23_standstill, "pcr15": pcr15_standstill}
ONE = timedelta(days=1)
FEW = settings(max_examples=40)  # each is a whole plan


def span(plan: Plan, stage: Stage) -> tuple[date, date]:
    return next((each.starts_on, each.ends_on) for each in plan.spans if each.stage is stage)


def test_every_stage_has_an_allowance_or_a_rule_of_its_own() -> None:
    assert set(WORKING_DAYS) | set(DAYS_WITHOUT_MINIMUM) | {Stage.STANDSTILL, Stage.LIVE} == set(PATH)


@pytest.mark.parametrize(
    ("regime", "call", "tenders"),
    [
        ("pa23", date(2026, 5, 26), date(2026, 5, 26)),  # day 25 is the Spring bank holiday
        ("pcr15", date(2026, 6, 1), date(2026, 6, 1)),  # final tenders of a dialogue: the allowance of 30 days
        ("psr", date(2026, 6, 1), date(2026, 6, 1)),
    ],
)
def test_bidders_get_what_the_law_asks_and_a_deadline_on_a_day_that_is_worked(
    regime: str, call: date, tenders: date
) -> None:
    begins = date(2026, 4, 30)
    assert ending(Stage.CALL, begins, Basis(regime)).on == call
    assert ending(Stage.FINAL_TENDERS, begins, Basis(regime)).on == tenders


def test_each_end_says_why() -> None:
    begins = date(2026, 4, 30)
    assert "section 54(3)" in ending(Stage.CALL, begins, Basis("pa23")).why
    assert (
        "Monday 25 May 2026 is not a working day: Tuesday 26 May 2026" in ending(Stage.CALL, begins, Basis("pa23")).why
    )
    assert "There is no minimum" in ending(Stage.CALL, begins, Basis("psr")).why
    assert "15 working days" in ending(Stage.SCORING, begins, Basis("psr")).why
    assert "regulation 12" in ending(Stage.STANDSTILL, begins, Basis("psr")).why


def test_circumstances_shorten_a_plan() -> None:
    urgent = Basis("pa23", Circumstances(urgent=True))
    assert ending(Stage.CALL, date(2026, 4, 30), urgent).on == date(2026, 5, 11)  # day 10 is a Sunday
    light = Basis("pa23", Circumstances(light_touch=True, no_standstill=True))
    assert ending(Stage.STANDSTILL, date(2026, 4, 30), light).on == date(2026, 4, 30)


def test_a_plan_that_leaves_the_known_years_is_refused_at_its_field() -> None:
    for propose in (forwards, backwards):
        with pytest.raises(InvalidInput, match="Bank holidays are known") as refusal:
            propose(date(2031, 4, 1), PATH, Basis("psr"))
        assert refusal.value.field == "anchor_on"


@FEW
@given(st.dates(date(2014, 1, 1), date(2026, 6, 1)), st.sampled_from(REGIMES))
def test_forwards_every_stage_follows_the_one_before_on_a_working_day(start: date, regime: str) -> None:
    plan = forwards(start, PATH, Basis(regime))
    assert [each.stage for each in plan.spans] == list(PATH)
    assert start <= plan.begins_on
    for before, after in zip(plan.spans, plan.spans[1:], strict=False):
        assert after.starts_on > before.ends_on >= before.starts_on
        between = range(1, (after.starts_on - before.ends_on).days)
        assert not any(is_working_day(before.ends_on + n * ONE) for n in between)
        assert is_working_day(after.starts_on)
    published, last = span(plan, Stage.STANDSTILL)
    assert last == STANDSTILLS[regime](published).last_day


@FEW
@given(st.dates(date(2016, 1, 1), date(2028, 11, 1)), st.sampled_from(REGIMES))
def test_backwards_ends_with_the_service_and_holds_forwards(service: date, regime: str) -> None:
    plan = backwards(service, PATH, Basis(regime))
    assert plan.ends_on == service
    assert all(a.ends_on < b.starts_on for a, b in zip(plan.spans, plan.spans[1:], strict=False))
    assert forwards(plan.begins_on, PATH[:-1], Basis(regime)).ends_on < service
    later = next(plan.begins_on + n * ONE for n in range(1, 9) if is_working_day(plan.begins_on + n * ONE))
    assert forwards(later, PATH[:1], Basis(regime)).ends_on >= plan.spans[1].starts_on  # no later start would do


@FEW
@given(st.dates(date(2016, 1, 1), date(2026, 6, 1)), st.sampled_from(REGIMES), st.booleans())
def test_what_is_proposed_is_never_warned_of(start: date, regime: str, back: bool) -> None:
    plan = (backwards if back else forwards)(start, PATH, Basis(regime))
    assert check(plan.spans, Basis(regime), Standing(plan.begins_on, PATH[0])) == []


@FEW
@given(st.dates(date(2014, 1, 1), date(2026, 6, 1)), st.sampled_from(REGIMES))
def test_nothing_is_quicker_than_the_quickest(start: date, regime: str) -> None:
    soonest = quickest(start, PATH, Basis(regime))
    assert start < soonest < forwards(start, PATH, Basis(regime)).ends_on
    assert (soonest - start).days > len(PATH)
