"""An empty authority on a database of its own: people who can sign in and hold no role."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher

from assurance.app import create_app
from assurance.config import Settings
from assurance.persistence.session import Database
from assurance.services import accounts
from tests.journeys.by_hand.journey import Journey, SetClock


@pytest.fixture
def journey(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Journey]:
    """The people at their desks before anything has begun."""
    monkeypatch.setattr(accounts, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    clock = SetClock()
    app = create_app(Settings.for_instance(tmp_path), database, clock)
    app.testing = True
    yield Journey(app, database, clock)
