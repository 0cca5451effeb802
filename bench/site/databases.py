"""Migrated databases to measure on: SQLite always, PostgreSQL where its programs are, both as durable as in use."""

from __future__ import annotations

import os
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from assurance.config import Settings
from assurance.persistence import migrate
from assurance.persistence.session import Database, make_engine
from assurance.services import at_rest
from bench.report import Row
from tests import postgres


def kinds() -> list[str]:
    """Name the databases this machine can run."""
    return ["SQLite", *(["PostgreSQL"] if postgres.binaries() else [])]


@contextmanager
def installation(kind: str) -> Iterator[Settings]:
    """Lend an installation in a folder of its own with an empty, migrated database."""
    with tempfile.TemporaryDirectory(prefix="assurance-bench-") as folder:
        if kind == "SQLite":
            settings = _settings(Path(folder), f"sqlite:///{folder}/assurance.db")
            engine = make_engine(settings.database_url)
            migrate.upgrade(engine)
            engine.dispose()
            yield settings
            return
        programs = postgres.binaries()
        if programs is None:
            raise SystemExit("PostgreSQL is not installed")
        with postgres.server(programs, postgres.DURABLE) as server:
            server.make_template()
            with server.database("measured") as url:
                yield _settings(Path(folder), url)


def on_each(measure: Callable[[str, Settings, Database], Iterator[Row]]) -> Iterator[Row]:
    """Measure on every database there is, each in an installation of its own."""
    for kind in kinds():
        with installation(kind) as settings:
            database = Database.open(settings.database_url)
            yield from measure(kind, settings, database)
            database.close()


def _settings(folder: Path, url: str) -> Settings:
    sizes = {name: value for name, value in os.environ.items() if name in ("ASSURANCE_FILE_MB", "ASSURANCE_TENDER_MB")}
    settings = Settings.from_environ({
        "ASSURANCE_INSTANCE": str(folder), "ASSURANCE_DATABASE_URL": url,
        "ASSURANCE_SECOND_FACTOR": "acts",  # those who are measured have signed in long ago
        **sizes,
    })  # fmt: skip
    at_rest.unlock(settings)
    return settings
