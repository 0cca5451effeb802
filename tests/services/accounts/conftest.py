"""The cast."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.factories.cast import World, make_world


@pytest.fixture
def world(session: Session) -> World:
    """The cast with a procurement in planning."""
    return make_world(session)
