"""What happens at once: forms sent over half a minute and after the deadline, files that crawl in, a page asked for."""

from __future__ import annotations

import json
import random
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from http.client import HTTPConnection

from tests.factories.crowd import Bidder

WINDOW_SECONDS = 30.0
LATE_SECONDS = 2.0
UPLOAD_BYTES, UPLOAD_BYTES_A_SECOND, PIECE = 2_800_000, 100_000, 20_000
PROBE_EVERY_SECONDS = 0.1
PATIENCE_SECONDS = 90.0
AGAIN_SECONDS = 3.0
"""How long somebody waits who is told that the system is busy, before they press the button again."""
Address = tuple[str, int]


@dataclass(frozen=True)
class Sent:
    """A form that was sent until it was answered: when first, how long it took, and what the last answer was."""

    bidder: Bidder
    seconds: float
    status: int
    page: str
    tries: int


def submissions(address: Address, bidders: Sequence[Bidder], begin: float, seconds: float) -> list[Sent]:
    """Let each bidder send its form at a moment of its own in a span of time that begins at `begin`."""
    chance = random.Random(1)
    moments = sorted(begin + chance.uniform(0, seconds) for _ in bidders)
    with ThreadPoolExecutor(len(bidders)) as pool:
        asked = [pool.submit(_send, address, *each) for each in zip(bidders, moments, strict=True)]
        return [each.result() for each in asked]


def _send(address: Address, bidder: Bidder, moment: float) -> Sent:
    """Send once, and the same form again while the server was busy or the line broke, as the page says."""
    time.sleep(max(0.0, moment - time.time()))
    start, status, page, tries = time.perf_counter(), 0, "", 0
    while status in (0, 503) and time.perf_counter() - start < PATIENCE_SECONDS:
        tries += 1
        try:
            status, page = bidder.send(address, "submit", bidder.form, PATIENCE_SECONDS)
        except OSError as failure:
            status, page = 0, repr(failure)
        if status in (0, 503):
            time.sleep(AGAIN_SECONDS)
    return Sent(bidder, time.perf_counter() - start, status, page, tries)


def slow_uploads(address: Address, bidders: Sequence[Bidder]) -> list[int]:
    """Let each bidder send a file slowly; return how each was answered."""
    with ThreadPoolExecutor(len(bidders)) as pool:
        return list(pool.map(lambda bidder: _upload(address, bidder), bidders))


def _upload(address: Address, bidder: Bidder) -> int:
    try:
        _, begun = bidder.send(address, "uploads", {"name": "slow.pdf", "size": str(UPLOAD_BYTES)}, PATIENCE_SECONDS)
        line = HTTPConnection(*address, timeout=PATIENCE_SECONDS)
        headers = {
            "Cookie": f"assurance_session={bidder.person.cookie}", "X-CSRFToken": bidder.person.token,
            "Content-Type": "application/octet-stream", "Content-Length": str(UPLOAD_BYTES),
        }  # fmt: skip
        line.request("PUT", f"{json.loads(begun)['address']}?offset=0", _crawling(), headers)
        answer = line.getresponse()
        answer.read()
        line.close()
    except (OSError, ValueError, KeyError):
        return 0
    return answer.status


def _crawling() -> Iterator[bytes]:
    start, sent = time.monotonic(), 0
    while sent < UPLOAD_BYTES:
        time.sleep(max(0.0, start + sent / UPLOAD_BYTES_A_SECOND - time.monotonic()))
        yield b"%" * min(PIECE, UPLOAD_BYTES - sent)
        sent += PIECE


class Probe:
    """Asks for something tiny ten times a second, and keeps how long each answer took in milliseconds."""

    def __init__(self, address: Address) -> None:
        self._address = address
        self._over = threading.Event()
        self.took: list[float] = []

    def during(self, act: Callable[[], object]) -> list[float]:
        """Ask while an act lasts."""
        thread = threading.Thread(target=self._ask, daemon=True)
        thread.start()
        try:
            act()
        finally:
            self._over.set()
            thread.join()
        return self.took

    def _ask(self) -> None:
        while not self._over.wait(PROBE_EVERY_SECONDS):
            start = time.perf_counter()
            line = HTTPConnection(*self._address, timeout=PATIENCE_SECONDS)
            try:
                line.request("GET", "/health")
                line.getresponse().read()
            except OSError:
                self.took.append(1000 * PATIENCE_SECONDS)
            else:
                self.took.append(1000 * (time.perf_counter() - start))
            line.close()
