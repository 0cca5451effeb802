"""What workers say of their chores: when each was last done and what came of it, by the real clock."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.background import FAULT_LENGTH, TRIES, chore_work, is_dead, say_fault
from assurance.persistence.models import ChoreRun
from assurance.persistence.queries.background import open_works
from assurance.services import dead_letters


@dataclass(frozen=True, slots=True)
class Done:
    """One time that a chore was done, or the last of several."""

    name: str
    every_seconds: int
    at: datetime
    next_at: datetime
    failures: int = 0
    fault: str = ""
    """The kind of fault, where it failed."""


def note(session: Session, *, slot: int, done: Sequence[Done], now: datetime) -> set[str]:
    """Keep what a worker has done since it last said so; return the chores that somebody wants done at once.

    What has failed too often becomes a dead letter, and what has gone well again is one no more.
    """
    kept = {row.name: row for row in session.scalars(select(ChoreRun).where(ChoreRun.slot == slot))}
    for each in done:
        row = kept.get(each.name)
        if row is None:
            row = ChoreRun(name=each.name, slot=slot)
            session.add(row)
        _keep(row, each)
        if is_dead(each.failures):
            dead_letters.bury(
                session, work=chore_work(each.name, slot), reason=say_fault(each.fault), tries=TRIES, now=now
            )
    _mend(session, slot, [each.name for each in done if not each.failures], now)
    return _wanted(kept.values())


def _keep(row: ChoreRun, done: Done) -> None:
    row.every_seconds, row.last_at, row.next_at = done.every_seconds, done.at, done.next_at
    row.failures, row.fault = done.failures, done.fault[:FAULT_LENGTH]
    if not done.failures:
        row.well_at = done.at


def _mend(session: Session, slot: int, names: Iterable[str], now: datetime) -> None:
    for work in sorted(open_works(session, [chore_work(name, slot) for name in names])):
        dead_letters.mend(session, work=work, now=now)


def _wanted(rows: Collection[ChoreRun]) -> set[str]:
    """Take up what was asked for, once."""
    wanted = {row.name for row in rows if row.wanted_at is not None}
    for row in rows:
        row.wanted_at = None
    return wanted
