"""Shows the people who run an installation what e-mail has not left, and why, and lets it be tried again.

Without a mail server they read out what was written to an address, so that its link can be handed over.
"""

from __future__ import annotations

import click

from assurance.adapters.clock import Clock, clock_of
from assurance.adapters.mail import Folder
from assurance.cli import db
from assurance.config import Settings
from assurance.persistence.queries.delivery import count_mail, list_unsent
from assurance.persistence.session import Database
from assurance.services import kept_letters, mail

SHOWN = 200


def show() -> None:
    """Print how much waits, was sent and was given up, then what failed, one line each."""
    with _open(Settings.from_environ()).reading() as session:
        click.echo(", ".join(f"{count} {name}" for name, count in count_mail(session).items()))
        for each in list_unsent(session, limit=SHOWN):
            when = f"next try {each.next_attempt_at:%Y-%m-%d %H:%M} UTC" if each.next_attempt_at else "given up"
            tried = f"{each.attempts} {'try' if each.attempts == 1 else 'tries'}"
            click.echo(f"{each.recipient}: {each.subject} ({tried}, {when}): {each.last_error}")


def retry() -> None:
    """Let everything that failed be tried again now; the worker sends it."""
    settings = Settings.from_environ()
    with _open(settings).transaction() as session:
        count = mail.try_again(session, now=_clock(settings)())
    click.echo(f"{count} {'email is' if count == 1 else 'emails are'} tried again.")


def read_out(address: str) -> None:
    """Print the letters to an address that can still be read, newest first; exit status 1 where there is none."""
    settings = Settings.from_environ()
    folder = Folder(settings.instance / "outbox", settings.mail_from)
    with _open(settings).transaction() as session:
        found = kept_letters.read_out(session, folder, recipient=address, now=_clock(settings)())
    for each in found:
        click.echo(f"{each.at:%Y-%m-%d %H:%M} UTC, {each.subject}\n\n{each.text}")
    if not found:
        click.echo("There is no letter to this address that could be read: it was sent, or nothing was written.")
        raise SystemExit(1)


def _clock(settings: Settings) -> Clock:
    return clock_of(settings.instance, demonstration=settings.demonstration)


def _open(settings: Settings) -> Database:
    db.prepare(settings)
    return Database.open(settings.database_url)
