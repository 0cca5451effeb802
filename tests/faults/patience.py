"""Bidders who send the same form again until it is accepted, as people do."""

from __future__ import annotations

import time
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest

from tests.factories.crowd import Bidder
from tests.faults.test_killed_while_submitting import receipt_of
from tests.served import Served

AGAIN_SECONDS, PATIENCE_SECONDS, NO_ANSWER = 0.3, 90.0, 0
FOR_NOW = frozenset({NO_ANSWER, 503, 507})
"""What is answered when something cannot be done at the moment."""


def until_answered(bidder: Bidder, address: tuple[str, int], refused: list[int], wait: float = PATIENCE_SECONDS) -> str:
    """Send the same form until it is accepted; what is refused for now is noted and sent again."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            status, page = bidder.send(address, "submit", bidder.form, wait)
        except OSError:
            status, page = NO_ANSWER, ""
        if status == 200:
            return page
        assert status in FOR_NOW, page[:500]
        refused.append(status)
        time.sleep(AGAIN_SECONDS)
    pytest.fail(f"{bidder.name} was never answered")


def all_until_answered(
    server: Served, crowd: list[Bidder], address: tuple[str, int] | None = None, wait: float = PATIENCE_SECONDS
) -> tuple[list[str], list[int]]:
    """Let everybody submit at once until each is answered; return the pages, and what was refused on the way."""
    refused: list[int] = []
    with ThreadPoolExecutor(len(crowd)) as pool:
        pages = list(pool.map(lambda bidder: until_answered(bidder, address or server.address, refused, wait), crowd))
    return pages, refused


def receipts_of(server: Served, crowd: list[Bidder], pages: list[str]) -> list[dict[str, Any]]:
    """Fetch the receipt of everybody."""
    return [receipt_of(server, bidder, page) for bidder, page in zip(crowd, pages, strict=True)]
