"""Gives the first people of an authority a way to sign in. Everyone of a provider registers on the site instead."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import click
from sqlalchemy.orm import Session

from assurance.adapters.clock import system_clock
from assurance.cli import db
from assurance.cli import own_data as archive
from assurance.config import Settings
from assurance.domain.authority.policy import Audience
from assurance.domain.deadlines.changes import say_until
from assurance.domain.errors import InvalidInput
from assurance.persistence.session import Database
from assurance.services import accounts, factor_release, keeping_out


def add(email: str, name: str, job_title: str, authority: str, staff_number: str, *, from_stdin: bool) -> None:
    """Add a person to an authority, which is created when it is new; exit status 2 with the reason if refused."""
    password = _password(from_stdin=from_stdin)
    with _changing() as session:
        _add(session, email, name, job_title, authority, staff_number, password)
    click.echo(f"{name} of {authority} can sign in as {email.strip().lower()}.")


def number(email: str, staff_number: str) -> None:
    """Put a person's staff number on record; exit status 2 with the reason if refused."""
    with _changing() as session:
        user = accounts.set_staff_number(session, email=email, staff_number=staff_number, now=system_clock())
        said = f"has the staff number {user.staff_number}" if user.staff_number else "has no staff number"
        click.echo(f"{user.name} {said}.")


def secretary(email: str, *, no_more: bool) -> None:
    """Make a person the board secretary of their authority, or no more; exit status 2 with the reason if refused."""
    with _changing() as session:
        user = accounts.set_board_secretary(session, email=email, is_secretary=not no_more, now=system_clock())
        said = "is not board secretary any more" if no_more else "is board secretary and keeps what its gates ask"
        click.echo(f"{user.name} {said}.")


def suspend(email: str, *, no_more: bool) -> None:
    """Keep a person from signing in, or let them again; exit status 2 with the reason if refused."""
    with _changing() as session:
        user = keeping_out.set_suspended(session, email=email, is_suspended=not no_more, now=system_clock())
        said = "can sign in again" if no_more else "cannot sign in any more, and every open sign-in has ended"
        click.echo(f"{user.name} {said}.")


def password(email: str, *, from_stdin: bool) -> None:
    """Give a person a new password; exit status 2 with the reason if refused."""
    typed = _password(from_stdin=from_stdin)
    with _changing() as session:
        user = keeping_out.set_password(session, email=email, password=typed, now=system_clock())
        click.echo(f"{user.name} has a new password, and every open sign-in has ended.")


def release_factor(email: str, *, reason: str, carry_out: bool, stop: bool) -> None:
    """Announce that a second factor is taken away, do it after a day, or stop it; exit status 2 if refused."""
    now = system_clock()
    with _changing() as session:
        if carry_out:
            done = factor_release.carry_out(session, email=email, now=now)
            click.echo(f"The second factor of {done.user.name} is taken away, and every open sign-in has ended.")
        elif stop:
            stopped = factor_release.call_off(session, email=email, reason=reason, now=now)
            click.echo(f"The second factor of {stopped.user.name} stays as it is.")
        else:
            made = factor_release.ask(session, email=email, reason=reason, now=now)
            click.echo(
                f"Announced to {made.user.name} and to everybody of the authority who holds a power. Repeat this with "
                f"--carry-out from {say_until(made.opens_at)}, unless somebody stops it."
            )


def own_data(email: str, made_sure: str, out: Path) -> None:
    """Write what is held about a person for them to have; exit status 2 with the reason if refused."""
    with _changing() as session:
        archive.write(session, email=email, made_sure=made_sure, out=out)


@contextmanager
def _changing() -> Iterator[Session]:
    """Change the installation that the environment names; a refusal is said and ends the command."""
    settings = Settings.from_environ()
    db.prepare(settings)
    try:
        with Database.open(settings.database_url).transaction() as session:
            yield session
    except InvalidInput as refusal:
        click.echo(f"{refusal.field}: {refusal.message}", err=True)
        raise SystemExit(2) from None


def _password(*, from_stdin: bool) -> str:
    if from_stdin:
        return sys.stdin.readline().rstrip("\n")
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return answer


def _add(
    session: Session, email: str, name: str, job_title: str, authority: str, staff_number: str, password: str
) -> None:
    now = system_clock()
    organisation = accounts.find_organisation(session, name=authority)
    if organisation is None:
        organisation = accounts.create_organisation(session, name=authority, audience=Audience.STAFF, now=now)
    if organisation.audience is not Audience.STAFF:
        raise InvalidInput("authority", f"{authority} is registered as a provider")
    accounts.create_user(
        session, email=email, name=name, password=password, organisation=organisation, now=now, job_title=job_title,
        staff_number=staff_number,
    )  # fmt: skip
