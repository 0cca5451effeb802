"""Which worker is which: a numbered slot, held by a lock that the system takes away when its holder dies.

Work in hand is filed under the slot of its worker. Because a lock cannot outlive its holder, a free lock is proof
that the holder is gone and that its work may be taken over; no clock or heartbeat is asked.
"""

from __future__ import annotations

import fcntl
import os
from collections.abc import Callable
from dataclasses import dataclass

from sqlalchemy import Connection, Engine, text

SLOTS = 32
_LOCK_SPACE = 0x41535355  # one number space of advisory locks for this system, so that others' locks never meet ours


@dataclass(frozen=True)
class Slot:
    """A slot held by this process until it is released or the process ends."""

    number: int
    release: Callable[[], None]

    @property
    def executor(self) -> str:
        """The name under which work in hand is filed."""
        return executor_name(self.number)


def executor_name(number: int) -> str:
    """Return the name of the worker in a slot."""
    return f"worker-{number}"


def take_free_slot(engine: Engine) -> Slot:
    """Take the lowest free slot, which is the dead worker's if one has died; raise `RuntimeError` if none is free."""
    for number in range(1, SLOTS + 1):
        if slot := try_slot(engine, number):
            return slot
    raise RuntimeError(f"{SLOTS} workers are already running on this database")


def try_slot(engine: Engine, number: int) -> Slot | None:
    """Take one slot, or return None when a living process holds it."""
    return _try_file(engine, number) if engine.dialect.name == "sqlite" else _try_advisory(engine, number)


def _try_file(engine: Engine, number: int) -> Slot | None:
    descriptor = os.open(f"{engine.url.database}.{executor_name(number)}", os.O_CREAT | os.O_RDWR | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        os.close(descriptor)
        return None
    return Slot(number, lambda: os.close(descriptor))


def _try_advisory(engine: Engine, number: int) -> Slot | None:
    connection = engine.connect().execution_options(isolation_level="AUTOCOMMIT")
    keys = {"space": _LOCK_SPACE, "number": number}
    if connection.scalar(text("SELECT pg_try_advisory_lock(:space, :number)"), keys):
        return Slot(number, lambda: _unlock(connection, keys))
    connection.close()
    return None


def _unlock(connection: Connection, keys: dict[str, int]) -> None:
    connection.execute(text("SELECT pg_advisory_unlock(:space, :number)"), keys)
    connection.close()
