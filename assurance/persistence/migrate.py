"""Bring a database's tables up to date, through Alembic's Python API and without an alembic.ini.

An upgrade is one transaction on every database: killed half-way it leaves the old tables and can simply be
run again.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from assurance.config import resource_folder
from assurance.persistence import models
from assurance.persistence.base import Base
from assurance.persistence.session import for_writing, make_engine

_LOCK = 20_150_401
"""PostgreSQL advisory lock: two processes that start together upgrade one after the other."""


def upgrade(engine: Engine, revision: str = "head") -> None:
    """Run every migration the database lacks, up to `revision`."""
    with _one_transaction(engine) as connection:
        command.upgrade(_config(connection), revision)


def rewrite(engine: Engine) -> None:
    """Write the database's files anew, so that nothing remains in them of what rows held before an upgrade."""
    with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        cursor = connection.connection.cursor()
        if engine.dialect.name != "sqlite":
            cursor.execute("VACUUM FULL")
            return
        cursor.execute("VACUUM")
        cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")


def current(engine: Engine) -> str | None:
    """Return the revision a database stands at, or None for an empty one."""
    with engine.connect() as connection:
        return MigrationContext.configure(connection).get_current_revision()


def head() -> str:
    """Return the newest revision that ships with the code."""
    return ScriptDirectory.from_config(_config()).get_current_head() or ""


def drift(engine: Engine) -> list[Any]:
    """Return what Alembic would still change to make the database match the models; empty when it matches."""
    with engine.connect() as connection:
        context = MigrationContext.configure(connection, opts={"compare_type": True})
        return list(compare_metadata(context, Base.metadata))


def draft(name: str) -> Path:
    """Write the next numbered migration from the difference to the models, for a person to correct."""
    number = len(list((resource_folder("migrations") / "versions").glob("[0-9]*.py"))) + 1
    revision = f"{number:03d}_{name}"
    with TemporaryDirectory() as folder:
        engine = make_engine(f"sqlite:///{folder}/empty.db")
        upgrade(engine)
        with _one_transaction(engine) as connection:
            command.revision(_config(connection), message=name, rev_id=revision, autogenerate=True)
        engine.dispose()
    (resource_folder("migrations") / "HEAD").write_text(f"{revision}\n")
    return resource_folder("migrations") / "versions" / f"{revision}.py"


def _config(connection: Connection | None = None) -> Config:
    config = Config()
    config.set_main_option("script_location", str(resource_folder("migrations")).replace("%", "%%"))
    config.set_main_option("path_separator", "os")
    config.set_main_option("file_template", "%%(rev)s")
    config.attributes.update(connection=connection, models=models)
    return config


@contextmanager
def _one_transaction(engine: Engine) -> Iterator[Connection]:
    with for_writing(engine).connect() as connection:
        if connection.dialect.name != "sqlite":
            with connection.begin():
                connection.exec_driver_sql(f"SELECT pg_advisory_xact_lock({_LOCK})")
                yield connection
            return
        # SQLite changes a table by copying and dropping it, which would fire its foreign keys; the switch
        # only works outside a transaction, and the check before the commit makes up for it.
        _pragma(connection, "foreign_keys=OFF")
        try:
            with connection.begin():
                yield connection
                if broken := connection.exec_driver_sql("PRAGMA foreign_key_check").first():
                    raise RuntimeError(f"A migration broke a reference in table {broken[0]}; nothing was changed.")
        finally:
            _pragma(connection, "foreign_keys=ON")


def _pragma(connection: Connection, setting: str) -> None:
    connection.connection.cursor().execute(f"PRAGMA {setting}")


def main() -> None:
    """Draft a migration: `python -m assurance.persistence.migrate gate_notes`."""
    import sys  # noqa: PLC0415 -- only this developer's command reads arguments

    sys.stdout.write(f"{draft(sys.argv[1])}\n")


if __name__ == "__main__":
    main()
