"""The cast, and what every act of planning takes."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy.orm import Session

from tests.factories.cast import NOW, World, make_world


@pytest.fixture
def world(session: Session) -> World:
    """The cast with a procurement in planning."""
    return make_world(session)


@pytest.fixture
def common(session: Session, world: World) -> dict[str, Any]:
    """The procurement, its officer and the time."""
    return {"procurement": world.procurement(session), "actor": world.actor(session, "officer"), "now": NOW}
