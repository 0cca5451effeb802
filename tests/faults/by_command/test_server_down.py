"""F-9: the database server is killed and started again while twenty bidders submit; nothing is lost or doubled."""

from __future__ import annotations

import json
import sys
import threading
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest

from assurance.config import Settings
from tests import postgres
from tests.factories.crowd import Bidder
from tests.faults.conftest import Check
from tests.faults.patience import all_until_answered, receipts_of
from tests.served import serving

RESTARTS = 4


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


def test_the_database_server_is_killed_four_times(
    settings: Settings,
    crowd: list[Bidder],
    check: Check,
    postgres_server: postgres.Server,
    capsys: pytest.CaptureFixture[str],
) -> None:
    with serving(settings, settings.instance / "server.log") as server:
        done = threading.Event()

        def disturb() -> None:
            for _ in range(RESTARTS):
                if done.wait(0.5):
                    return
                postgres_server.restart()

        with ThreadPoolExecutor(1) as pool:
            trouble = pool.submit(disturb)
            pages, refused = all_until_answered(server, crowd)
            done.set()
            trouble.result()
        receipts = receipts_of(server, crowd, pages)
    assert refused  # the server was missed by somebody, else nothing was tried
    assert len({json.dumps(each, sort_keys=True) for each in receipts}) == len(crowd)
    assert check(receipts) == []
    with capsys.disabled():
        sys.stdout.write(f"\n{len(receipts)} receipts; {len(refused)} forms were refused for now and sent again\n")
