"""The keys that close what lies on the disk."""

from __future__ import annotations

import sys

import click

from assurance.adapters.keyring import UnsafeKey, add_key
from assurance.config import Settings


def add() -> None:
    """Make a new key and say where it is; exit status 1 with the reason when others could read it."""
    folder = Settings.from_environ().keys
    try:
        path = add_key(folder)
    except UnsafeKey as refusal:
        click.echo(str(refusal), err=True)
        sys.exit(1)
    click.echo(f"Made {path}. It closes everything from the next start on; keep the older keys, and back this one up.")
