"""Which database the tests run on, and databases made once of which each test gets a copy of its own.

A folder that tries both kinds does so in an ordinary run. With `ASSURANCE_TEST_DATABASE=postgresql` every test, of
pages and commands too, works at a throw-away server, as the role that `assurance db grant` makes fit for the program.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import AbstractContextManager, closing, contextmanager
from dataclasses import dataclass, replace
from itertools import count
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import URL, Connection

from assurance.config import Settings
from assurance.persistence.session import Database, make_engine
from tests.postgres import OWNER, PROGRAM, Server

CHOSEN = os.environ.get("ASSURANCE_TEST_DATABASE", "sqlite")
ON_POSTGRESQL = CHOSEN == "postgresql"
KINDS = ["postgresql"] if ON_POSTGRESQL else ["sqlite", "postgresql"]
_numbers = count(1)
ABOUT_SQLITE = "about_sqlite"
"""The mark of tests about the file in which SQLite keeps everything; there is no such file to look at elsewhere."""


def leave_out(items: list[pytest.Item]) -> list[pytest.Item]:
    """Take out what is about SQLite itself where tests run at PostgreSQL, and return it."""
    out = [item for item in items if ON_POSTGRESQL and item.get_closest_marker(ABOUT_SQLITE)]
    items[:] = [item for item in items if item not in out]
    return out


def freely(database: Database, *statements: str) -> None:
    """Change rows as whoever holds the database can: from now on no trigger forbids it, and here no reference holds."""
    if ON_POSTGRESQL:
        url = database.engine.url
        with _owner(url) as connection:
            connection.exec_driver_sql(f'ALTER DATABASE "{url.database}" SET session_replication_role = replica')
        database.close()
        with _owner(url) as connection:
            for statement in statements:
                connection.exec_driver_sql(statement)
        return
    with closing(sqlite3.connect(str(database.engine.url.database))) as file:
        names = [name for (name,) in file.execute("SELECT name FROM sqlite_master WHERE type = 'trigger'")]
        for statement in (*(f'DROP TRIGGER "{name}"' for name in names), *statements):
            file.execute(statement)
        file.commit()


@contextmanager
def _owner(url: URL) -> Iterator[Connection]:
    """Connect as whoever owns the tables."""
    engine = make_engine(url.set(username=OWNER).render_as_string(hide_password=False))
    with engine.begin() as connection:
        yield connection
    engine.dispose()


class Originals(Protocol):
    """Databases that are made once; whoever fills one closes it before it is copied."""

    def make(self, name: str) -> str:
        """Make a migrated database that stays for the whole run, and return its address."""

    def copy(self, url: str, folder: Path) -> AbstractContextManager[str]:
        """Lend a copy of one, gone with the test."""

    def installed(self, settings: Settings, like: Settings | None = None) -> Settings:
        """Say where an installation keeps its database, which is a copy of another's if its folder is one."""


@dataclass(frozen=True)
class Files:
    """SQLite: a file is copied. Nothing waits in its write-ahead log, since whoever closes it last empties that."""

    template: Path

    def make(self, name: str) -> str:
        """Copy the empty file beside itself."""
        return f"sqlite:///{shutil.copy(self.template, self.template.with_name(f'{name}.db'))}"

    @contextmanager
    def copy(self, url: str, folder: Path) -> Iterator[str]:
        """Copy the file into the folder of a test."""
        yield f"sqlite:///{shutil.copy(url.removeprefix('sqlite:///'), folder / 'test.db')}"

    def installed(self, settings: Settings, like: Settings | None = None) -> Settings:
        """Leave it in the folder."""
        return settings


@dataclass(frozen=True)
class AtServer:
    """PostgreSQL: a database is the template of the next."""

    server: Server

    def make(self, name: str) -> str:
        """Make a database from the template of all."""
        self.server.copy("template_assurance", name)
        return self.server.url(name, PROGRAM)

    @contextmanager
    def copy(self, url: str, folder: Path) -> Iterator[str]:
        """Make one database from another."""
        name = f"copy_{next(_numbers)}"
        self.server.copy(url.rpartition("/")[2], name)
        yield self.server.url(name, PROGRAM)
        self.server.drop(name)

    def installed(self, settings: Settings, like: Settings | None = None) -> Settings:
        """Make one at the server."""
        name, template = f"installed_{next(_numbers)}", "template_assurance"
        if like:
            template = like.database_url.rpartition("/")[2]
            self.server.empty(template)
        self.server.copy(template, name)
        return replace(settings, database_url=self.server.url(name, PROGRAM))
