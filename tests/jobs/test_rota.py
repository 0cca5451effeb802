"""A chore that fails ends nobody: the others go on, it is tried again later and later, and people are told."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest
from sqlalchemy import select
from sqlalchemy.exc import OperationalError

from assurance.adapters import workflows
from assurance.config import Settings
from assurance.domain.background import CHORES, TRIES
from assurance.jobs import worker
from assurance.jobs.chore_list import chores_of
from assurance.jobs.rota import Chore, Rota
from assurance.persistence.models import ChoreRun, DeadLetter, User
from assurance.persistence.session import Database
from assurance.services import second_tries
from assurance.services.accounts import actor_of
from assurance.services.suppliers import alerts
from tests.factories.cast import NOW, make_world

EVERY = timedelta(seconds=10)


class Seconds:
    """A clock that counts when told to."""

    now = 0.0

    def __call__(self) -> float:
        return self.now


class Broken:
    """A chore that fails while it is broken, and counts its times."""

    is_broken, times = True, 0

    def __call__(self) -> None:
        self.times += 1
        if self.is_broken:
            raise OSError("what a bidder wrote")


def open_letters(database: Database) -> list[tuple[str, str]]:
    with database.reading() as session:
        rows = session.execute(select(DeadLetter.work, DeadLetter.outcome).order_by(DeadLetter.id))
        return [(work, outcome) for work, outcome in rows]


def test_a_failing_chore_is_tried_later_and_later_while_the_others_go_on(
    database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    steady, broken, sound = Seconds(), Broken(), Broken()
    sound.is_broken = False
    rota = Rota(database, 2, lambda: NOW, [Chore("uploads", EVERY, broken), Chore("gates", EVERY, sound)], steady)
    tried = []
    for steady.now in range(0, 1000, 5):
        before = broken.times
        rota.do_due()
        tried += [steady.now] if broken.times > before else []
    assert tried == [0, 20, 60, 140, 300, 620]
    assert sound.times == 100
    assert open_letters(database) == [("chore:uploads:2", "")]
    assert [each.exc_info is not None for each in caplog.records if "uploads" in each.getMessage()] == [True] * TRIES
    with database.reading() as session:
        row = session.scalars(select(ChoreRun).where(ChoreRun.name == "uploads")).one()
        assert (row.slot, row.failures, row.fault, row.every_seconds) == (2, TRIES, "OSError", 10)
    steady.now, broken.is_broken = 5000, False
    rota.do_due()
    assert open_letters(database) == [("chore:uploads:2", "mended")]


def test_a_chore_that_somebody_wants_is_done_at_once(database: Database) -> None:
    steady, broken = Seconds(), Broken()
    rota = Rota(database, 2, lambda: NOW, [Chore("uploads", timedelta(days=2), broken)], steady)
    rota.do_due()
    with database.transaction() as session:
        session.scalars(select(ChoreRun)).one().wanted_at = NOW
    steady.now = 31
    rota.do_due()
    rota.do_due()
    assert broken.times == 2


def test_what_cannot_be_said_while_the_database_is_away_is_said_later(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    steady, sound = Seconds(), Broken()
    sound.is_broken = False
    rota = Rota(database, 2, lambda: NOW, [Chore("gates", timedelta(days=2), sound)], steady)

    def away(_: Database) -> None:
        raise OperationalError("", {}, Exception("the server closed the connection"))

    with monkeypatch.context() as patch:
        patch.setattr(Database, "transaction", away)
        rota.do_due()
    steady.now = 31
    rota.do_due()
    with database.reading() as session:
        assert session.scalars(select(ChoreRun.name)).all() == ["gates"]


def test_a_job_that_fails_every_time_is_a_dead_letter_and_can_be_tried_again(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with database.transaction() as session:
        world = make_world(session)
        session.get_one(User, world.users["approver"]).is_organisation_lead = True
        workflows.enqueue(session, alerts.JOB, key="alerts:1", payload={"notice": "n"})
    settings = Settings(
        instance=tmp_path, database_url=database.engine.url.render_as_string(hide_password=False),
        files_url=(tmp_path / "files").as_uri(), secret_key="not a secret", keys=tmp_path / "keys",
    )  # fmt: skip
    broken = Broken()
    monkeypatch.setattr(workflows, "_FIRST_PAUSE_SECONDS", 0.01)
    monkeypatch.setattr(worker, "send_alerts", lambda *_: workflows.step("Tell", broken))
    for _ in range(2):  # the next worker finds what the first has lost
        worker.run_worker(settings, until_idle=True)
    assert (broken.times, open_letters(database)) == (workflows.STEP_TRIES, [("job:alerts:1", "")])
    with database.transaction() as session:
        letter = session.scalars(select(DeadLetter)).one()
        assert ("(OSError)" in letter.reason, "bidder" in letter.reason) == (True, False)
        actor = actor_of(session.get_one(User, world.users["approver"]))
        second_tries.try_again(session, letter=letter, actor=actor, now=NOW, really=NOW)
    broken.is_broken = False
    worker.run_worker(settings, until_idle=True)
    assert (broken.times, open_letters(database)) == (workflows.STEP_TRIES + 1, [("job:alerts:1", "tried_again")])


def test_every_chore_has_a_name_on_the_page(database: Database, tmp_path: Path) -> None:
    settings = Settings(
        instance=tmp_path, database_url="", files_url=(tmp_path / "files").as_uri(), secret_key="not a secret",
        keys=tmp_path / "keys", witness_url=str(tmp_path / "heads"), witness_mail=("audit@example.org",),
    )  # fmt: skip
    workshop = worker.open_workshop(settings, database)
    one: Any = SimpleNamespace(slot=SimpleNamespace(number=1), adopt=lambda: 0, lost=list)
    named = [each.name for each in chores_of(settings, workshop, one)]
    workshop.builder.presses.close()
    assert sorted(named) == sorted(CHORES)
