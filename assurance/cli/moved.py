"""The word that is left in the folder of an installation that has moved, so that nobody works on the old one."""

from __future__ import annotations

import json
import sys

import click
from sqlalchemy import make_url

from assurance.config import Settings

MARK = "moved.json"


def leave_word(settings: Settings, database_url: str, files_url: str) -> None:
    """Say in the old folder where the installation went, without the password in an address."""
    said = {
        "from": make_url(settings.database_url).render_as_string(hide_password=True),
        "to_database": make_url(database_url).render_as_string(hide_password=True),
        "to_files": files_url,
    }
    (settings.instance / MARK).write_text(json.dumps(said, indent=1) + "\n")


def stop_if_moved(settings: Settings) -> None:
    """End the command with the reason when the database it would work on is the one that was left."""
    path = settings.instance / MARK
    if not path.exists():
        return
    said = json.loads(path.read_text())
    if said["from"] != make_url(settings.database_url).render_as_string(hide_password=True):
        return
    click.echo(
        f"This installation has moved to {said['to_database']}. Set ASSURANCE_DATABASE_URL and ASSURANCE_FILES_URL to "
        f"where it is now. To go back to what was left here all the same, remove {path}.",
        err=True,
    )
    sys.exit(1)
