"""A pack is built once, whatever happens to the workers on the way, and a page can always say how far it is."""

from __future__ import annotations

import hashlib
import os
import signal
import subprocess
import sys
import time
from dataclasses import replace
from pathlib import Path

import pytest
from sqlalchemy import select, text, update

from assurance.adapters.files import FileStore
from assurance.adapters.workflows import Lost
from assurance.domain.background import BROKEN_OFF
from assurance.jobs.build_pack import GATHER, LAY_OUT, explain
from assurance.jobs.find_lost import give_up_lost
from assurance.jobs.worker import open_workshop, run_worker
from assurance.packs.printing import PrintRefused
from assurance.persistence.models import DeadLetter, EvaluationResult, Procurement
from assurance.persistence.queries.packs import get_pack
from assurance.persistence.session import Database
from assurance.services import packs, second_tries
from assurance.services.accounts import actor_of
from assurance.services.lost_work import LOST
from tests.jobs.story import Installation, install
from tests.packs.fixture import NOW


@pytest.fixture
def installation(database: Database, tmp_path: Path) -> Installation:
    return install(database, tmp_path)


def start(installation: Installation) -> subprocess.Popen[bytes]:
    command = [sys.executable, "-c", "from assurance.cli.main import main; main()", "worker", "--until-idle"]
    return subprocess.Popen(command, env={**os.environ, **installation.environment()})


def wait_for(installation: Installation, public_id: str, part: str) -> None:
    deadline = time.monotonic() + 180  # where everything else runs too
    while installation.pack(public_id).current_part != part:
        assert time.monotonic() < deadline, f"“{part}” was never reached"
        time.sleep(0.02)


def test_a_worker_builds_what_was_asked_for(installation: Installation) -> None:
    public_id = installation.request()

    assert run_worker(installation.settings, until_idle=True)

    pack = installation.pack(public_id)
    content = FileStore.open(installation.settings.files_url).get(pack.sha256 or "")
    assert pack.status == "done"
    assert (pack.parts_done, pack.parts_total, pack.size, pack.pages) == (4, 4, len(content), 5)
    assert [event.body["data"]["sha256"] for event in installation.events("pack:issued")] == [pack.sha256]


def test_the_same_record_gives_the_same_bytes(installation: Installation) -> None:
    first = installation.request()
    run_worker(installation.settings, until_idle=True)
    second = installation.request()
    run_worker(installation.settings, until_idle=True)

    assert first != second
    assert installation.pack(first).sha256 == installation.pack(second).sha256
    assert installation.pack(first).snapshot_digest == installation.pack(second).snapshot_digest


def test_a_worker_killed_while_it_lays_out_leaves_one_finished_pack(installation: Installation) -> None:
    public_id = installation.request("evaluation", "")
    first = start(installation)
    wait_for(installation, public_id, LAY_OUT)
    first.kill()
    first.wait()
    assert installation.pack(public_id).status == "building"

    assert start(installation).wait(120) == 0

    pack = installation.pack(public_id)
    content = FileStore.open(installation.settings.files_url).get(pack.sha256 or "")
    assert pack.status == "done"
    assert hashlib.sha256(content).hexdigest() == pack.sha256
    assert len(installation.events("pack:issued")) == 1


def test_a_worker_told_to_end_leaves_its_pack_to_the_next(installation: Installation) -> None:
    public_id = installation.request("evaluation", "")
    first = start(installation)
    wait_for(installation, public_id, GATHER)
    first.send_signal(signal.SIGTERM)

    assert first.wait(30) == 0
    assert start(installation).wait(120) == 0
    assert installation.pack(public_id).status == "done"
    assert installation.events("pack:failed") == []


def test_a_cancelled_pack_is_not_built(installation: Installation) -> None:
    public_id = installation.request()
    with installation.database.transaction() as session:
        pack = get_pack(session, public_id)
        packs.cancel_pack(session, pack=pack, actor=actor_of(pack.requested_by), now=NOW)

    run_worker(installation.settings, until_idle=True)

    assert installation.pack(public_id).status == "cancelled"
    assert installation.events("pack:issued") == []


def test_a_result_that_does_not_follow_is_never_printed(installation: Installation) -> None:
    public_id = installation.request("evaluation", "")
    with installation.database.transaction() as session:
        session.execute(update(EvaluationResult).values(result={"format": "assurance-result/1", "bids": []}))

    run_worker(installation.settings, until_idle=True)

    pack = installation.pack(public_id)
    assert pack.status == "failed"
    assert "does not follow from the stored evaluation" in pack.error
    assert [event.subject for event in installation.events("pack:failed")] == [public_id]


def jobs_of(installation: Installation) -> int:
    table = "workflow_status" if installation.database.engine.dialect.name == "sqlite" else "dbos.workflow_status"
    with installation.database.reading() as session:
        return session.scalar(text(f"SELECT count(*) FROM {table}")) or 0


def test_asking_and_the_work_are_one_transaction(installation: Installation) -> None:
    before = jobs_of(installation)  # the result was confirmed, which has its pack laid out
    with pytest.raises(LookupError), installation.database.transaction() as session:
        procurement = session.scalars(select(Procurement)).one()
        packs.request_pack(
            session, procurement=procurement, kind="gate", subject="checkpoint_1",
            actor=actor_of(procurement.created_by), now=NOW,
        )  # fmt: skip
        raise LookupError
    assert jobs_of(installation) == before


def test_a_pack_whose_work_was_given_up_says_so(installation: Installation) -> None:
    public_id = installation.request()
    workshop = open_workshop(installation.settings, installation.database)

    lost = Lost(f"pack:{public_id}", packs.JOB, {"pack": public_id}, "")
    unknown = Lost("pack:unknown", packs.JOB, {"pack": "unknown"}, "")
    assert give_up_lost(workshop, [lost, unknown]) == 1
    assert give_up_lost(workshop, [lost]) == 0
    assert installation.pack(public_id).error == LOST
    with installation.database.transaction() as session:
        (letter,) = session.scalars(select(DeadLetter))
        assert (letter.work, letter.reason) == (f"job:pack:{public_id}", BROKEN_OFF)
        actor = replace(actor_of(session.scalars(select(Procurement)).one().created_by), is_organisation_lead=True)
        second_tries.try_again(session, letter=letter, actor=actor, now=NOW, really=NOW)
    run_worker(installation.settings, until_idle=True)
    assert installation.pack(public_id).status == "done"


def test_what_went_wrong_is_said_in_words_and_never_as_a_traceback() -> None:
    assert explain(PrintRefused("The page is too long."), "abc") == (
        "The page is too long. Mend that and ask for the pack again."
    )
    assert "KeyError" in explain(KeyError("secret detail"), "0123456789")
    assert "secret detail" not in explain(KeyError("secret detail"), "0123456789")
