"""Databases for tests: each test gets a migrated one of its own, copied from a template made once."""

from __future__ import annotations

import os
import shutil
from collections.abc import Iterator
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from sqlalchemy import Engine
from sqlalchemy.orm import Session

from assurance.adapters import workflows
from assurance.adapters.keyring import Keyring
from assurance.adapters.signing import Signer
from assurance.persistence import migrate
from assurance.persistence.secret_columns import use_cipher
from assurance.persistence.session import Database, make_engine
from assurance.services.signing import use_signer
from tests import postgres

_numbers = count(1)
use_cipher(Keyring.fresh())
use_signer(Signer.fresh())
"""Keys for tests that open a database without a program round it; each program brings its own."""

# A busy machine is no failure; and where a run decides about a change, the same change gives the same verdict.
settings.register_profile("suite", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("suite")


@pytest.fixture(scope="session")
def sqlite_template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A SQLite file at the newest migration."""
    path = tmp_path_factory.mktemp("sqlite") / "template.db"
    engine = make_engine(f"sqlite:///{path}")
    migrate.upgrade(engine)
    workflows.install(f"sqlite:///{path}")
    with engine.connect() as connection:  # one file to copy: nothing may wait in the write-ahead log
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    engine.dispose()
    return path


@pytest.fixture(scope="session")
def postgres_server() -> Iterator[postgres.Server]:
    """One PostgreSQL server per test process; a machine without it skips, CI fails."""
    folder = postgres.binaries()
    if folder is None:
        missing = "PostgreSQL is not installed"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with postgres.server(folder) as running:
        running.make_template()
        yield running


@pytest.fixture
def backend() -> str:
    """The kind of database; tests/persistence and tests/services run on both."""
    return "sqlite"


@pytest.fixture
def database_url(backend: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database that nobody else uses."""
    if backend == "sqlite":
        path = tmp_path / "assurance.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    with request.getfixturevalue("postgres_server").database(f"test_{next(_numbers)}") as url:
        yield url


@pytest.fixture
def engine(database_url: str) -> Iterator[Engine]:
    """An engine on a database of one's own."""
    engine = make_engine(database_url)
    yield engine
    engine.dispose()


@pytest.fixture
def database(engine: Engine) -> Database:
    """The database with its reading and writing sessions."""
    return Database(engine)


@pytest.fixture(scope="session")
def shared_postgres(postgres_server: postgres.Server) -> Iterator[Database]:
    """One PostgreSQL database for tests that roll back all they do: to make one for each takes most of their time."""
    with postgres_server.database("shared") as url:
        opened = Database.open(url)
        yield opened
        opened.close()


@pytest.fixture
def session(backend: str, request: pytest.FixtureRequest) -> Iterator[Session]:
    """A writing session that is rolled back at the end; a test that looks at its database otherwise gets its own."""
    is_alone = not {"database", "engine", "database_url"} & set(request.fixturenames)
    shared = backend == "postgresql" and is_alone
    database: Database = request.getfixturevalue("shared_postgres" if shared else "database")
    with database.writing() as session:
        yield session
        session.rollback()
