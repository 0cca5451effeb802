"""What time it is. Real time, or in a demonstration a simulated time that starts where it was set and runs on."""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

Clock = Callable[[], datetime]


def system_clock() -> datetime:
    """Return the present instant in UTC."""
    return datetime.now(UTC)


def clock_of(instance: Path, *, demonstration: bool) -> Clock:
    """Return the clock of an installation: the simulated one of a demonstration, or the real one."""
    return SimulatedClock(instance / "clock.json") if demonstration else system_clock


class SimulatedClock:
    """A clock kept in a file, so that every process of a demonstration agrees; it can only be set forward."""

    def __init__(self, path: Path) -> None:
        self._path = path

    def __call__(self) -> datetime:
        """Return the simulated instant: what was set, plus the time that has really passed since."""
        if not self._path.exists():
            return system_clock()
        kept = json.loads(self._path.read_text())
        passed = system_clock() - datetime.fromisoformat(kept["real"])
        return datetime.fromisoformat(kept["simulated"]) + passed

    def set(self, simulated: datetime) -> None:
        """Set the clock; raise `ValueError` when that would turn it back."""
        if self._path.exists() and simulated < self():
            raise ValueError("a simulated clock is never turned back")
        self._path.parent.mkdir(parents=True, exist_ok=True)
        partial = self._path.with_suffix(".new")
        partial.write_text(json.dumps({"simulated": simulated.isoformat(), "real": system_clock().isoformat()}))
        partial.replace(self._path)
