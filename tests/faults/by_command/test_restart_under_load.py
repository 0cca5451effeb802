"""F-21: a new version goes in while tenders come in. What is in hand is finished, the rest is sent again.

Nineteen bidders submit and the twentieth sends a file over a slow line when the server is told to end, as a service
manager does. Control: the same, and the server is killed instead.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection, HTTPException
from pathlib import Path

import pytest

from assurance.config import Settings
from tests.factories.crowd import Bidder
from tests.faults.conftest import Check
from tests.faults.patience import all_until_answered, receipts_of
from tests.served import Served, serving

PART, PIECES, PAUSE_SECONDS = b"%PDF-" + bytes(300_000), 20, 0.25
ENDING_SECONDS = 30.0
"""How long a server may take to finish what it has in hand."""


class SlowFile:
    """A file that goes to the server a little at a time."""

    def __init__(self, server: Served, bidder: Bidder) -> None:
        self._server, self._bidder = server, bidder
        self._head = {"Cookie": f"assurance_session={bidder.person.cookie}", "X-CSRFToken": bidder.person.token,
                      "Accept": "application/json"}  # fmt: skip
        self.half_way = threading.Event()
        self.address = ""

    def _ask(self, method: str, path: str, body: bytes, kind: str) -> tuple[int, bytes]:
        with closing(HTTPConnection(*self._server.address, timeout=60)) as line:
            line.request(method, path, body, {**self._head, "Content-Type": kind})
            answer = line.getresponse()
            return answer.status, answer.read()

    def announce(self) -> None:
        """Tell the server of it."""
        form = f"name=plan.pdf&size={len(PART)}".encode()
        path = f"/supplier/bids/{self._bidder.bid_id}/uploads"
        status, said = self._ask("POST", path, form, "application/x-www-form-urlencoded")
        assert status == 201, said
        self.address = json.loads(said)["address"]

    def send(self) -> int:
        """Send all of it in one request that takes five seconds; return the status, or 0 where the line broke."""
        with closing(HTTPConnection(*self._server.address, timeout=60)) as line:
            try:
                line.putrequest("PUT", f"{self.address}?offset=0")
                for name, value in (*self._head.items(), ("Content-Length", str(len(PART)))):
                    line.putheader(name, value)
                line.endheaders()
                size = -(-len(PART) // PIECES)
                for number in range(PIECES):
                    line.send(PART[number * size : (number + 1) * size])
                    if number == PIECES // 2:
                        self.half_way.set()
                    time.sleep(PAUSE_SECONDS)
                return line.getresponse().status
            except (OSError, HTTPException):
                return 0

    def arrived(self, server: Served) -> int:
        """Ask how much of it a server has."""
        with closing(HTTPConnection(*server.address, timeout=60)) as line:
            line.request("GET", self.address, headers=self._head)
            answer = line.getresponse()
            return int(json.loads(answer.read())["offset"])


def end(server: Served, *, told: bool) -> float:
    """End a server, told to or killed, and return how many seconds it took."""
    began = time.monotonic()
    if told:
        server.process.terminate()
        server.process.wait(ENDING_SECONDS)
    else:
        server.kill()
    return time.monotonic() - began


@pytest.mark.parametrize("told", [True, False], ids=["told", "killed"])
def test_a_server_is_replaced_while_tenders_come_in(
    settings: Settings, crowd: list[Bidder], check: Check, capsys: pytest.CaptureFixture[str], told: bool
) -> None:
    log, (*busy, slow) = Path(settings.instance) / "server.log", crowd
    with ThreadPoolExecutor(2) as pool:
        with serving(settings, log) as first:
            file = SlowFile(first, slow)
            file.announce()
            sent: Future[int] = pool.submit(file.send)
            assert file.half_way.wait(60)
            submitted = pool.submit(all_until_answered, first, busy)
            seconds = end(first, told=told)
        with serving(settings, log, first.port) as second:
            pages, refused = submitted.result()
            receipts = receipts_of(second, busy, pages)
            arrived = file.arrived(second)
    assert (sent.result(), arrived) == ((200, len(PART)) if told else (0, 0))
    assert refused  # somebody came while nobody listened, else nothing was tried
    assert len({json.dumps(each, sort_keys=True) for each in receipts}) == len(busy)
    assert check(receipts) == []
    with capsys.disabled():
        sys.stdout.write(
            f"\nended in {seconds:.1f} s, {len(refused)} forms sent again, {len(receipts)} receipts of {len(busy)}; "
            f"of the file in hand {arrived:,} bytes of {len(PART):,}\n"
        )
