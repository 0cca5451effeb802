"""Writes what is held about one person as an archive to hand to them: all as JSON, and each part as a table."""

from __future__ import annotations

import json
import os
import zipfile
from datetime import datetime
from enum import Enum
from pathlib import Path
from typing import Any

import click
from sqlalchemy.orm import Session

from assurance.adapters.clock import system_clock
from assurance.exports.tables import rows_csv
from assurance.services.held_about import Held, Row, hand_out


def write(session: Session, *, email: str, made_sure: str, out: Path) -> None:
    """Write the archive, readable by the account that runs this alone; a file that is there already is kept."""
    held = hand_out(session, email=email, made_sure=made_sure, now=system_clock())
    try:
        opened = os.open(out, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except OSError as fault:
        raise click.ClickException(f"{out} cannot be written: {fault.strerror}") from fault
    with os.fdopen(opened, "wb") as file, zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("all.json", json.dumps(held, default=in_words, indent=2, ensure_ascii=False))
        for name, rows in table_files(held):
            archive.writestr(name, rows)
    click.echo(f"Written to {out}: {sum(map(len, held.values()))} rows about {email.strip().lower()}.")


def table_files(held: Held) -> list[tuple[str, bytes]]:
    """Return each part that is not empty as a file of its own."""
    return [
        (f"{name.replace(': ', '-').replace(' ', '-')}.csv", rows_csv([list(rows[0]), *map(_cells, rows)]))
        for name, rows in held.items()
        if rows
    ]


def _cells(row: Row) -> list[str]:
    return ["" if each is None else in_words(each) for each in row.values()]


def in_words(value: Any) -> str:
    """Write a value that has no form of its own in JSON."""
    if isinstance(value, datetime):
        return value.isoformat()
    return str(value.value) if isinstance(value, Enum) else str(value)
