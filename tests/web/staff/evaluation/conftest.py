"""A panel at work behind the application of each test."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy.orm import Session

from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.evaluation import Scene, make_scene

Arrange = Callable[..., None]


@pytest.fixture
def scene(database: Database, world: World) -> Scene:
    """Two compliant bids at individual scoring; nothing declared."""
    with database.transaction() as session:
        return make_scene(session, world)


@pytest.fixture
def arrange(database: Database) -> Arrange:
    """Do something to the rows and commit: `arrange(scene.lock_all)`."""

    def run(act: Callable[..., object], *args: object) -> None:
        with database.transaction() as session:
            act(session, *args)

    return run


@pytest.fixture
def read(database: Database) -> Session:
    """A session that sees what the pages have committed."""
    return database.reading()


@pytest.fixture
def at(scene: Scene) -> Callable[[str], str]:
    """Return the address of a page of the panel's work."""
    return lambda path: f"/staff/procurements/{scene.world.reference}/evaluation/{path}"


@pytest.fixture
def open_as(sign_in: Callable[[str], FlaskClient], at: Callable[[str], str]) -> Callable[[str, str], object]:
    """Open a page as a member of the cast."""
    return lambda name, path: sign_in(name).get(at(path))
