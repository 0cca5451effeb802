"""A panel at work, on both kinds of database."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.factories.cast import make_world
from tests.factories.evaluation import Scene, make_scene


@pytest.fixture
def scene(session: Session) -> Scene:
    """Two bids at individual scoring, nothing declared or marked yet."""
    return make_scene(session, make_world(session))
