"""Writers of one SQLite file take turns: nobody is passed over, and a turn ends with its transaction."""

from __future__ import annotations

import sqlite3
import threading
from pathlib import Path

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from assurance.persistence import sqlite_queue
from assurance.persistence.session import Database


@pytest.fixture
def counter(tmp_path: Path) -> Database:
    """A database with one number in it."""
    database = Database.open(f"sqlite:///{tmp_path / 'turns.db'}")
    with database.transaction() as session:
        session.execute(text("CREATE TABLE counter (value INTEGER)"))
        session.execute(text("INSERT INTO counter VALUES (0)"))
    return database


def count(database: Database) -> int:
    with database.transaction() as session:
        session.execute(text("UPDATE counter SET value = value + 1"))
        return int(session.scalar(text("SELECT value FROM counter")) or 0)


def test_everybody_gets_a_turn_and_nothing_is_lost(counter: Database) -> None:
    seen: list[int] = []
    threads = [threading.Thread(target=lambda: seen.append(count(counter))) for _ in range(10)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(seen) == list(range(1, 11))
    counter.close()


@pytest.mark.parametrize("end", ["commit", "rollback", "close"])
def test_a_turn_ends_with_the_transaction(counter: Database, end: str) -> None:
    session = counter.writing()
    session.execute(text("UPDATE counter SET value = 7"))
    getattr(session, end)()
    assert count(counter) == (8 if end == "commit" else 1)
    session.close()
    counter.close()


def test_waiting_too_long_is_refused_as_sqlite_refuses_it(counter: Database, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sqlite_queue, "PATIENCE_SECONDS", 0.05)
    with counter.writing() as held:
        held.execute(text("UPDATE counter SET value = 7"))
        with pytest.raises(OperationalError, match="database is locked") as refused:
            count(counter)
        assert isinstance(refused.value.orig, sqlite3.OperationalError)
    assert count(counter) == 1
    counter.close()


def test_readers_do_not_wait(counter: Database) -> None:
    with counter.writing() as held:
        held.execute(text("UPDATE counter SET value = 7"))
        with counter.reading() as reader:
            assert reader.scalar(text("SELECT value FROM counter")) == 0
    counter.close()
