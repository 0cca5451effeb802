"""Everything in this folder runs on SQLite and on PostgreSQL."""

from __future__ import annotations

import pytest

from tests.databases import KINDS


@pytest.fixture(params=KINDS)
def backend(request: pytest.FixtureRequest) -> str:
    """The kind of database."""
    return str(request.param)
