"""Engines and sessions, without any web framework.

SQLite is set up so that an acknowledged write survives power loss (WAL with synchronous FULL) and so that writers
queue instead of losing updates (BEGIN IMMEDIATE); the default settings lose both.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from typing import Any

from sqlalchemy import Connection, Engine, create_engine, event
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker

from assurance.persistence.sight import EVERYTHING, READER
from assurance.persistence.sqlite_queue import QueueingConnection

BUSY_TIMEOUT_MS = 10_000
IN_FILE, AT_SERVER = 100, 10
"""Connections kept by each process. In a file they cost little, and whoever reads must not wait for one behind all
those who queue to write; a database server allows only so many, and may be asked for as many more for a while. More of
them at once make all of them slower: whoever holds what others wait for gets the processor less often."""
PATIENCE_SECONDS = 60
"""How long a request waits for a connection. Whoever sends a tender in the last minute would rather wait than be told
to send it again when the minute is over."""
_WRITES = "assurance_writes"
_NEEDED = {"journal_mode": "wal", "synchronous": 2, "foreign_keys": 1, "busy_timeout": BUSY_TIMEOUT_MS}
"""What SQLite must answer when asked how it works; 2 is FULL."""


def make_engine(url: str) -> Engine:
    """Open a database. The URL decides which: SQLite in a file, or PostgreSQL."""
    if url.startswith("sqlite"):
        engine = create_engine(
            url, connect_args={"timeout": BUSY_TIMEOUT_MS / 1000, "factory": QueueingConnection}, pool_size=IN_FILE
        )
        event.listen(engine, "connect", _set_up_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    return create_engine(
        url, pool_pre_ping=True, isolation_level="READ COMMITTED", pool_size=AT_SERVER, max_overflow=AT_SERVER,
        pool_timeout=PATIENCE_SECONDS,
    )  # fmt: skip


def _set_up_sqlite(connection: Any, record: object) -> None:
    connection.isolation_level = None
    for pragma in (
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "recursive_triggers=ON",
        "secure_delete=ON",  # what is deleted is overwritten: a draft does not outlive its sealing
    ):
        connection.execute(f"PRAGMA {pragma}")


def weaknesses(engine: Engine) -> list[str]:
    """Say what SQLite has not taken of what makes an acknowledged write last, as on a disk of the network."""
    if engine.dialect.name != "sqlite":
        return []
    with engine.connect() as connection:
        found = {name: connection.exec_driver_sql(f"PRAGMA {name}").scalar() for name in _NEEDED}
    return [
        f"The database has {name} {found[name]} instead of {needed}: what people send could be lost. Keep it on a disk "
        "of this machine, or use PostgreSQL."
        for name, needed in _NEEDED.items()
        if found[name] != needed
    ]


def _begin_sqlite(connection: Connection) -> None:
    if not connection.get_execution_options().get(_WRITES, False):
        connection.exec_driver_sql("BEGIN")
        return
    queueing: Any = connection.connection.driver_connection
    try:
        queueing.wait()
        connection.exec_driver_sql("BEGIN IMMEDIATE")
    except sqlite3.OperationalError as refusal:
        raise OperationalError("BEGIN IMMEDIATE", {}, refusal) from refusal
    except OperationalError:
        queueing.leave()
        raise


def for_writing(engine: Engine) -> Engine:
    """Return the same engine for work that writes: on SQLite each transaction takes the write lock at once."""
    return engine.execution_options(**{_WRITES: True})


def for_reading(engine: Engine) -> Engine:
    """Return the same engine for work that reads: all that a transaction reads is as at one instant.

    On SQLite that is so by itself; PostgreSQL would look anew with each statement, so that sums and their parts differ.
    """
    return engine if engine.dialect.name == "sqlite" else engine.execution_options(isolation_level="REPEATABLE READ")


def begin_writing(session: Session) -> None:
    """Let a session that reads first write; what it has read stays read, though others may have written since.

    Nothing is left to do for one that writes already.
    """
    engine = session.get_bind()
    if isinstance(engine, Engine) and engine.dialect.name == "sqlite" and _WRITES not in engine.get_execution_options():
        session.commit()
        session.bind = for_writing(engine)


@dataclass(frozen=True)
class Database:
    """One database with its two kinds of session: reading, and writing from the first statement."""

    engine: Engine
    reader: str = EVERYTHING
    """Whose matters its sessions see, to which PostgreSQL holds them. A program of the authority sees everything."""

    @classmethod
    def open(cls, url: str) -> Database:
        """Open the database at a URL."""
        return cls(make_engine(url))

    def reading(self) -> Session:
        """Return a session for a request that only reads, as at the instant of its first statement."""
        return self._session(for_reading(self.engine))

    def writing(self) -> Session:
        """Return a session for a request that may write; on SQLite it takes the write lock at once."""
        return self._session(for_writing(self.engine))

    def reading_first(self) -> Session:
        """Return a session for a request that reads much and then writes, from `begin_writing` on.

        On SQLite nobody waits for it while it reads. Elsewhere nobody would, and it writes from the beginning.
        """
        return self._session(self.engine) if self.engine.dialect.name == "sqlite" else self.writing()

    def seen_by(self, reader: str) -> Database:
        """Return the same database for another reader."""
        return replace(self, reader=reader)

    def _session(self, engine: Engine) -> Session:
        return sessionmaker(engine, expire_on_commit=False, info={READER: self.reader})()

    @contextmanager
    def transaction(self) -> Iterator[Session]:
        """Run a block in one writing transaction: committed at the end, rolled back on any error."""
        with self.writing() as session, session.begin():
            yield session

    def wipe_log(self, *, patience_ms: int = 0) -> None:
        """Empty SQLite's write-ahead log, where what was deleted a moment ago may still lie; others keep none to read.

        Best effort: while somebody reads or writes it stays until the next time, which the worker sees to. To wait for
        them by default would hold up everybody who submits in the last minute.
        """
        if self.engine.dialect.name != "sqlite":
            return
        connection = self.engine.raw_connection()
        cursor = connection.cursor()
        try:
            cursor.execute(f"PRAGMA busy_timeout={patience_ms}")
            cursor.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        finally:  # also where the disk fails: the next to get this connection is patient again
            cursor.execute(f"PRAGMA busy_timeout={BUSY_TIMEOUT_MS}")
            connection.close()

    def close(self) -> None:
        """Close every connection, as before a fork."""
        self.engine.dispose()
