"""The database itself refuses to rewrite, remove or fork the audit trail."""

from __future__ import annotations

import pytest
from sqlalchemy import Engine, text
from sqlalchemy.exc import DBAPIError

from tests import postgres

ADD = text(
    "INSERT INTO audit_event (seq, at, tag, subject, body, prev, hash)"
    " VALUES (:seq, '2026-01-05 09:00:00', 'test:entry', '', '{}', :prev, :hash)"
)


@pytest.fixture
def server_role() -> str:
    """Whom only the triggers hold."""
    return postgres.OWNER


@pytest.fixture
def trail(engine: Engine) -> Engine:
    with engine.begin() as connection:
        connection.execute(ADD, {"seq": 1, "prev": "", "hash": "a" * 64})
        connection.execute(ADD, {"seq": 2, "prev": "a" * 64, "hash": "b" * 64})
    return engine


@pytest.mark.parametrize(
    "change", ["UPDATE audit_event SET tag = 'other:tag'", "DELETE FROM audit_event WHERE seq = 2"]
)
def test_an_entry_is_never_changed_or_removed(trail: Engine, change: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), trail.begin() as connection:
        connection.execute(text(change))
    assert _trail(trail) == [(1, "test:entry"), (2, "test:entry")]


@pytest.mark.parametrize(
    ("seq", "prev"),
    [(4, "b" * 64), (3, "a" * 64), (2, "b" * 64)],
    ids=["gap in the numbers", "follows an older entry", "number used before"],
)
def test_an_entry_must_follow_the_last_one(trail: Engine, seq: int, prev: str) -> None:
    with pytest.raises(DBAPIError, match="must follow the last one"), trail.begin() as connection:
        connection.execute(ADD, {"seq": seq, "prev": prev, "hash": "c" * 64})
    assert len(_trail(trail)) == 2


@pytest.mark.parametrize("backend", ["sqlite"], indirect=True)  # only SQLite has INSERT OR REPLACE
def test_replacing_an_entry_is_refused_too(trail: Engine) -> None:
    replace = text(str(ADD).replace("INSERT", "INSERT OR REPLACE"))
    with pytest.raises(DBAPIError), trail.begin() as connection:
        connection.execute(replace, {"seq": 2, "prev": "a" * 64, "hash": "d" * 64})
    assert _trail(trail) == [(1, "test:entry"), (2, "test:entry")]


def _trail(engine: Engine) -> list[tuple[int, str]]:
    with engine.connect() as connection:
        rows = connection.execute(text("SELECT seq, tag FROM audit_event ORDER BY seq"))
        return [(row.seq, row.tag) for row in rows]
