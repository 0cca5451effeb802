"""A sign-in is worth nothing once its person is suspended or has a new password, and does not revive."""

from __future__ import annotations

from collections.abc import Callable

from flask import Flask
from flask.testing import FlaskClient

from assurance.persistence.session import Database
from assurance.services import keeping_out
from tests.factories.cast import NOW, PASSWORD, email
from tests.web.auth.test_guards import tags

SignIn = Callable[[str], FlaskClient]
NEW = "violet tractor under snow"


def _signs_in(app: Flask, password: str) -> int:
    return app.test_client().post("/sign-in", data={"email": email("officer"), "password": password}).status_code


def test_a_suspended_person_is_out_at_once_and_an_old_cookie_never_revives(
    app: Flask, sign_in: SignIn, database: Database
) -> None:
    client, other = sign_in("officer"), sign_in("owner")
    with database.transaction() as session:
        keeping_out.set_suspended(session, email=email("officer"), is_suspended=True, now=NOW)
    assert client.get("/staff/").status_code == 302
    assert other.get("/staff/").status_code == 200
    assert tags(database)[-1] == "user:suspended"
    assert _signs_in(app, PASSWORD) == 422
    with database.transaction() as session:
        keeping_out.set_suspended(session, email=email("officer"), is_suspended=False, now=NOW)
    assert client.get("/staff/").status_code == 302
    assert _signs_in(app, PASSWORD) == 302


def test_a_new_password_ends_every_sign_in_and_the_old_one(app: Flask, sign_in: SignIn, database: Database) -> None:
    clients = [sign_in("officer"), sign_in("officer")]
    with database.transaction() as session:
        keeping_out.set_password(session, email=email("officer"), password=NEW, now=NOW)
    assert [client.get("/staff/").status_code for client in clients] == [302, 302]
    assert tags(database)[-1] == "user:password-set"
    assert (_signs_in(app, PASSWORD), _signs_in(app, NEW)) == (422, 302)
