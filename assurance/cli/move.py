"""Carries an installation to another database and file store, checks that all of it arrived, and marks the old one."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import click

from assurance.adapters import workflows
from assurance.adapters.files import FileStore
from assurance.cli import db
from assurance.cli.moved import leave_word, stop_if_moved
from assurance.config import Settings
from assurance.persistence import migrate, transfer
from assurance.persistence.session import Database
from assurance.services.audit_check import check_chain


class Refused(Exception):
    """Why the installation is not moved; nothing has been changed."""


def move(database_url: str, files_url: str) -> None:
    """Move the installation that the environment names; on a refusal nothing is changed there."""
    settings = Settings.from_environ()
    stop_if_moved(settings)
    db.unlock(settings)
    try:
        with _both(settings, database_url) as (old, new):
            rows = _carry_rows(settings, old, new)
            files = _carry_files(FileStore.open(settings.files_url), FileStore.open(files_url))
            seq, head = _chain(new)
    except Refused as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    leave_word(settings, database_url, files_url)
    click.echo(f"Moved: {rows} rows and {files} files, each compared with what was there.")
    click.echo(f"The audit trail holds there: {seq} entries, head {head or 'none'}.")
    click.echo("From now on set ASSURANCE_DATABASE_URL and ASSURANCE_FILES_URL to the new ones. The keys did not move.")


@contextmanager
def _both(settings: Settings, database_url: str) -> Iterator[tuple[Database, Database]]:
    if settings.database_url == database_url:
        raise Refused("The new database is the one in use. Name another.")
    old, new = Database.open(settings.database_url), Database.open(database_url)
    try:
        if migrate.current(old.engine) != migrate.head():
            raise Refused("The database is not at this version. Run assurance db upgrade first.")
        yield old, new
    finally:
        old.close()
        new.close()


def _carry_rows(settings: Settings, old: Database, new: Database) -> int:
    """Carry the rows, unless an earlier move that was broken off has; either way compare every table."""
    if not workflows.is_quiet(settings.database_url):
        raise Refused("Work is in hand. Stop the site, run assurance worker --until-idle, and move again.")
    if migrate.current(new.engine) is None:
        migrate.upgrade(new.engine)
        workflows.install(str(new.engine.url.render_as_string(hide_password=False)))
    with transfer.snapshot(old.engine) as source:
        here = transfer.digests(source)
        if transfer.is_empty(new.engine):
            transfer.copy_rows(source, new.engine)
    with transfer.snapshot(new.engine) as target:
        there = transfer.digests(target)
    differing = sorted(name for name in here if here[name] != there.get(name))
    if differing:
        raise Refused(
            f"The new database holds something else already, in {', '.join(differing[:3])}. Name an empty one."
        )
    return sum(each.rows for each in here.values())


def _carry_files(old: FileStore, new: FileStore) -> int:
    """Carry every file that is not there yet, and read each one there again: its name is the hash of what it holds."""
    count = 0
    for key in old.list_older(-1):
        if not new.exists(key):
            new.put(old.stream(key))
        for _ in new.stream(key):
            pass
        count += 1
    return count


def _chain(new: Database) -> tuple[int, str]:
    with new.reading() as session:
        check = check_chain(session)
    if check.broken_at is not None:
        raise Refused(f"The audit trail is broken at entry {check.broken_at}. Run assurance audit verify.")
    return check.entries, check.head
