"""F-9: the database server is killed and started again while twenty bidders submit; nothing is lost or doubled."""

from __future__ import annotations

import json
import sys
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

RESTARTS, AGAIN_SECONDS, PATIENCE_SECONDS, NO_ANSWER = 4, 0.3, 90.0, 0


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


def until_answered(bidder: Bidder, address: tuple[str, int], refused: list[int]) -> str:
    """Send the same form until it is accepted; what is refused for now is noted and sent again."""
    until = time.monotonic() + PATIENCE_SECONDS
    while time.monotonic() < until:
        try:
            status, page = bidder.send(address, "submit", bidder.form)
        except OSError:
            status, page = NO_ANSWER, ""
        if status == 200:
            return page
        assert status in {NO_ANSWER, 503}, page[:500]
        refused.append(status)
        time.sleep(AGAIN_SECONDS)
    pytest.fail(f"{bidder.name} was never answered")


def test_the_database_server_is_killed_four_times(
    settings: Settings,
    crowd: list[Bidder],
    check: Check,
    postgres_server: postgres.Server,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with serving(settings, settings.instance / "server.log") as server:
        done, refused = threading.Event(), list[int]()

        def disturb() -> None:
            for _ in range(RESTARTS):
                if done.wait(0.5):
                    return
                postgres_server.restart()

        with ThreadPoolExecutor(len(crowd) + 1) as pool:
            trouble = pool.submit(disturb)
            pages = list(pool.map(lambda bidder: until_answered(bidder, server.address, refused), crowd))
            done.set()
            trouble.result()
        receipts = [receipt_of(server, bidder, page) for bidder, page in zip(crowd, pages, strict=True)]
    assert refused  # the server was missed by somebody, else nothing was tried
    assert len({json.dumps(each, sort_keys=True) for each in receipts}) == len(crowd)
    assert check(receipts) == []
    with capsys.disabled():
        sys.stdout.write(f"\n{len(receipts)} receipts; {len(refused)} forms were refused for now and sent again\n")
