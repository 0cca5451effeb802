"""Turns at what takes much memory on purpose: many who type a password at once wait a little and do not fill it.

One comparison by argon2id takes 64 MB. A process has as many of them in hand at a time as an eighth of the memory of
the machine, or of what it is allowed of it, holds for all processes together; four at most, for there is no gain in
more.
"""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path
from threading import BoundedSemaphore
from typing import ParamSpec, TypeVar

P = ParamSpec("P")
R = TypeVar("R")
EACH_BYTES = 64 * 2**20
SHARE, MOST = 8, 4
_LIMIT = Path("/sys/fs/cgroup/memory.max")


def turns(memory_bytes: int, processes: int) -> int:
    """Return how many comparisons one of so many processes may have in hand at a time; one at least."""
    return max(1, min(MOST, memory_bytes // SHARE // EACH_BYTES // max(1, processes)))


def memory_bytes() -> int:
    """Return the memory of this machine, or what this process is allowed of it where that is less."""
    whole = os.sysconf("SC_PHYS_PAGES") * os.sysconf("SC_PAGE_SIZE")
    try:
        return min(whole, int(_LIMIT.read_text()))
    except (OSError, ValueError):  # no such limit, or none set
        return whole


_turns = BoundedSemaphore(turns(memory_bytes(), int(os.environ.get("WEB_CONCURRENCY", "2"))))


def in_turn(act: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R:
    """Do something that takes much memory when it is this caller's turn."""
    with _turns:
        return act(*args, **kwargs)
