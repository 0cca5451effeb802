"""Runs the background worker as a process of its own, until it is told to stop or nothing is left to do."""

from __future__ import annotations

import os
import sys

from assurance.adapters import log
from assurance.cli import db
from assurance.cli.safety import stop_if_unsafe
from assurance.config import Settings
from assurance.jobs.worker import run_worker


def run(*, until_idle: bool = False) -> None:
    """Work for the installation that the environment names; refuse what would be unsafe or is behind."""
    settings = Settings.from_environ()
    log.configure(settings.log)
    db.prepare(settings)
    stop_if_unsafe(settings)
    finished = run_worker(settings, until_idle=until_idle)
    sys.stdout.flush()
    sys.stderr.flush()
    if not finished:
        # The part in hand would keep the process alive; it is on record and the next worker repeats it.
        os._exit(0)
