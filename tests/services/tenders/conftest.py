"""The cast, and shortcuts to act as one of it."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.factories.cast import World, make_world


@pytest.fixture
def world(session: Session) -> World:
    """One authority, four providers, one procurement."""
    return make_world(session)
