"""Lets those who write to one SQLite file do so in turn, in all processes of a machine.

Left to itself SQLite has each waiting writer look again after ever longer pauses, and under load some never find it
free and fail. Here they wait in line, so that nobody is passed over; SQLite's own lock still guards the file.
"""

from __future__ import annotations

import contextlib
import os
import sqlite3
import threading
from collections.abc import Iterator
from functools import cache
from typing import Any

PATIENCE_SECONDS = 30.0
"""The line moves and is fair, so a long wait under load beats a refusal."""


class Line:
    """The line of one database file: the threads of this process among themselves, then the processes."""

    def __init__(self, path: str) -> None:
        self._path = f"{path}-queue"
        self._threads = threading.Lock()
        self._file: int | None = None

    def wait(self) -> None:
        """Wait for one's turn; raises what SQLite raises when it takes too long."""
        if not self._threads.acquire(timeout=PATIENCE_SECONDS):
            raise sqlite3.OperationalError("database is locked")
        try:
            self._lock_file()
        except BaseException:
            self._threads.release()
            raise

    def leave(self) -> None:
        """Let the next one write."""
        if self._file is not None:
            os.close(self._file)
            self._file = None
        self._threads.release()

    def _lock_file(self) -> None:
        with contextlib.suppress(ImportError):  # without it the processes wait as SQLite has them wait
            import fcntl

            self._file = os.open(self._path, os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
            fcntl.flock(self._file, fcntl.LOCK_EX)


@cache
def _line(path: str, process: int) -> Line:
    """Return the line for a file; a forked process starts with one of its own."""
    return Line(path)


class QueueingConnection(sqlite3.Connection):
    """A connection that waits in line before it writes, and leaves it however the transaction ends."""

    def __init__(self, database: str, *arguments: Any, **more: Any) -> None:
        super().__init__(database, *arguments, **more)
        self._path = os.path.realpath(database)
        self._turn: Line | None = None

    def wait(self) -> None:
        """Wait for one's turn to write."""
        turn = _line(self._path, os.getpid())
        turn.wait()
        self._turn = turn

    def leave(self) -> None:
        """Let the next one write; nothing when it is not one's turn."""
        turn, self._turn = self._turn, None
        if turn is not None:
            turn.leave()

    def commit(self) -> None:
        """Commit, then let the next one write."""
        with self._leaving():
            super().commit()

    def rollback(self) -> None:
        """Roll back, then let the next one write."""
        with self._leaving():
            super().rollback()

    def close(self) -> None:
        """Close, whatever was under way."""
        with self._leaving():
            super().close()

    @contextlib.contextmanager
    def _leaving(self) -> Iterator[None]:
        try:
            yield
        finally:
            if not self._still_open():
                self.leave()

    def _still_open(self) -> bool:
        """Say whether a transaction is still open, as after a commit that could not be made; a closed one has none."""
        try:
            return self.in_transaction
        except sqlite3.ProgrammingError:
            return False
