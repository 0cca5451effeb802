"""What breaks a timetable is said with its reason and what would mend it, and nothing else is."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import pytest

from assurance.domain.stages import PATH, Stage
from assurance.domain.timetable import Basis, Span, Standing, Warned, check, forwards
from assurance.domain.timetable.plan import quickest

START = date(2026, 2, 2)
PA23 = Basis("pa23")
PLAN = forwards(START, PATH, PA23).spans
FRESH = Standing(START, Stage.PLANNING)


def changed(stage: Stage, **dates: date) -> list[Span]:
    return [replace(span, **dates) if span.stage is stage else span for span in PLAN]


def span(stage: Stage) -> Span:
    return next(each for each in PLAN if each.stage is stage)


def only(found: list[Warned]) -> Warned:
    assert len(found) == 1, found
    return found[0]


@pytest.mark.parametrize("stage", [Stage.CALL, Stage.FINAL_TENDERS])
def test_a_period_below_the_minimum(stage: Stage) -> None:
    begins = span(stage).starts_on
    short = begins + timedelta(days=24 if (begins + timedelta(days=24)).weekday() < 5 else 22)
    warned = only(check(changed(stage, ends_on=short), PA23, FRESH))
    assert warned.stage is stage
    assert "the law gives them at least 25" in warned.what
    assert "section 54" in warned.why
    assert warned.mend.startswith("End it on ")


def test_no_minimum_is_warned_of_where_the_regime_sets_none() -> None:
    soon = span(Stage.CALL).starts_on + timedelta(days=1)
    found = check(changed(Stage.CALL, ends_on=soon), Basis("psr"), FRESH)
    assert [each for each in found if each.stage is Stage.CALL] == []


def test_standstill_cut_short_and_an_award_within_it() -> None:
    standstill, award = span(Stage.STANDSTILL), span(Stage.AWARD)
    cut = standstill.ends_on - timedelta(days=1)
    assert "Standstill cannot end before" in check(changed(Stage.STANDSTILL, ends_on=cut), PA23, FRESH)[0].what
    within = only(check(changed(Stage.AWARD, starts_on=standstill.ends_on), PA23, FRESH))
    assert (within.stage, award.stage) == (Stage.AWARD, Stage.AWARD)
    assert "Nothing may be awarded before standstill is over." in within.why


def test_an_overlap_names_the_stage_before() -> None:
    early = span(Stage.SCORING).ends_on - timedelta(days=5)
    while early.weekday() > 4:
        early -= timedelta(days=1)
    warned = only(check(changed(Stage.MODERATION, starts_on=early), PA23, FRESH))
    assert "before “Individual scoring” is over" in warned.what
    assert "“Individual scoring” is planned to end on" in warned.why


def test_a_stage_may_begin_on_the_day_the_one_before_ends() -> None:
    assert check(changed(Stage.MODERATION, starts_on=span(Stage.SCORING).ends_on), PA23, FRESH) == []


@pytest.mark.parametrize(
    ("stage", "day", "why"),
    [
        (Stage.OPENING, date(2026, 8, 1), "It is a Saturday. Several holders of the key must be there"),
        (Stage.OPENING, date(2026, 8, 31), "It is a public holiday: Summer bank holiday. Several holders"),
        (Stage.RANKING, date(2026, 8, 2), "It is a Sunday."),
    ],
)
def test_a_day_that_is_not_worked(stage: Stage, day: date, why: str) -> None:
    alone = [Span(stage, day, day)]
    warned = only(check(alone, PA23, FRESH))
    assert warned.why.startswith(why)
    assert warned.mend.startswith("Choose ")


def test_service_may_start_and_standstill_may_end_on_any_day() -> None:
    saturday = date(2026, 8, 1)
    spans = [
        Span(Stage.STANDSTILL, date(2026, 7, 1), saturday),
        Span(Stage.LIVE, saturday + timedelta(days=1), saturday),
    ]
    assert check(spans, PA23, FRESH) == []


def test_late_stages_are_said_and_past_ones_are_not() -> None:
    after = span(Stage.ENGAGEMENT).starts_on + timedelta(days=3)
    behind = check(PLAN, PA23, Standing(after, Stage.PLANNING))
    assert [each.stage for each in behind] == [Stage.PLANNING, Stage.ENGAGEMENT]
    assert check(PLAN, PA23, Standing(after, Stage.ENGAGEMENT)) == []
    assert check(PLAN, PA23, Standing(date(2030, 1, 1), Stage.ABANDONED)) == []


def test_a_deadline_that_was_set_otherwise() -> None:
    told = {Stage.CALL: span(Stage.CALL).ends_on + timedelta(days=1)}
    warned = only(check(PLAN, PA23, Standing(START, Stage.PLANNING, told)))
    assert "the deadline that is set is" in warned.what
    same = {Stage.CALL: span(Stage.CALL).ends_on}
    assert check(PLAN, PA23, Standing(START, Stage.PLANNING, same)) == []


def test_a_date_whose_holidays_are_not_known_is_said_and_not_guessed() -> None:
    far = [Span(Stage.RANKING, date(2031, 1, 7), date(2031, 1, 7))]
    assert "Bank holidays are known from 2012" in only(check(far, PA23, FRESH)).why


def test_a_service_that_cannot_start_when_it_is_planned_to() -> None:
    live = span(Stage.LIVE).starts_on
    soon = date(2026, 4, 1)
    warned = [
        each for each in check(changed(Stage.LIVE, starts_on=soon, ends_on=soon), PA23, FRESH) if "cannot" in each.what
    ]
    assert [(each.stage, each.what) for each in warned] == [(Stage.LIVE, "It cannot start on Wednesday 1 April 2026")]
    assert warned[0].mend.startswith(f"Plan it for {live:%A} {live.day} ")
    assert quickest(START, PATH, PA23) > soon
