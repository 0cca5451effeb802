"""An empty database brought to the newest migration is the one the models describe, on both databases."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, inspect

from assurance.config import resource_folder
from assurance.persistence import migrate
from assurance.persistence.base import Base
from assurance.persistence.session import make_engine

BACKENDS = ["sqlite", "postgresql"]

KILLED_HALF_WAY = """
import os, signal, sys
from sqlalchemy import event
from assurance.persistence import migrate
from assurance.persistence.session import make_engine
engine = make_engine(sys.argv[1])
@event.listens_for(engine, "before_cursor_execute")
def kill(connection, cursor, statement, parameters, context, many):
    if "CREATE TABLE bid " in statement:
        os.kill(os.getpid(), signal.SIGKILL)
migrate.upgrade(engine)
"""


@pytest.fixture(params=BACKENDS)
def empty(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[tuple[str, str]]:
    """The addresses of two databases without tables."""
    if request.param == "sqlite":
        yield f"sqlite:///{tmp_path / 'one.db'}", f"sqlite:///{tmp_path / 'two.db'}"
        return
    server = request.getfixturevalue("postgres_server")
    with server.database("migrated", empty=True) as one, server.database("created", empty=True) as two:
        yield one, two


@pytest.fixture
def engines(empty: tuple[str, str]) -> Iterator[tuple[Engine, Engine]]:
    first, second = make_engine(empty[0]), make_engine(empty[1])
    yield first, second
    first.dispose()
    second.dispose()


def test_migrations_build_what_the_models_describe(engines: tuple[Engine, Engine]) -> None:
    migrated, created = engines
    migrate.upgrade(migrated)
    Base.metadata.create_all(created)
    assert migrate.drift(migrated) == []
    ours, theirs = _schema(migrated), _schema(created)
    assert set(ours) - {"alembic_version"} == set(theirs)
    assert {name: ours[name] for name in theirs} == theirs


def test_an_upgrade_can_be_repeated(engines: tuple[Engine, Engine]) -> None:
    migrate.upgrade(engines[0])
    migrate.upgrade(engines[0])
    assert migrate.current(engines[0]) == migrate.head()


def test_an_upgrade_killed_half_way_leaves_nothing_and_can_be_run_again(empty: tuple[str, str]) -> None:
    killed = subprocess.run([sys.executable, "-c", KILLED_HALF_WAY, empty[0]], check=False)
    assert killed.returncode == -9
    engine = make_engine(empty[0])
    assert inspect(engine).get_table_names() == []
    migrate.upgrade(engine)
    assert migrate.current(engine) == migrate.head()
    engine.dispose()


def test_the_newest_revision_is_pinned() -> None:
    """Two branches that each add a migration meet in this file instead of in production."""
    assert (resource_folder("migrations") / "HEAD").read_text().strip() == migrate.head()


def _schema(engine: Engine) -> dict[str, Any]:
    """Return everything about each table that the database itself knows, in an order that does not matter."""
    inspector = inspect(engine)
    return {
        table: {
            "columns": sorted((c["name"], str(c["type"]), c["nullable"]) for c in inspector.get_columns(table)),
            "key": inspector.get_pk_constraint(table),
            "checks": _sorted(inspector.get_check_constraints(table)),
            "unique": _sorted(inspector.get_unique_constraints(table)),
            "foreign": _sorted(inspector.get_foreign_keys(table)),
            "indexes": _sorted(inspector.get_indexes(table)),
        }
        for table in inspector.get_table_names()
    }


def _sorted(parts: list[Any]) -> list[str]:
    return sorted(_text(part) for part in parts)


def _text(part: Any) -> str:
    """Write a reflected part out in full; the condition of a partial index is an object of its own."""
    if isinstance(part, dict):
        return str([(key, _text(value)) for key, value in sorted(part.items())])
    return str(part)
