"""What follows in law from what has happened, what bidders are told of the plan, and how soon a deadline may be."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from sqlalchemy.orm import Session

from assurance.domain.deadlines import LONDON, psr_standstill
from assurance.domain.deadlines.dated import Event
from assurance.domain.procedures import PROCEDURES
from assurance.domain.procedures.regimes import Regime
from assurance.domain.stages import Stage
from assurance.domain.timetable.direction import Direction
from assurance.services import notices, representation_decisions, timetable
from tests.factories.award import Award
from tests.factories.cast import NOW, World, make_world

TODAY = NOW.astimezone(LONDON).date()


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


def test_nothing_follows_before_anything_has_happened(session: Session, world: World) -> None:
    assert timetable.following(session, world.procurement(session)) == []
    assert timetable.key_dates(session, world.procurement(session), NOW) == []


def test_standstill_follows_from_the_intention_and_the_notice_from_the_award(session: Session, world: World) -> None:
    award = Award(session, world)
    award.to_standstill()
    expected = psr_standstill(award.now.astimezone(LONDON).date())
    found = timetable.following(session, award.procurement)
    assert [each.event for each in found] == [Event.INTENTION]
    assert [row.on for row in found[0].dates] == [
        expected.begins_on, expected.last_day, expected.earliest_award_on,
    ]  # fmt: skip
    dates = timetable.key_dates(session, award.procurement, award.now)
    assert [each.label for each in dates] == [
        "Standstill begins", "Representations until", "Earliest award, no representation outstanding",
    ]  # fmt: skip
    assert all("regulation 12" in each.why for each in dates)
    award.procurement.standstill_extended_to = expected.last_day + timedelta(days=5)
    assert timetable.following(session, award.procurement)[0].dates[1].on == expected.last_day + timedelta(days=5)


def test_a_further_decision_is_told_only_to_those_who_may_know_of_it(session: Session, world: World) -> None:
    award = Award(session, world)
    award.to_standstill()
    row = award.represent()
    representation_decisions.decide(
        session, representation=row, decision="proceed", reason="The plan was read as written, question by question.",
        actor=award.actor("representations"), now=award.now,
    )  # fmt: skip
    open_to_all = timetable.following(session, award.procurement)
    told = timetable.following(session, award.procurement, tells_representations=True)
    assert [each.event for each in open_to_all] == [Event.INTENTION]
    assert [each.event for each in told] == [Event.INTENTION, Event.FURTHER_DECISION]


def test_after_the_award_its_notice_is_due_within_thirty_days(session: Session, world: World) -> None:
    award = Award(session, world)
    award.to_award()
    on = award.now.astimezone(LONDON).date()
    dates = timetable.key_dates(session, award.procurement, award.now)
    assert [(each.label, each.on) for each in dates] == [("Award notice at the latest", on + timedelta(days=30))]


def test_a_deadline_that_is_set_says_what_the_law_gives(session: Session, world: World) -> None:
    procurement = world.procurement(session)
    procurement.stage, procurement.requests_due_at = Stage.CALL, NOW + timedelta(days=30)
    found = timetable.key_dates(session, procurement, NOW)
    assert [(each.label, each.at) for each in found] == [("Requests to take part until", procurement.requests_due_at)]
    assert "The law gives no minimum time" in found[0].why
    assert timetable.key_dates(session, procurement, NOW + timedelta(days=31)) == []


@pytest.mark.parametrize(("regime", "soonest"), [(Regime.PSR, 1), (Regime.PA23, 25), (Regime.PCR15, 30)])
def test_how_soon_requests_may_be_due(session: Session, world: World, regime: Regime, soonest: int) -> None:
    procurement = world.procurement(session)
    used = next(each for each in PROCEDURES.values() if each.regime is regime)
    procurement.procedure_code, procurement.procedure_version = used.code, used.version
    found = timetable.soonest(procurement, Stage.CALL, date(2025, 1, 6))
    assert found is not None
    assert found.on == date(2025, 1, 6) + timedelta(days=soonest)
    assert timetable.soonest(procurement, Stage.SCORING, TODAY) is None


def test_bidders_are_told_the_planned_days_with_the_call(session: Session, world: World) -> None:
    procurement = world.procurement(session)
    assert timetable.indicative(session, procurement) == ""
    timetable.propose(
        session, procurement=procurement, direction=Direction.BACKWARDS, anchor_on=date(2026, 4, 1),
        actor=world.actor(session, "officer"), now=NOW,
    )  # fmt: skip
    said = timetable.indicative(session, procurement)
    assert "The service starts: Wednesday 1 April 2026." in said
    assert said.endswith("A deadline that was told moves only later, and everybody is told.")
    _, content = notices.compose(session, procurement=procurement, kind="notice_inviting_offers", now=NOW)
    assert said in {each["text"] for each in content["sections"]}
