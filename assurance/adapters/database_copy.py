"""A whole database as one file, taken while it is in use, and put back into an empty one.

SQLite copies itself, without the remains of what was deleted; of PostgreSQL its own programs pg_dump and pg_restore
take one consistent view. What is closed in the database stays closed in the copy.
"""

from __future__ import annotations

import contextlib
import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex

from sqlalchemy import URL, create_engine, inspect, make_url

from assurance.adapters.files import sync_folder
from assurance.domain.errors import AssuranceError


class NotCopied(AssuranceError):
    """A database could not be copied or put back; the message says why and what would help."""


def copy_database(url: str, to: Path) -> None:
    """Write a consistent copy of a database in use into a new file that only its owner reads."""
    os.close(os.open(to, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600))
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        _copy_sqlite(_path(parts), to)
    else:
        _run(parts, "pg_dump", "--format=custom", "--no-owner", "--no-privileges", f"--file={to}")
    _sync(to)


def put_back(copy: Path, url: str) -> None:
    """Make an empty database what the copy is, whole or not at all; raise `NotCopied` when it is not empty."""
    if not is_empty(url):
        raise NotCopied("There is a database here already. Restore into an empty one; nothing was changed.")
    parts = make_url(url)
    if parts.get_backend_name() != "sqlite":
        _run(parts, "pg_restore", "--no-owner", "--no-privileges", "--single-transaction", "--exit-on-error", str(copy))
        return
    path = _path(parts)
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = path.with_name(f".{path.name}.{token_hex(4)}")
    try:
        with (
            copy.open("rb") as source,
            os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as to,
        ):
            shutil.copyfileobj(source, to)
        _sync(draft)
        draft.rename(path)
    finally:
        draft.unlink(missing_ok=True)
    sync_folder(path.parent)


def is_empty(url: str) -> bool:
    """Say whether a database has no table yet; a file that is not there is not made."""
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        return not _path(parts).exists() or _path(parts).stat().st_size == 0
    engine = create_engine(parts)
    try:
        known = inspect(engine)
        schemas = [each for each in known.get_schema_names() if each != "information_schema"]
        return not any(known.get_table_names(schema=each) for each in schemas)
    finally:
        engine.dispose()


@contextlib.contextmanager
def scratch(url: str, folder: Path) -> Iterator[str]:
    """Lend an empty database of the same kind, gone with the block: a file, or one more database at the server."""
    parts = make_url(url)
    if parts.get_backend_name() == "sqlite":
        yield f"sqlite:///{folder / 'scratch.db'}"
        return
    name = f"assurance_drill_{token_hex(4)}"
    _administer(parts, f'CREATE DATABASE "{name}" TEMPLATE template0')
    try:
        yield parts.set(database=name).render_as_string(hide_password=False)
    finally:
        _administer(parts, f'DROP DATABASE "{name}" WITH (FORCE)')


def _copy_sqlite(path: Path, to: Path) -> None:
    if not path.exists():
        raise NotCopied(f"There is no database at {path}")
    with contextlib.closing(sqlite3.connect(path, isolation_level=None)) as connection:
        connection.execute("VACUUM INTO ?", (str(to),))


def _administer(parts: URL, statement: str) -> None:
    engine = create_engine(parts, isolation_level="AUTOCOMMIT")
    try:
        with engine.connect() as connection:
            connection.exec_driver_sql(statement)
    finally:
        engine.dispose()


def _run(parts: URL, program: str, *arguments: str) -> None:
    """Run one of PostgreSQL's programs; the password goes in its environment, where no other user sees it."""
    if shutil.which(program) is None:
        raise NotCopied(f"{program} is not installed. It comes with the client programs of PostgreSQL.")
    address = parts.set(drivername="postgresql")._replace(password=None).render_as_string()
    environment = {**os.environ, "PGPASSWORD": str(parts.password)} if parts.password else dict(os.environ)
    done = subprocess.run(
        [program, f"--dbname={address}", *arguments], env=environment, capture_output=True, text=True, check=False
    )
    if done.returncode:
        raise NotCopied(f"{program} failed: {done.stderr.strip() or done.returncode}")


def _path(parts: URL) -> Path:
    if not parts.database or parts.database == ":memory:":
        raise NotCopied("A database in memory has no file to copy")
    return Path(parts.database)


def _sync(path: Path) -> None:
    descriptor = os.open(path, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)
