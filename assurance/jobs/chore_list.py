"""Which chores a worker has, and how often it does each. What each is called is in `domain/background.py`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

from assurance.adapters.clock import system_clock
from assurance.adapters.staging import Staging
from assurance.adapters.workflows import Worker
from assurance.config import Settings
from assurance.jobs.build_pack import Workshop
from assurance.jobs.carry_messages import carry_messages, send_digests
from assurance.jobs.find_lost import give_up_lost
from assurance.jobs.leave_head import leave_head, mail_head
from assurance.jobs.propose_erasures import propose_erasures
from assurance.jobs.reopen_gates import reopen_gates
from assurance.jobs.rota import Chore
from assurance.jobs.send_mail import retry_mail
from assurance.jobs.sweep_uploads import sweep_uploads
from assurance.jobs.watch_clock import ClockWatch
from assurance.persistence.session import Database
from assurance.services import worker_beats

OFTEN, BEAT = timedelta(seconds=6), timedelta(seconds=30)
SELDOM, TIDY = timedelta(minutes=2), timedelta(minutes=10)
WIPE_PATIENCE_MS = 2_000
"""How long emptying the log of the database may wait for others."""


def chores_of(settings: Settings, workshop: Workshop, worker: Worker) -> list[Chore]:
    """Return every chore of a worker, in the order in which they are done when several are due."""
    found = [
        Chore("beat", BEAT, lambda: _beat(workshop.database, worker.slot.number)),
        *_for_people(settings, workshop),
        *_tidying(settings, workshop),
        Chore("adopt", OFTEN, worker.adopt),
        Chore("lost", OFTEN, lambda: give_up_lost(workshop, worker.lost())),
        Chore("mail", OFTEN, lambda: retry_mail(workshop)),
    ]
    if settings.witness_url:
        found.append(Chore("witness", TIDY, _leave(settings, workshop)))
    if settings.witness_mail:
        found.append(Chore("witness_mail", TIDY, _mail(settings, workshop)))
    if not settings.demonstration:  # whose clock is simulated
        found.append(Chore("clock", BEAT, ClockWatch(workshop.database, settings.time_server).look))
    return found


def _for_people(settings: Settings, workshop: Workshop) -> list[Chore]:
    return [
        Chore("gates", SELDOM, lambda: reopen_gates(workshop.database, now=workshop.clock())),
        Chore("messages", OFTEN, lambda: carry_messages(workshop, settings)),
        Chore("digests", SELDOM, lambda: send_digests(workshop, settings)),
        Chore("erasures", TIDY, lambda: propose_erasures(workshop.database, now=workshop.clock())),
    ]


def _tidying(settings: Settings, workshop: Workshop) -> list[Chore]:
    staging = Staging.open(settings.instance / "uploads")
    database, files = workshop.database, workshop.files
    return [
        Chore("uploads", TIDY, lambda: sweep_uploads(database, files, staging, now=workshop.clock())),
        Chore("sections", TIDY, workshop.builder.cache.tidy),
        Chore("log", BEAT, lambda: database.wipe_log(patience_ms=WIPE_PATIENCE_MS)),
    ]


def _leave(settings: Settings, workshop: Workshop) -> Callable[[], object]:
    return lambda: leave_head(workshop.database, settings.witness_url, now=workshop.clock())


def _mail(settings: Settings, workshop: Workshop) -> Callable[[], object]:
    return lambda: mail_head(workshop.database, settings.witness_mail, now=workshop.clock())


def _beat(database: Database, slot: int) -> None:
    with database.transaction() as session:
        worker_beats.beat(session, slot=slot, now=system_clock())
