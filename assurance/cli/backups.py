"""Backups from the command line: make one, put one back, and prove that it can be put back."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import click

from assurance.adapters.clock import clock_of
from assurance.config import Settings
from assurance.domain.errors import AssuranceError
from assurance.services import backups
from assurance.services.backups import Manifest


def make(folder: Path | None, *, drill: bool, with_keys: bool) -> None:
    """Make a backup, or restore one into a scratch place to see that it can be; say what it holds."""
    settings = Settings.from_environ()
    now = clock_of(settings.instance, demonstration=settings.demonstration)()
    if drill:
        found = _or_stop(lambda: backups.drill(settings, folder, now=now))
        click.echo(f"Restored and found whole, with an audit trail that holds: {_contents(found)}.")
        click.echo("The scratch place is gone again.")
        return
    if folder is None:
        raise click.UsageError("Name the folder for the backup")
    made = _or_stop(lambda: backups.make(settings, folder, now=now, with_keys=with_keys))
    click.echo(f"Backed up into {folder}: {_contents(made)}.")
    click.echo(
        "The keys are in it as well: whoever has this folder can read drafts and opened tenders."
        if with_keys
        else f"The keys are not in it. Keep {settings.keys} in another backup; without them nothing closed opens again."
    )


def restore(folder: Path) -> None:
    """Put a backup into the empty installation that the environment names."""
    settings = Settings.from_environ()
    now = clock_of(settings.instance, demonstration=settings.demonstration)()
    found = _or_stop(lambda: backups.restore(settings, folder, now=now))
    click.echo(f"Restored: {_contents(found)}. Made at {found.made_at}.")
    if not found.keys:
        click.echo(f"Put the keys of that installation into {settings.keys} before you start it.")


def _contents(manifest: Manifest) -> str:
    return (
        f"the database at {manifest.revision}, the audit trail up to entry {manifest.entries}, "
        f"{len(manifest.files)} files"
    )


def _or_stop(act: Callable[[], Manifest]) -> Manifest:
    try:
        return act()
    except AssuranceError as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
