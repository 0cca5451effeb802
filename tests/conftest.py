"""Databases for tests: each test gets a migrated one of its own, copied from a template made once."""

from __future__ import annotations

import gc
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, ExitStack, contextmanager
from dataclasses import dataclass
from functools import cache, partial
from itertools import count
from pathlib import Path

import pytest
from hypothesis import settings
from playwright.sync_api import expect
from sqlalchemy import Engine, create_engine
from sqlalchemy.dialects.postgresql import psycopg
from sqlalchemy.dialects.sqlite import pysqlite
from sqlalchemy.orm import Session
from sqlalchemy.util import LRUCache

from assurance.adapters import workflows
from assurance.adapters.keyring import Keyring
from assurance.adapters.signing import Signer
from assurance.persistence import migrate
from assurance.persistence import session as sessions
from assurance.persistence.secret_columns import use_cipher
from assurance.persistence.session import Database, make_engine
from assurance.services.public_site import site, use_site
from assurance.services.signing import use_signer
from tests import databases, postgres
from tests.factories.cast import CAST, World, make_world

_numbers = count(1)
use_cipher(Keyring.fresh())
use_signer(Signer.fresh())
"""Keys for tests that open a database without a program round it; each program brings its own."""

# Most tests open a database of their own. What one has compiled serves the next: nothing in a statement's text
# depends on which file, or which database of the server, it is for.
_compiled: LRUCache[object, object] = LRUCache(4000)
for _dialect in (pysqlite.dialect, psycopg.dialect):
    _dialect.__hash__ = lambda self: hash(type(self))  # type: ignore[method-assign]  # reason: for tests only
    _dialect.__eq__ = lambda self, other: type(self) is type(other)  # type: ignore[method-assign]  # reason: same
sessions.create_engine = partial(create_engine, execution_options={"compiled_cache": _compiled})  # type: ignore[attr-defined]  # reason: same

# A busy machine is no failure; and where a run decides about a change, the same change gives the same verdict.
settings.register_profile("suite", deadline=None, derandomize=bool(os.environ.get("CI")))
settings.load_profile("suite")
expect.set_options(timeout=15_000)


def pytest_configure(config: pytest.Config) -> None:
    """Where a command leaves its connection to the end of its process, a test that runs it in its own has none."""
    if databases.ON_POSTGRESQL:
        left = "ignore:Exception ignored in. <function BaseConnection.__del__:pytest.PytestUnraisableExceptionWarning"
        config.addinivalue_line("filterwarnings", left)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Walk once more what failed in a browser, and say so: on a busy machine a page may come later than anyone waits.

    A fault of the product fails both times.
    """
    config.hook.pytest_deselected(items=databases.leave_out(items))
    for item in items:
        if "browser" in item.path.name:
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_collection_finish() -> None:
    """Leave what is loaded by now out of every search for garbage, and search more rarely: a sixth of all time."""
    gc.collect()
    gc.freeze()
    gc.set_threshold(50_000, 20, 20)


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """Name a test by its argument where the value is bytes: a PDF or an archive holds the second it was made.

    Two processes that share a run must agree about the names, whenever each of them collects.
    """
    return argname if isinstance(val, bytes) else None


@dataclass(frozen=True)
class Shared:
    """A database whose tests leave nothing behind, and the cast when it is in there."""

    database: Database
    cast: World | None = None


Lend = Callable[[bool], Shared]


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


@pytest.fixture(scope="session")
def originals(request: pytest.FixtureRequest) -> databases.Originals:
    """Where databases are made once and copied for each test."""
    if databases.ON_POSTGRESQL:
        return databases.AtServer(request.getfixturevalue("postgres_server"))
    return databases.Files(request.getfixturevalue("sqlite_template"))


@pytest.fixture(autouse=True)
def _same_site() -> Iterator[None]:
    """A worker or a server run within a test tells this process its address; the next test is not to publish there."""
    known = site()
    yield
    use_site(known)


@pytest.fixture
def backend() -> str:
    """The kind of database; tests/persistence and tests/services run on both."""
    return databases.CHOSEN


@pytest.fixture
def server_role() -> str:
    """Who connects to a server; a test that does what the program may not says `postgres.OWNER`."""
    return postgres.PROGRAM


@pytest.fixture
def database_url(backend: str, server_role: str, request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[str]:
    """The address of a migrated database that nobody else uses."""
    if backend == "sqlite":
        path = tmp_path / "assurance.db"
        shutil.copy(request.getfixturevalue("sqlite_template"), path)
        yield f"sqlite:///{path}"
        return
    server = request.getfixturevalue("postgres_server")
    with server.database(f"test_{next(_numbers)}", role=server_role) as url:
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


@contextmanager
def lending(make: Callable[[str], AbstractContextManager[str]]) -> Iterator[Lend]:
    """Lend databases to tests that roll back all they do: one that is empty, one with the cast in it."""
    with ExitStack() as stack:

        @cache
        def lend(has_cast: bool) -> Shared:
            database = Database.open(stack.enter_context(make("shared_cast" if has_cast else "shared_empty")))
            stack.callback(database.close)
            if not has_cast:
                return Shared(database)
            with database.transaction() as session:
                return Shared(database, make_world(session))

        yield lend


@pytest.fixture(scope="session")
def shared_sqlite(sqlite_template: Path) -> Iterator[Lend]:
    """To compile every statement again for a file of its own would take most of a test's time."""

    @contextmanager
    def make(name: str) -> Iterator[str]:
        yield f"sqlite:///{shutil.copy(sqlite_template, sqlite_template.with_name(f'{name}.db'))}"

    with lending(make) as lend:
        yield lend


@pytest.fixture(scope="session")
def shared_postgresql(postgres_server: postgres.Server) -> Iterator[Lend]:
    """To make a database takes longer than most tests."""
    with lending(partial(postgres_server.database, role=postgres.PROGRAM)) as lend:
        yield lend


@pytest.fixture
def session(backend: str, request: pytest.FixtureRequest) -> Iterator[Session]:
    """A writing session that is rolled back at the end; a test that looks at its database otherwise gets its own."""
    names = set(request.fixturenames)
    if {"database", "engine", "database_url"} & names:
        lent = Shared(request.getfixturevalue("database"))
    else:
        lent = request.getfixturevalue(f"shared_{backend}")(bool({"world", "award", "scene"} & names))
    database = lent.database
    with database.writing() as session:
        if lent.cast:
            session.info[CAST] = lent.cast
        yield session
        session.rollback()
