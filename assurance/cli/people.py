"""Gives the first people of an authority a way to sign in. Everyone of a provider registers on the site instead."""

from __future__ import annotations

import sys

import click
from sqlalchemy.orm import Session

from assurance.adapters.clock import system_clock
from assurance.cli import db
from assurance.config import Settings
from assurance.domain.authority.policy import Audience
from assurance.domain.errors import InvalidInput
from assurance.persistence.session import Database
from assurance.services import accounts


def add(email: str, name: str, job_title: str, authority: str, *, from_stdin: bool) -> None:
    """Add a person to an authority, which is created when it is new; exit status 2 with the reason if refused."""
    password = sys.stdin.readline().rstrip("\n") if from_stdin else _asked()
    settings = Settings.from_environ()
    db.prepare(settings)
    try:
        with Database.open(settings.database_url).transaction() as session:
            _add(session, email, name, job_title, authority, password)
    except InvalidInput as refusal:
        click.echo(f"{refusal.field}: {refusal.message}", err=True)
        raise SystemExit(2) from None
    click.echo(f"{name} of {authority} can sign in as {email.strip().lower()}.")


def _asked() -> str:
    answer: str = click.prompt("Password", hide_input=True, confirmation_prompt=True)
    return answer


def _add(session: Session, email: str, name: str, job_title: str, authority: str, password: str) -> None:
    now = system_clock()
    organisation = accounts.find_organisation(session, name=authority)
    if organisation is None:
        organisation = accounts.create_organisation(session, name=authority, audience=Audience.STAFF, now=now)
    if organisation.audience is not Audience.STAFF:
        raise InvalidInput("authority", f"{authority} is registered as a provider")
    accounts.create_user(
        session, email=email, name=name, password=password, organisation=organisation, now=now, job_title=job_title
    )
