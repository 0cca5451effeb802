"""Prints one procurement as open data, from the releases that were kept when its notices were published."""

from __future__ import annotations

import json
import sys
from typing import Any

import click

from assurance.cli.db import unlock
from assurance.config import Settings
from assurance.domain.errors import NotFound
from assurance.persistence import migrate
from assurance.persistence.session import Database
from assurance.services.open_data import exporting

BAD_INPUT = 2


def ocds(reference: str) -> None:
    """Print the releases of a procurement as a release package."""
    _print(reference, as_record=False)


def record(reference: str) -> None:
    """Print the releases of a procurement and what they come to as a record package."""
    _print(reference, as_record=True)


def _print(reference: str, *, as_record: bool) -> None:
    settings = Settings.from_environ()
    unlock(settings)
    database = Database.open(settings.database_url)
    if migrate.current(database.engine) != migrate.head():
        _refuse("There is no database here, or it is not up to date: run assurance db upgrade")
    try:
        with database.reading() as session:
            package = exporting.export(session, reference=reference, as_record=as_record)
    except NotFound as refusal:
        _refuse(str(refusal))
    finally:
        database.close()
    click.echo(in_lines(package))


def in_lines(package: dict[str, Any]) -> str:
    """Write a package as JSON to be read by people as well."""
    return json.dumps(package, indent=2, ensure_ascii=False)


def _refuse(why: str) -> None:
    click.echo(why, err=True)
    sys.exit(BAD_INPUT)
