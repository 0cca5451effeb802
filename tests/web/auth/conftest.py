"""An identity provider that runs, and an application that knows it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from assurance.adapters.demonstration import MARKER
from assurance.app import create_app
from assurance.config import IdentityProvider, Settings
from assurance.persistence.models import Organisation
from assurance.persistence.session import Database
from tests.factories.cast import SUPPLIERS, World, email
from tests.factories.sealing import give_second_factor
from tests.identity_provider import Provider, identity_provider


@pytest.fixture(scope="module")
def provider() -> Iterator[Provider]:
    """A provider that knows some of the cast, each under a name of its own."""
    with identity_provider() as running:
        for name in ("reviewer", "contracts", "birch"):
            running.knows(f"{name}-1", email=email(name).title(), email_verified=True)
        running.knows("stranger-1", email="stranger@example.org", email_verified=True)
        running.knows("unverified-1", email=email("reviewer"))
        yield running


@pytest.fixture
def configure(app: Flask, provider: Provider) -> Callable[..., None]:
    """Let the application know the provider, as a test wants it."""

    def known(issuer: str = provider.issuer, **chosen: object) -> None:
        found = IdentityProvider(issuer, "assurance", "secret", label="NHS account", **chosen)  # type: ignore[arg-type]  # reason: by name
        app.extensions["assurance_settings"] = replace(
            app.extensions["assurance_settings"], identity_provider=found, public_url="https://buy.example"
        )

    return known


@pytest.fixture
def configured(configure: Callable[..., None]) -> None:
    """The provider with nothing special about it."""
    configure()


@pytest.fixture
def sign_in(
    with_password: Callable[[str], FlaskClient], database: Database, world: World
) -> Callable[[str], FlaskClient]:
    """Return a client signed in with a password, as people do, and staff with a second factor given just then."""

    def signed_in(name: str) -> FlaskClient:
        client = with_password(name)
        if name in world.users and name not in SUPPLIERS:
            give_second_factor(database, world, name)
        return client

    return signed_in


@pytest.fixture
def made(database: Database, tmp_path: Path, world: World) -> Callable[..., FlaskClient]:
    """Return a visitor of an installation that was built as a demonstration, unless told otherwise."""

    def visitor(*, demonstration: bool = True, built: bool = True) -> FlaskClient:
        if built:
            (tmp_path / MARKER).touch()
        with database.transaction() as session:
            session.execute(
                update(Organisation)
                .where(Organisation.id != world.organisations["birch"])
                .values(is_demonstration=True)
            )
        app = create_app(Settings.for_instance(tmp_path, demonstration=demonstration), database)
        app.config["WTF_CSRF_ENABLED"] = False
        return app.test_client()

    return visitor
