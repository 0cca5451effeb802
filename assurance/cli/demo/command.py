"""`assurance demo`: build the folder, walk the programmes, print the packs, say who can sign in, and serve the site."""

from __future__ import annotations

import os
import socket
import sys
import time
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from types import ModuleType

import click

from assurance.adapters import workflows
from assurance.adapters.clock import SimulatedClock
from assurance.adapters.files import FileStore
from assurance.cli import serve as server
from assurance.cli.demo import (
    award,
    call,
    clarifications,
    consequences,
    contract,
    diabetes,
    dialogue,
    evaluation,
    folder,
    frail,
    impact,
    invited,
    leaving,
    letters,
    market,
    open_data,
    packs,
    payment,
    people,
    planning,
    prices,
    programme,
    respiratory,
    running,
    summary,
    tenders,
    trial,
)
from assurance.cli.demo.play import Play, Step, london
from assurance.config import Settings
from assurance.domain.procedures.regimes import Regime
from assurance.persistence import migrate
from assurance.persistence.session import Database
from assurance.services import at_rest

WALKS = (
    planning,
    programme,
    payment,
    impact,
    trial,
    market,
    call,
    invited,
    clarifications,
    dialogue,
    tenders,
    evaluation,
    prices,
    consequences,
    contract,
    letters,
    running,
    leaving,
)
"""The walk of the first programme, but for the award, which differs by law."""
OTHERS = (frail, respiratory, diabetes)
BEFORE, AFTER = london(2025, 1, 6, 8), london(2026, 10, 20, 8, 30)
"""When the people are registered, and what the simulated clock says when the site is opened."""


def run(target: Path, *, serve: bool, quick: bool, port: int, regime: Regime = Regime.PSR) -> None:
    """Build the demonstration in a folder and, unless told otherwise, serve it on loopback."""
    began = time.monotonic()
    target = target.resolve()
    if serve:
        _refuse_taken(port)
    try:
        folder.clear(target)
    except folder.NotADemonstration as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(2)
    settings = Settings.for_instance(target, demonstration=True)
    settings = replace(settings, public_url=f"http://{settings.host}:{port}")
    click.echo(summary.preface(regime))
    play = walk(settings, regime)
    written = [*print_packs(play, settings, quick=quick), *open_data.write(play, settings.instance / "open-data")]
    click.echo(summary.closing(play, target, written, seconds=time.monotonic() - began, port=port if serve else None))
    if serve:
        server.run(settings, host=settings.host, port=port, worker=True)


def walk(settings: Settings, regime: Regime = Regime.PSR, others: Sequence[ModuleType] = OTHERS) -> Play:
    """Make the database and take every step of the first programme and of the others, then set the clock."""
    at_rest.unlock(settings)
    database = Database.open(settings.database_url)
    migrate.upgrade(database.engine)
    workflows.install(settings.database_url)
    play = Play(database, FileStore.open(settings.files_url), regime=regime, say=click.echo)
    people.enrol(play, BEFORE)
    steps: list[Step] = [step for each in (*WALKS, *others) for step in each.STEPS]
    play.run([*steps, *award.steps(regime)])
    SimulatedClock(settings.instance / "clock.json").set(AFTER)
    return play


def print_packs(play: Play, settings: Settings, *, quick: bool) -> list[Path]:
    """Have the packs built in the background and copy them out."""
    count = packs.request_all(play, AFTER, quick=quick)
    click.echo(f"\nBuilding {count} PDF {'pack' if count == 1 else 'packs'} ...")
    os.environ.update(server.environment(settings))
    packs.build([*server.own_command(), "worker"])
    return packs.copy_out(play, settings.instance / "packs", AFTER)


def _refuse_taken(port: int) -> None:
    """Say at once that the port is taken, and not after a minute of work."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError as error:
            click.echo(f"Port {port} cannot be used ({error.strerror}); choose another with --port", err=True)
            sys.exit(2)
