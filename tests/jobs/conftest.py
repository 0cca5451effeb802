"""Everything in this folder runs on SQLite and on PostgreSQL."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from tests.databases import KINDS
from tests.mailserver import Inbox, running


@pytest.fixture(params=KINDS)
def backend(request: pytest.FixtureRequest) -> str:
    """The kind of database."""
    return str(request.param)


@pytest.fixture
def inbox() -> Iterator[Inbox]:
    """A mail server of our own on loopback."""
    with running() as found:
        yield found
