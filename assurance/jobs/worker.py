"""The background worker: takes up work as it comes, and what dead workers left, until it is told to stop."""

from __future__ import annotations

import functools
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from assurance.adapters.clock import clock_of
from assurance.adapters.files import FileStore
from assurance.adapters.mail import open_postbox
from assurance.adapters.workflows import Job, Worker
from assurance.config import Settings
from assurance.jobs.build_pack import Workshop, build_pack
from assurance.jobs.chore_list import chores_of
from assurance.jobs.lay_ahead import lay_ahead
from assurance.jobs.pack_making import open_builder
from assurance.jobs.rota import Rota
from assurance.jobs.send_alerts import send_alerts
from assurance.jobs.send_mail import send_mail, send_mail_batch
from assurance.persistence.session import Database
from assurance.services import at_rest, laying_ahead, mail, packs
from assurance.services.suppliers import alerts

TICK_SECONDS = 0.3
GRACE_SECONDS = 10
"""How long the part in hand may take to end when the worker is told to stop."""


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
            chores = chores_of(settings, workshop, worker)
            _work(worker, Rota(database, worker.slot.number, workshop.clock, chores), told, until_idle=until_idle)
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


def _work(worker: Worker, rota: Rota, told: threading.Event, *, until_idle: bool) -> None:
    try:
        while not told.is_set():
            rota.do_due()
            if until_idle and worker.is_idle():
                return
            told.wait(TICK_SECONDS)
    finally:
        rota.say()


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
