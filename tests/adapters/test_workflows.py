"""Work is stored with the decision it belongs to, and survives the death of the worker that had it in hand."""

from __future__ import annotations

import subprocess
import sys
import time
from pathlib import Path

import pytest
from sqlalchemy import text

from assurance.adapters import workflows
from assurance.adapters.worker_slots import take_free_slot, try_slot
from assurance.persistence.session import Database
from tests.adapters.worker_program import add_one
from tests.postgres import OWNER


@pytest.fixture
def trace(tmp_path: Path) -> Path:
    return tmp_path / "trace.txt"


def start(database: Database, trace: Path) -> subprocess.Popen[bytes]:
    url = database.engine.url.render_as_string(hide_password=False)
    return subprocess.Popen([sys.executable, "-m", "tests.adapters.worker_program", url, str(trace)])


def wait_for(trace: Path, line: str) -> None:
    deadline = time.monotonic() + 40
    while line not in (trace.read_text() if trace.exists() else ""):
        assert time.monotonic() < deadline, f"“{line}” did not come"
        time.sleep(0.05)


def ask(database: Database, key: str, what: str = "once") -> None:
    with database.transaction() as session:
        workflows.enqueue(session, "three_steps", key=key, payload={"what": what})


def test_a_killed_workers_job_is_finished_by_the_next_without_repeating_what_was_done(
    database: Database, trace: Path
) -> None:
    trace.with_suffix(".hold").touch()
    ask(database, "killed", "after the kill")
    first = start(database, trace)
    wait_for(trace, "begin 2")
    first.kill()
    first.wait()
    trace.with_suffix(".hold").unlink()

    assert start(database, trace).wait(60) == 0

    assert trace.read_text().splitlines() == [
        "begin 1", "end 1", "begin 2", "begin 2", "end 2", "begin 3", "end 3",
        "done result 1, result 2, result 3 after the kill",
    ]  # fmt: skip


def test_a_living_worker_takes_over_from_a_dead_one(database: Database, trace: Path) -> None:
    """The second worker is in a slot of its own, so it must see that the first one's lock is free."""
    trace.with_suffix(".hold").touch()
    ask(database, "adopted", "adopted")
    first = start(database, trace)
    wait_for(trace, "begin 2")
    second = start(database, trace)
    time.sleep(4)
    assert trace.read_text().count("begin 2") == 1, "a living worker's job is left alone"
    first.kill()
    first.wait()
    trace.with_suffix(".hold").unlink()

    assert second.wait(60) == 0
    assert trace.read_text().splitlines()[-1] == "done result 1, result 2, result 3 adopted"
    assert trace.read_text().count("begin 1") == 1


def test_work_that_is_rolled_back_with_its_decision_never_was(database: Database, trace: Path) -> None:
    with pytest.raises(LookupError), database.transaction() as session:
        workflows.enqueue(session, "three_steps", key="rolled back", payload={"what": "never"})
        raise LookupError
    ask(database, "kept")

    assert start(database, trace).wait(60) == 0

    assert "never" not in trace.read_text()
    assert trace.read_text().count("done") == 1


def test_the_same_key_twice_is_one_job(database: Database, trace: Path) -> None:
    ask(database, "twice")
    ask(database, "twice")

    assert start(database, trace).wait(60) == 0

    assert trace.read_text().count("done") == 1


def test_a_slot_is_held_by_one_process_at_a_time(database: Database) -> None:
    first = take_free_slot(database.engine)
    second = take_free_slot(database.engine)

    assert (first.number, second.number) == (1, 2)
    assert try_slot(database.engine, 1) is None
    first.release()
    again = take_free_slot(database.engine)
    assert again.executor == "worker-1"
    again.release()
    second.release()


@pytest.mark.parametrize("server_role", [OWNER])  # who makes a table to count in
def test_the_engine_and_our_own_writers_lose_nothing_of_each_other(database: Database, trace: Path) -> None:
    with database.transaction() as session:
        session.execute(text("CREATE TABLE counter (figure INTEGER)"))
        session.execute(text("INSERT INTO counter VALUES (0)"))
        for number in range(40):
            workflows.enqueue(session, "count", key=f"count {number}", payload={})
    worker = start(database, trace)
    for _ in range(300):
        add_one(database)

    assert worker.wait(60) == 0
    with database.reading() as session:
        assert session.scalar(text("SELECT figure FROM counter")) == 340
