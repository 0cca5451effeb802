"""A database of each kind for the tests of adapters."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.postgres import postgres_url

__all__ = ["database_url", "postgres_url"]


@pytest.fixture(params=["sqlite", "postgresql"])
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """The URL of an empty database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'work.db'}"
    return str(request.getfixturevalue("postgres_url"))
