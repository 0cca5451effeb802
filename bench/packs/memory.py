"""The memory of a worker and its presses while they make a pack, looked at from outside."""

from __future__ import annotations

import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from assurance.packs.snapshot import Snapshot

_PROC = Path("/proc")
_PAUSE = 0.25
"""Seconds between two looks."""


def megabytes(snapshot: Snapshot) -> dict[str, int] | None:
    """Return the most that the worker, one press, and all of them at once took; None where there is no /proc.

    The first two as each process counts itself, and so with what it shares; in all, each shared page is counted once.
    """
    if not (_PROC / "self" / "smaps_rollup").exists():
        return None
    with tempfile.TemporaryDirectory() as folder:
        stored = Path(folder) / "snapshot"
        stored.write_bytes(snapshot.to_bytes())
        working = subprocess.Popen(  # noqa: S603 -- our own interpreter and module
            [sys.executable, "-m", "bench.packs.worker", str(stored), folder]
        )
        most = _watch(working)
    if working.returncode:
        raise SystemExit(f"The worker that was measured ended with {working.returncode}")
    return most


def _watch(working: subprocess.Popen[bytes]) -> dict[str, int]:
    most = {"worker": 0, "press": 0, "all": 0}
    while working.poll() is None:
        whole = 0
        for process in _family(working.pid):
            rss, pss = _kilobytes(process, "Rss"), _kilobytes(process, "Pss")
            role = "worker" if process == working.pid else "press"
            most[role] = max(most[role], rss // 1024)
            whole += pss
        most["all"] = max(most["all"], whole // 1024)
        time.sleep(_PAUSE)
    return most


def _family(process: int) -> Iterator[int]:
    """Yield a process and all that came of it."""
    yield process
    with suppress(OSError):
        for thread in (_PROC / str(process) / "task").iterdir():
            for child in (thread / "children").read_text().split():
                yield from _family(int(child))


def _kilobytes(process: int, what: str) -> int:
    with suppress(OSError):
        for line in (_PROC / str(process) / "smaps_rollup").read_text().splitlines():
            if line.startswith(f"{what}:"):
                return int(line.split()[1])
    return 0
