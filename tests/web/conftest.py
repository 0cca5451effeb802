"""An application on a fresh SQLite file with the cast in it, a clock that tests set, and signed-in clients."""

from __future__ import annotations

import shutil
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assurance.app import create_app
from assurance.config import Settings
from assurance.persistence.session import Database
from tests.factories.cast import NOW, PASSWORD, World, email, make_world


class SetClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="session")
def seeded(sqlite_template: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, World]:
    """Make the cast once; each test works on a copy of the file."""
    path = tmp_path_factory.mktemp("seed") / "seed.db"
    shutil.copy(sqlite_template, path)
    database = Database.open(f"sqlite:///{path}")
    with database.transaction() as session:
        world = make_world(session)
    with database.engine.connect() as connection:  # one file to copy: nothing may wait in the write-ahead log
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    database.close()
    return path, world


@pytest.fixture
def world(seeded: tuple[Path, World]) -> World:
    """Ids of the cast and of the procurement."""
    return seeded[1]


@pytest.fixture
def database(seeded: tuple[Path, World], tmp_path: Path) -> Iterator[Database]:
    """This test's own copy of the database; use `database.transaction()` to arrange rows."""
    shutil.copy(seeded[0], tmp_path / "test.db")
    opened = Database.open(f"sqlite:///{tmp_path / 'test.db'}")
    yield opened
    opened.close()


@pytest.fixture
def clock() -> SetClock:
    """The application's clock; set `clock.now`."""
    return SetClock()


@pytest.fixture
def app(database: Database, clock: SetClock, tmp_path: Path) -> Flask:
    """The whole application."""
    built = create_app(Settings.for_instance(tmp_path), database, clock)
    built.testing = True
    built.config["WTF_CSRF_ENABLED"] = False
    return built


@pytest.fixture
def sign_in(app: Flask) -> Callable[[str], FlaskClient]:
    """Return a client signed in as a member of the cast."""

    def signed_in(name: str) -> FlaskClient:
        client = app.test_client()
        answer = client.post("/sign-in", data={"email": email(name), "password": PASSWORD})
        assert answer.status_code == 302, answer.text
        return client

    return signed_in
