"""Compares the clock with another one, again and again, so that a wrong one closes nothing.

With a time server in the settings that server decides. Without one the database server does, where it is another
machine, and otherwise the count of seconds since the worker started: it shows a jump, though not who was right.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime

from sqlalchemy import text

from assurance.adapters.clock import Clock, system_clock
from assurance.adapters.time_source import NoAnswer, SteadyClock, ahead_of_server
from assurance.persistence.session import Database
from assurance.services import clock_guard
from assurance.services.clock_guard import Reading

TICKS = "the seconds counted since the background worker started"


@dataclass
class ClockWatch:
    """Looks at the clock of an installation; a simulated one is not looked at."""

    database: Database
    time_server: str = ""
    clock: Clock = system_clock
    start: SteadyClock = field(init=False)

    def __post_init__(self) -> None:
        self.start = SteadyClock.start(self.clock())

    def look(self) -> list[Reading]:
        """Compare the clock with what there is, keep the worst of it, and return all that was found."""
        readings = [reading for source in self._sources() if (reading := source()) is not None]
        if readings:
            worst = max(readings, key=lambda each: abs(each.ahead))
            with self.database.transaction() as session:
                clock_guard.note(session, worst, now=self.clock())
        return readings

    def _sources(self) -> list[Callable[[], Reading | None]]:
        if self.time_server:
            return [self._server]
        return [self._ticks, self._database]

    def _server(self) -> Reading | None:
        try:
            return Reading(ahead_of_server(self.time_server), f"the time server {self.time_server}"[:80])
        except NoAnswer:
            return None  # what was last known stays known

    def _ticks(self) -> Reading:
        return Reading(self.start.jumped(self.clock()), TICKS)

    def _database(self) -> Reading | None:
        if self.database.engine.dialect.name == "sqlite":
            return None
        with self.database.reading() as session:
            before = self.clock()
            there: datetime = session.execute(text("SELECT clock_timestamp()")).scalar_one()
            return Reading(before + (self.clock() - before) / 2 - there.astimezone(UTC), "the database server")
