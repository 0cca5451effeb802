"""The background worker: takes up work as it comes, and what dead workers left, until it is told to stop."""

from __future__ import annotations

import functools
import signal
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from assurance.adapters.clock import clock_of, system_clock
from assurance.adapters.files import FileStore
from assurance.adapters.mail import open_postbox
from assurance.adapters.staging import Staging
from assurance.adapters.workflows import Job, Worker
from assurance.config import Settings
from assurance.jobs.build_pack import Workshop, build_pack
from assurance.jobs.carry_messages import carry_messages, send_digests
from assurance.jobs.lay_ahead import lay_ahead
from assurance.jobs.leave_head import leave_head
from assurance.jobs.pack_making import open_builder
from assurance.jobs.propose_erasures import propose_erasures
from assurance.jobs.reopen_gates import reopen_gates
from assurance.jobs.send_alerts import send_alerts
from assurance.jobs.send_mail import retry_mail, send_mail, send_mail_batch
from assurance.jobs.sweep_uploads import sweep_uploads
from assurance.jobs.watch_clock import ClockWatch
from assurance.persistence.queries.packs import list_in_hand
from assurance.persistence.session import Database
from assurance.services import at_rest, laying_ahead, mail, packs, worker_beats
from assurance.services.suppliers import alerts

TICK_SECONDS = 0.3
SWEEP_EVERY = 20
"""Ticks between two looks at what dead workers left."""
WIPE_EVERY, WIPE_PATIENCE_MS = 100, 2_000
"""Ticks between two times that the database's own log is emptied of what a submission could not, being in a hurry."""
CLOCK_EVERY = 100
"""Ticks between two looks at the clock, and two times that the worker says it is alive: half a minute."""
REOPEN_EVERY = 400
"""Ticks between two looks for conditions of gates that are overdue: two minutes."""
TIDY_EVERY = 2_000
"""Ticks between two looks at what uploads left behind: ten minutes."""
GRACE_SECONDS = 10
"""How long the part in hand may take to end when the worker is told to stop."""

LOST = (
    "Building this pack was broken off again and again, and has been given up. Ask for it again; if it fails again, "
    "tell the people who run the system."
)


def run_worker(settings: Settings, *, until_idle: bool = False) -> bool:
    """Work until told to stop, or until nothing is left; say whether everything in hand was finished.

    What was not finished is on record and is taken up by the next worker. In the main thread of a process, an
    interrupt and a request to terminate both end it cleanly.
    """
    at_rest.unlock(settings)
    database = Database.open(settings.database_url)
    workshop = open_workshop(settings, database)
    worker = Worker.start(settings.database_url, _jobs(settings, workshop))
    try:
        with _told_to_stop() as told:
            chores = [(CLOCK_EVERY, lambda: _beat(database, worker.slot.number)), *_chores(settings, workshop)]
            _work(worker, workshop, chores, told, until_idle)
    finally:
        finished = worker.stop(grace_seconds=GRACE_SECONDS)
        if finished:  # else the presses end by themselves, so that the pack in hand is not taken for one that failed
            workshop.builder.presses.close()
        database.close()
    return finished


def _jobs(settings: Settings, workshop: Workshop) -> dict[str, Job]:
    """Name everything the worker can do, each with what it works with."""
    postbox = open_postbox(settings.smtp_url, settings.mail_from, settings.instance / "outbox")
    return {
        packs.JOB: functools.partial(build_pack, workshop),
        laying_ahead.JOB: functools.partial(lay_ahead, workshop),
        mail.JOB: functools.partial(send_mail, workshop, postbox),
        mail.BATCH_JOB: functools.partial(send_mail_batch, workshop, postbox),
        alerts.JOB: functools.partial(send_alerts, workshop, settings),
    }


def open_workshop(settings: Settings, database: Database) -> Workshop:
    """Open what jobs work with, on the clock of the installation."""
    clock = clock_of(settings.instance, demonstration=settings.demonstration)
    return Workshop(database, FileStore.open(settings.files_url), clock, open_builder(settings))


def _chores(settings: Settings, workshop: Workshop) -> list[tuple[int, Callable[[], object]]]:
    """Return what is done again and again beside the work, each with the ticks between two times."""
    staging = Staging.open(settings.instance / "uploads")
    chores: list[tuple[int, Callable[[], object]]] = [
        (TIDY_EVERY, lambda: sweep_uploads(workshop.database, workshop.files, staging, now=workshop.clock())),
        (REOPEN_EVERY, lambda: reopen_gates(workshop.database, now=workshop.clock())),
        (SWEEP_EVERY, lambda: carry_messages(workshop, settings)),
        (REOPEN_EVERY, lambda: send_digests(workshop, settings)),
        (TIDY_EVERY, workshop.builder.cache.tidy),
        (TIDY_EVERY, lambda: propose_erasures(workshop.database, now=workshop.clock())),
        (WIPE_EVERY, lambda: workshop.database.wipe_log(patience_ms=WIPE_PATIENCE_MS)),
    ]
    if settings.witness_url:
        chores.append((TIDY_EVERY, lambda: leave_head(workshop.database, settings.witness_url, now=workshop.clock())))
    if not settings.demonstration:  # whose clock is simulated
        chores.append((CLOCK_EVERY, ClockWatch(workshop.database, settings.time_server).look))
    return chores


def _beat(database: Database, slot: int) -> None:
    with database.transaction() as session:
        worker_beats.beat(session, slot=slot, now=system_clock())


def _work(
    worker: Worker, workshop: Workshop, chores: list[tuple[int, Callable[[], object]]], told: threading.Event,
    until_idle: bool,
) -> None:  # fmt: skip
    ticks = 0
    while not told.is_set():
        for every, chore in chores:
            if ticks % every == 0:
                chore()
        if ticks % SWEEP_EVERY == 0:
            worker.adopt()
            give_up_lost(workshop, worker.lost())
            retry_mail(workshop)
        ticks += 1
        if until_idle and worker.is_idle():
            return
        told.wait(TICK_SECONDS)


def give_up_lost(workshop: Workshop, keys: list[str]) -> int:
    """Mark the packs as failed whose work has ended without them; return how many."""
    with workshop.database.reading() as session:
        lost = [pack.public_id for pack in list_in_hand(session) if packs.job_key(pack) in set(keys)]
    for public_id in lost:
        with workshop.database.transaction() as session:
            packs.fail(session, public_id=public_id, message=LOST, now=workshop.clock())
    return len(lost)


@contextmanager
def _told_to_stop() -> Iterator[threading.Event]:
    told = threading.Event()
    if threading.current_thread() is not threading.main_thread():
        yield told
        return
    before = {each: signal.signal(each, lambda *_: told.set()) for each in (signal.SIGTERM, signal.SIGINT)}
    try:
        yield told
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
