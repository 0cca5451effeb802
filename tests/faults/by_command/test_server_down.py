"""F-9: the database server is killed and started again while twenty bidders submit; nothing is lost or doubled."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from assurance.config import Settings
from tests import postgres
from tests.factories.crowd import Bidder
from tests.faults.conftest import Check
from tests.faults.test_killed_while_submitting import receipt_of
from tests.served import serving

RESTARTS, AGAIN_SECONDS, PATIENCE_SECONDS = 4, 0.3, 90.0


@pytest.fixture
def backend() -> str:
    """Only a server of its own can be down."""
    return "postgresql"


@pytest.fixture(scope="module")
def postgres_server() -> Iterator[postgres.Server]:
    """A server that keeps what it acknowledged, as one that is used does."""
    folder = postgres.binaries()
    if folder is None:
        pytest.skip("PostgreSQL is not installed")
    with postgres.server(folder, postgres.DURABLE) as running:
        running.make_template()
        yield running


def until_answered(bidder: Bidder, address: tuple[str, int]) -> str:
    """Send the same form until it is accepted; what is refused for now is sent again."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            status, page = bidder.send(address, "submit", bidder.form)
        except OSError:
            status, page = 0, ""
        if status == 200:
            return page
        assert status in {0, 500, 503}, page[:500]
        time.sleep(AGAIN_SECONDS)
    pytest.fail(f"{bidder.name} was never answered")


def test_the_database_server_is_killed_four_times(
    settings: Settings, crowd: list[Bidder], check: Check, postgres_server: postgres.Server
) -> None:
    with serving(settings, settings.instance / "server.log") as server:
        done = threading.Event()

        def disturb() -> None:
            for _ in range(RESTARTS):
                if done.wait(0.5):
                    return
                postgres_server.restart()

        with ThreadPoolExecutor(len(crowd) + 1) as pool:
            trouble = pool.submit(disturb)
            pages = list(pool.map(lambda bidder: until_answered(bidder, server.address), crowd))
            done.set()
            trouble.result()
        receipts = [receipt_of(server, bidder, page) for bidder, page in zip(crowd, pages, strict=True)]
    assert len({json.dumps(each, sort_keys=True) for each in receipts}) == len(crowd)
    assert check(receipts) == []
