"""Chores: what a worker does again and again. One that fails ends nobody: it is logged, and tried again later.

Each failure in a row doubles the pause. The worker says every half minute what it has done and asks what somebody
wants done at once; what fails is said at once. Where the database itself is away nothing can be said, and that is
logged.
"""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from assurance.adapters.clock import Clock, system_clock
from assurance.domain.background import pause_after
from assurance.persistence.session import Database
from assurance.services.chores import Done, note

_log = logging.getLogger("assurance.health")
SAY_EVERY = 30.0
"""Seconds between two times that the worker says what it has done."""


@dataclass(slots=True)
class Chore:
    """One of them: its name in `domain/background.py`, how often it is done, and how."""

    name: str
    every: timedelta
    act: Callable[[], object]
    failures: int = 0
    due_at: float = 0.0
    """On the clock that only counts seconds."""


@dataclass
class Rota:
    """The chores of one worker, and what is still to be said of them."""

    database: Database
    slot: int
    clock: Clock
    """The clock of the installation, by which people are told."""
    chores: list[Chore]
    steady: Callable[[], float] = time.monotonic
    unsaid: dict[str, Done] = field(default_factory=dict)
    say_at: float = 0.0

    def do_due(self) -> None:
        """Do what is due, one after the other, whatever becomes of each."""
        for chore in self.chores:
            if self.steady() >= chore.due_at:
                self._do(chore)
        if self.steady() >= self.say_at:
            self.say()

    def say(self) -> None:
        """Put on record what was done, and let what somebody wants be due."""
        self.say_at = self.steady() + SAY_EVERY
        try:
            with self.database.transaction() as session:
                done = list(self.unsaid.values())
                wanted = note(session, slot=self.slot, done=done, now=self.clock())
        except Exception:  # the database is away, say; what was done is said the next time
            _log.exception("chores: what was done could not be put on record")
            return
        self.unsaid.clear()
        for chore in self.chores:
            if chore.name in wanted:
                chore.due_at = 0.0

    def _do(self, chore: Chore) -> None:
        at, fault = system_clock(), ""
        try:
            chore.act()
            chore.failures = 0
        except Exception as raised:  # whatever nobody foresaw; everything else goes on
            chore.failures, fault = chore.failures + 1, type(raised).__name__
            _log.exception("chores: %s has failed, %s in a row", chore.name, chore.failures)
        pause = pause_after(chore.failures, chore.every)
        chore.due_at = self.steady() + pause.total_seconds()
        self.unsaid[chore.name] = self._done(chore, at, system_clock() + pause, fault)
        if fault:
            self.say()

    def _done(self, chore: Chore, at: datetime, next_at: datetime, fault: str) -> Done:
        every = max(1, round(chore.every.total_seconds()))
        return Done(chore.name, every, at, next_at, chore.failures, fault)
