"""Puts workers, chores and failed work into rows, with ages by the real clock; decides nothing.

What waits is told of documents alone: how much e-mail there is would tell how many bidders there are.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.background import CHORES, Duty, duty_of
from assurance.packs.catalogue import KINDS
from assurance.persistence.queries import background
from assurance.services import working
from assurance.services.worker_beats import SILENT_AFTER


@dataclass(frozen=True, slots=True)
class Worker:
    """One worker: when it was last heard of, and whether it lives."""

    slot: int
    age: timedelta
    is_alive: bool


@dataclass(frozen=True, slots=True)
class Chore:
    """One chore over all workers: who did it last, when it is due next, and what is amiss."""

    duty: Duty
    every: timedelta
    age: timedelta
    slot: int
    due_in: timedelta
    failing: str


@dataclass(frozen=True, slots=True)
class Building:
    """A document that is being built or waits for it."""

    title: str
    reference: str
    pack: Any


@dataclass(frozen=True, slots=True)
class Failed:
    """Work that has failed for good."""

    letter: Any
    duty: Duty


def workers(session: Session, really: datetime) -> list[Worker]:
    """List who works, and who was last heard of long ago."""
    ages = [(each.slot, max(timedelta(0), really - each.seen_at)) for each in background.list_beats(session)]
    return [Worker(slot, age, age <= SILENT_AFTER) for slot, age in ages]


def chores(session: Session, alive: Iterable[int], really: datetime) -> list[Chore]:
    """List every chore that was ever done; what is amiss is told of workers that live."""
    living, by_name = set(alive), dict[str, list[Any]]()
    for row in background.list_chores(session):
        by_name.setdefault(row.name, []).append(row)
    return [_chore(CHORES[name], by_name[name], living, really) for name in CHORES if name in by_name]


def _chore(duty: Duty, rows: Sequence[Any], living: set[int], really: datetime) -> Chore:
    last = max(rows, key=lambda row: (row.last_at, row.slot))
    due = [row.next_at for row in rows if row.slot in living]
    amiss = [
        f"Worker {row.slot}: {row.failures} {'time' if row.failures == 1 else 'times'} in a row ({row.fault})"
        for row in rows
        if row.failures and row.slot in living
    ]
    return Chore(
        duty, timedelta(seconds=last.every_seconds), max(timedelta(0), really - last.last_at), last.slot,
        max(timedelta(0), min(due) - really) if due else timedelta(-1), "; ".join(amiss),
    )  # fmt: skip


def building(session: Session, authority_id: int) -> tuple[list[Building], int]:
    """List the documents of the authority that are in hand, and count those of others before or after them."""
    found = background.list_packs_in_hand(session)
    own = [
        Building(_title(pack.kind), procurement.reference, pack)
        for pack, procurement in found
        if procurement.organisation_id == authority_id
    ]
    return own, len(found) - len(own)


def _title(kind: str) -> str:
    return KINDS[kind].label if kind in KINDS else "Document"


def failed(letters: Iterable[Any]) -> list[Failed]:
    """Say of each what it is."""
    return [Failed(letter, duty_of(letter.work, letter.job)) for letter in letters]


def late(session: Session, now: datetime, really: datetime) -> list[str]:
    """Say what lies for too long, without saying how much."""
    found = working.look(session, now=now, really=really)
    said = f"for more than {working.LATE_MINUTES} minutes"
    return [
        words
        for number, words in (
            (found.jobs_waiting, f"Some work has waited or run {said}."),
            (found.mail_waiting, f"Some email has waited {said}: a mail server may be away."),
        )
        if number
    ]
