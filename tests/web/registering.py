"""Registers a provider through the pages, as its first person does."""

from __future__ import annotations

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from assurance.persistence.models import Organisation
from assurance.persistence.session import Database
from tests.factories.cast import PASSWORD

TYPED = {"organisation_name": "Elm Care", "name": "New Person", "email": "newcomer@example.org"}


def ask(app: Flask, **typed: str) -> TestResponse:
    """Ask to register from a browser of its own."""
    return app.test_client().post("/register", data={**TYPED, **typed})


def complete(client: FlaskClient, link: str, password: str = PASSWORD) -> TestResponse:
    """Open the link that came by e-mail and set a password."""
    client.get(link)
    return client.post("/complete-registration", data={"password": password})


def is_registered(database: Database, name: str) -> bool:
    """Say whether there is an organisation of this name."""
    with database.reading() as session:
        return session.scalar(select(Organisation.id).where(Organisation.name == name)) is not None
