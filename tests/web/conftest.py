"""An application on a fresh database with the cast in it, a clock that tests set, and signed-in clients."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from copy import deepcopy
from datetime import datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.adapters.clock import system_clock
from assurance.app import create_app
from assurance.config import Settings
from assurance.persistence.models import User, UserSession
from assurance.persistence.session import Database
from assurance.services import accounts, at_rest, sign_ins
from assurance.services.intake import Intake
from assurance.services.tokens import digest
from assurance.web.auth.lasting import limits_of
from tests.databases import Originals
from tests.factories.cast import NOW, PASSWORD, SUPPLIERS, World, email, make_world
from tests.factories.sealing import by_password_alone


class SetClock:
    """A clock that stands still until a test moves it."""

    def __init__(self) -> None:
        self.now = NOW

    def __call__(self) -> datetime:
        return self.now


@pytest.fixture(scope="session")
def seeded(originals: Originals) -> tuple[str, World]:
    """Make the cast once; each test works on a copy of the database."""
    url = originals.make("seed")
    database = Database.open(url)
    with database.transaction() as session:
        world = make_world(session)
    database.close()
    return url, world


@pytest.fixture
def world(seeded: tuple[str, World]) -> World:
    """Ids of the cast and of the procurement, to which a test may add its own."""
    return deepcopy(seeded[1])


@pytest.fixture
def database(seeded: tuple[str, World], originals: Originals, tmp_path: Path) -> Iterator[Database]:
    """This test's own copy of the database; use `database.transaction()` to arrange rows."""
    with originals.copy(seeded[0], tmp_path) as url:
        opened = Database.open(url)
        yield opened
        opened.close()


@pytest.fixture
def clock() -> SetClock:
    """The application's clock; set `clock.now`."""
    return SetClock()


@pytest.fixture(scope="session")
def built(tmp_path_factory: pytest.TempPathFactory) -> Flask:
    """The whole application, made once: registering its pages and compiling its templates outlasts most tests."""
    settings = Settings.for_instance(tmp_path_factory.mktemp("built"))
    app = create_app(settings, Database.open(f"sqlite:///{settings.instance / 'never_used.db'}"))
    app.testing = True
    app.config["WTF_CSRF_ENABLED"] = False
    return app


@pytest.fixture
def app(built: Flask, database: Database, clock: SetClock, tmp_path: Path) -> Iterator[Flask]:
    """The application in a folder of its own, with this test's database and clock; what a test sets is set back.

    Signing in asks for a password alone; that it asks the powerful for more is tried where an installation does.
    """
    settings = by_password_alone(tmp_path)
    at_rest.unlock(settings)
    intake = Intake.open(settings)
    config, extensions = dict(built.config), dict(built.extensions)
    built.config["SECRET_KEY"] = settings.secret_key
    built.extensions |= {
        "assurance_settings": settings, "assurance_clock": clock, "assurance_intake": intake,
        "assurance_files": intake.files, "assurance_database": database, "assurance_started": system_clock(),
    }  # fmt: skip
    yield built
    built.config.clear()
    built.config.update(config)
    built.extensions.clear()
    built.extensions.update(extensions)


@pytest.fixture
def with_password(app: Flask) -> Callable[[str], FlaskClient]:
    """Return a client signed in as a member of the cast by a password alone."""

    def signed_in(name: str) -> FlaskClient:
        client = app.test_client()
        answer = client.post("/sign-in", data={"email": email(name), "password": PASSWORD})
        assert answer.status_code == 302, answer.text
        return client

    return signed_in


@pytest.fixture
def sign_in(app: Flask, database: Database, clock: SetClock, world: World) -> Callable[[str], FlaskClient]:
    """Return a client signed in as a member of the cast who has just given their second factor, if they are staff.

    The sign-in is made by the services that a password leads to, since comparing one each time outlasts most tests.
    """

    def signed_in(name: str) -> FlaskClient:
        gave_second_factor = name in world.users and name not in SUPPLIERS
        client = app.test_client()
        with client.session_transaction() as cookie:
            cookie["_user_id"], cookie["_fresh"] = start_sign_in(app, database, name, clock(), gave_second_factor), True
        return client

    return signed_in


def start_sign_in(app: Flask, database: Database, name: str, now: datetime, gave_second_factor: bool) -> str:
    """Start a sign-in of a member of the cast and return its token."""
    with database.transaction() as session:
        user = session.scalars(select(User).where(User.email == email(name))).one()
        token = accounts.start(session, user=user, now=now)
        sign_ins.begin(
            session, token=token, browser="Test browser", limits=limits_of(app), at=system_clock(), now=now
        )  # fmt: skip
        if gave_second_factor:
            session.scalars(
                select(UserSession).where(UserSession.token_hash == digest(token))
            ).one().stepped_up_at = now
    return token
