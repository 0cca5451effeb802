"""A timetable is proposed and changed by the officer alone, on record, and shown beside what happened."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest
from sqlalchemy import event, select
from sqlalchemy.orm import Session

from assurance.domain.deadlines import LONDON
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.stages import PATH, Stage
from assurance.domain.timetable.direction import Direction
from assurance.persistence.models import AuditEvent, StageChange, Timetable
from assurance.services import timetable
from tests.factories.cast import NOW, World, make_world

TODAY = NOW.astimezone(LONDON).date()


@pytest.fixture
def world(session: Session) -> World:
    return make_world(session)


def propose(session: Session, world: World, name: str = "officer", **more: Any) -> Timetable:
    given = {"direction": Direction.FORWARDS, "anchor_on": TODAY, "now": NOW, **more}
    return timetable.propose(session, procurement=world.procurement(session), actor=world.actor(session, name), **given)


def change(session: Session, world: World, stage: Stage, name: str = "officer", **more: Any) -> None:
    given = {"starts_on": TODAY, "ends_on": TODAY, "now": NOW, **more}
    timetable.change(
        session, procurement=world.procurement(session), stage=stage, actor=world.actor(session, name), **given
    )


def days(session: Session, world: World, stage: Stage) -> tuple[date, date]:
    found = timetable.view(session, world.procurement(session), NOW)
    planned = next(row.planned for row in found.rows if row.stage is stage)
    assert planned is not None
    return planned.starts_on, planned.ends_on


def at(session: Session, world: World, *path: tuple[Stage, int]) -> None:
    """Take the procurement to a stage, some days after it was made each."""
    procurement = world.procurement(session)
    for stage, after in path:
        session.add(StageChange(
            procurement_id=procurement.id, trigger="x", from_stage=procurement.stage, to_stage=stage,
            actor_id=world.users["officer"], at=NOW + timedelta(days=after),
        ))  # fmt: skip
        procurement.stage = stage
    session.flush()


def test_every_stage_of_the_procedure_is_planned_and_nothing_is_warned_of(session: Session, world: World) -> None:
    propose(session, world)
    found = timetable.view(session, world.procurement(session), NOW)
    assert [row.stage for row in found.rows] == list(PATH)
    assert all(row.planned and row.why for row in found.rows)
    assert found.warnings == []
    recorded = session.scalars(select(AuditEvent).where(AuditEvent.tag == "timetable:proposed")).one()
    assert recorded.body["data"]["direction"] == "forwards"


def test_backwards_it_ends_with_the_service(session: Session, world: World) -> None:
    service = date(2026, 4, 1)
    propose(session, world, direction=Direction.BACKWARDS, anchor_on=service)
    assert timetable.service_day(session, world.procurement(session)) == service
    assert timetable.due_day(session, world.procurement(session), Stage.CALL) == days(session, world, Stage.CALL)[1]


def test_a_service_that_comes_too_soon_is_planned_and_warned_of(session: Session, world: World) -> None:
    propose(session, world, direction=Direction.BACKWARDS, anchor_on=TODAY + timedelta(days=200))
    warned = timetable.view(session, world.procurement(session), NOW).warnings
    assert warned
    assert {each.what[:24] for each in warned} <= {"It should have begun on ", "It should have ended on "}


def test_proposed_anew_only_what_is_still_to_come_moves(session: Session, world: World) -> None:
    first = propose(session, world)
    before = days(session, world, Stage.PLANNING)
    at(session, world, (Stage.ENGAGEMENT, 40))
    later = NOW + timedelta(days=45)
    again = propose(session, world, anchor_on=later.date(), now=later, version=first.version)
    assert again.id == first.id
    assert days(session, world, Stage.PLANNING) == before
    assert days(session, world, Stage.ENGAGEMENT)[0] >= later.date()
    row = timetable.view(session, world.procurement(session), later).rows[0]
    assert row.actual is not None
    assert (row.actual.began_on, row.actual.ended_on) == (TODAY, TODAY + timedelta(days=40))


def test_a_changed_stage_is_marked_and_warned_of_but_kept(session: Session, world: World) -> None:
    propose(session, world)
    begins, ends = days(session, world, Stage.SELECTION)
    saturday = ends + timedelta(days=5 - ends.weekday())
    change(session, world, Stage.SELECTION, starts_on=begins, ends_on=saturday)
    found = timetable.view(session, world.procurement(session), NOW)
    row = next(each for each in found.rows if each.stage is Stage.SELECTION)
    assert row.is_changed
    assert row.planned is not None and row.planned.ends_on == saturday
    assert "chosen by an officer" in row.why
    assert any("not a working day" in each.what for each in row.warnings)
    recorded = session.scalars(select(AuditEvent).where(AuditEvent.tag == "timetable:changed")).one()
    assert recorded.subject == "selection"
    assert recorded.body["data"]["before"] == f"{begins}/{ends}"


@pytest.mark.parametrize("name", ["owner", "lead", "auditor", "clinician"])
def test_nobody_but_the_officer_plans(session: Session, world: World, name: str) -> None:
    with pytest.raises(NotPermitted):
        propose(session, world, name)
    propose(session, world)
    with pytest.raises(NotPermitted):
        change(session, world, Stage.CALL, name)


def test_what_is_refused_changes_nothing(session: Session, world: World) -> None:
    with pytest.raises(Conflict, match="no timetable yet"):
        change(session, world, Stage.CALL)
    with pytest.raises(InvalidInput, match="not be in the past") as refusal:
        propose(session, world, anchor_on=TODAY - timedelta(days=1))
    assert refusal.value.field == "anchor_on"
    with pytest.raises(InvalidInput, match="Bank holidays are known"):
        propose(session, world, direction=Direction.BACKWARDS, anchor_on=date(2035, 4, 2))
    assert session.scalars(select(Timetable)).all() == []
    propose(session, world)
    with pytest.raises(InvalidInput, match="must not be before the first"):
        change(session, world, Stage.CALL, ends_on=TODAY - timedelta(days=1))


def test_of_two_at_once_the_second_is_told(session: Session, world: World) -> None:
    seen = propose(session, world).version
    change(session, world, Stage.CALL, version=seen)
    session.flush()
    with pytest.raises(Conflict, match="changed by someone else"):
        change(session, world, Stage.CALL, version=seen)
    with pytest.raises(Conflict, match="changed by someone else"):
        propose(session, world, version=seen)


def test_what_is_over_is_not_planned_any_more(session: Session, world: World) -> None:
    propose(session, world)
    at(session, world, (Stage.ENGAGEMENT, 10))
    with pytest.raises(Conflict, match="is over"):
        change(session, world, Stage.PLANNING)
    at(session, world, (Stage.ABANDONED, 20))
    with pytest.raises(Conflict, match="nothing left to plan"):
        propose(session, world)
    assert timetable.view(session, world.procurement(session), NOW).warnings == []


def test_a_deadline_set_otherwise_than_planned_is_said(session: Session, world: World) -> None:
    propose(session, world)
    planned = days(session, world, Stage.CALL)[1]
    world.procurement(session).requests_due_at = NOW + (planned - TODAY) + timedelta(days=2)
    found = timetable.view(session, world.procurement(session), NOW)
    assert ["the deadline that is set is" in each.what for each in found.warnings] == [True]


def test_the_whole_view_asks_a_constant_number_of_times(session: Session, world: World) -> None:
    propose(session, world)
    procurement = world.procurement(session)
    session.expire_all()
    assert procurement.reference
    asked: list[str] = []
    listen = lambda *given: asked.append(given[2])  # noqa: E731 -- a listener
    event.listen(session.get_bind(), "before_cursor_execute", listen)
    timetable.view(session, procurement, NOW)
    event.remove(session.get_bind(), "before_cursor_execute", listen)
    assert len(asked) <= 3
