"""While the clock is known to be off nothing is closed by it; the officers are told once, and it mends itself."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotNow
from assurance.domain.stages import Stage
from assurance.jobs.watch_clock import ClockWatch
from assurance.persistence.models import AuditEvent, Message
from assurance.persistence.session import Database
from assurance.services import clock_guard, moves
from assurance.services.clock_guard import Reading
from tests.factories.cast import NOW, World, make_world
from tests.factories.tenders import DUE, submitted, tenders_open

HOUR = timedelta(hours=1)
SOURCE = "the time server time.example"


def found(session: Session, ahead: timedelta, minutes: int = 0) -> None:
    clock_guard.note(session, Reading(ahead, SOURCE), now=NOW + timedelta(minutes=minutes))


def tags(session: Session) -> list[str]:
    return list(
        session.scalars(select(AuditEvent.tag).where(AuditEvent.tag.startswith("clock:")).order_by(AuditEvent.seq))
    )


def close(session: Session, world: World) -> None:
    moves.perform(
        session, procurement=world.procurement(session), trigger="close_tenders", actor=world.actor(session, "officer"),
        now=DUE + timedelta(seconds=1),
    )  # fmt: skip


@pytest.mark.parametrize("ahead", [HOUR, -HOUR, timedelta(seconds=2.001)])
def test_final_tenders_are_not_closed_by_a_wrong_clock(session: Session, world: World, ahead: timedelta) -> None:
    tenders_open(session, world)
    submitted(session, world, "alder")
    found(session, ahead)
    with session.begin_nested(), pytest.raises(NotNow, match="The clock of this service is .* seconds") as refused:
        close(session, world)
    assert refused.value.code == "clock_anomaly"
    assert "first seen at 09:00 on 6 January 2025" in str(refused.value)


def test_it_closes_once_the_clock_is_right_again(session: Session, world: World) -> None:
    tenders_open(session, world)
    submitted(session, world, "alder")
    found(session, HOUR)
    found(session, timedelta(seconds=2), minutes=1)
    assert clock_guard.why_wrong(session) == ""
    close(session, world)
    assert world.procurement(session).stage is Stage.OPENING


def test_each_time_is_put_on_record_and_told_once(session: Session, world: World) -> None:
    tenders_open(session, world)
    for minute, ahead in enumerate((timedelta(0), HOUR, HOUR, timedelta(0), timedelta(0), -HOUR)):
        found(session, ahead, minute)
    assert tags(session) == ["clock:anomaly", "clock:right", "clock:anomaly"]
    told = session.scalars(select(Message).where(Message.kind.startswith("clock-"))).all()
    kinds = sorted((message.kind, message.user_id) for message in told)
    both = sorted((world.users["officer"], world.users["owner"]))
    assert kinds == [
        (kind, user) for kind in ("clock-off", "clock-off", "clock-right") for user in both
    ] or kinds == sorted([("clock-off", user) for user in both] * 2 + [("clock-right", user) for user in both])
    off = [message.text for message in told if message.kind == "clock-off"]
    assert sum(f"3,600.0 seconds ahead compared with {SOURCE}" in text for text in off) == len(both)
    assert sum(f"3,600.0 seconds behind compared with {SOURCE}" in text for text in off) == len(both)


def test_nobody_is_told_who_waits_for_no_deadline(session: Session, world: World) -> None:
    found(session, HOUR)
    assert session.scalars(select(Message)).all() == []
    assert tags(session) == ["clock:anomaly"]


@pytest.fixture
def shown(database: Database) -> ClockWatch:
    with database.transaction() as session:
        make_world(session)
    return ClockWatch(database)


def test_a_clock_that_jumps_is_noticed_without_a_time_server(shown: ClockWatch) -> None:
    shown.look()
    with shown.database.reading() as session:
        assert clock_guard.why_wrong(session) == ""
    real = shown.clock
    shown.clock = lambda: real() + HOUR
    readings = shown.look()
    assert {reading.is_off for reading in readings} == {True}
    assert len(readings) == (1 if shown.database.engine.dialect.name == "sqlite" else 2)
    with shown.database.reading() as session:
        assert "3,600." in clock_guard.why_wrong(session) or "3,599.9" in clock_guard.why_wrong(session)
    shown.clock = real
    shown.look()
    with shown.database.reading() as session:
        assert clock_guard.why_wrong(session) == ""


def test_a_time_server_that_does_not_answer_changes_nothing(shown: ClockWatch) -> None:
    watch = ClockWatch(shown.database, time_server="127.0.0.1:1")
    with shown.database.transaction() as session:
        found(session, HOUR)
    assert watch.look() == []
    with shown.database.reading() as session:
        assert clock_guard.why_wrong(session)
