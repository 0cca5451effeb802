"""The cast, with the call open."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.factories.cast import World, make_world
from tests.factories.plans import make_plan
from tests.factories.requests import marked_call


@pytest.fixture
def world(session: Session) -> World:
    """A planned procurement whose call asks three questions of the template and one to be marked."""
    world = make_world(session)
    make_plan(session, world)
    marked_call(session, world)
    return world
