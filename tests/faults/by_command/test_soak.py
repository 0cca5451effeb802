"""F-22: mixed work for a long while. Memory, open files and the log of the database level off.

Two minutes unless ASSURANCE_SOAK_MINUTES says otherwise; half an hour is what counts before a release.
"""

from __future__ import annotations

import json
import os
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from dataclasses import dataclass
from http.client import HTTPConnection
from itertools import cycle
from pathlib import Path
from statistics import linear_regression, median

import pytest

from assurance.config import Settings
from tests.factories.crowd import Bidder
from tests.faults.conftest import Check
from tests.faults.tools import processes
from tests.served import Served, serving

MINUTES = float(os.environ.get("ASSURANCE_SOAK_MINUTES", "2"))
LOOKS, AT_ONCE = 40, 6
PART = os.urandom(300_000)
LOG_MB, GROWTH, MORE_FILES = 64, 0.10, 8
"""The log of the database stays below so many megabytes; memory grows by at most a tenth, and files by a handful."""


@dataclass(frozen=True, slots=True)
class Look:
    """What the server holds at one moment."""

    seconds: float
    memory_mb: float
    files: int
    log_mb: float


@pytest.fixture
def backend() -> str:
    """A file, whose log could grow."""
    return "sqlite"


def look(server: Served, settings: Settings, began: float) -> Look:
    """Add up all processes of the server."""
    found = [Path(f"/proc/{each}") for each in processes(server)]
    pages = sum(int((each / "statm").read_text().split()[1]) for each in found)
    log = settings.instance / "assurance.db-wal"
    return Look(
        time.monotonic() - began, pages * os.sysconf("SC_PAGE_SIZE") / 2**20,
        sum(len(list((each / "fd").iterdir())) for each in found), log.stat().st_size / 2**20 if log.exists() else 0.0,
    )  # fmt: skip


def work(server: Served, bidder: Bidder) -> Iterator[int]:
    """Read pages, and begin and cancel an upload, over and over; give each status."""
    own = f"/supplier/bids/{bidder.bid_id}"
    head = {"Cookie": f"assurance_session={bidder.person.cookie}", "X-CSRFToken": bidder.person.token,
            "Accept": "application/json"}  # fmt: skip
    form = {**head, "Content-Type": "application/x-www-form-urlencoded"}

    def ask(method: str, path: str, body: bytes = b"", headers: dict[str, str] = head) -> tuple[int, bytes]:
        with closing(HTTPConnection(*server.address, timeout=60)) as line:
            line.request(method, path, body, headers)
            answer = line.getresponse()
            return answer.status, answer.read()

    for path in cycle((f"{own}/", f"{own}/check", "/supplier/bids/", "/notices/", "upload")):
        if path != "upload":
            yield ask("GET", path)[0]
            continue
        status, said = ask("POST", f"{own}/uploads", f"name=plan.pdf&size={len(PART) * 2}".encode(), form)
        yield status
        address = json.loads(said)["address"]
        yield ask("PUT", f"{address}?offset=0", PART, {**head, "Content-Type": "application/octet-stream"})[0]
        yield ask("POST", f"{address}/cancel", b"", form)[0]


def test_memory_files_and_log_level_off(
    settings: Settings, crowd: list[Bidder], check: Check, capsys: pytest.CaptureFixture[str]
) -> None:
    ended, statuses, looks = threading.Event(), list[int](), list[Look]()

    def keep_working(bidder: Bidder) -> None:
        for status in work(server, bidder):
            statuses.append(status)
            if ended.is_set():
                return

    with serving(settings, settings.instance / "server.log") as server, ThreadPoolExecutor(AT_ONCE) as pool:
        began = time.monotonic()
        busy = [pool.submit(keep_working, bidder) for bidder in crowd[:AT_ONCE]]
        for _ in range(LOOKS):
            time.sleep(MINUTES * 60 / LOOKS)
            looks.append(look(server, settings, began))
        ended.set()
        for each in busy:
            each.result()
    settled = looks[LOOKS // 3 :]
    slope = linear_regression([each.seconds for each in settled], [each.memory_mb for each in settled]).slope
    grown = slope * (settled[-1].seconds - settled[0].seconds) / median(each.memory_mb for each in settled)
    files = max(each.files for each in settled) - max(each.files for each in looks[: LOOKS // 3])
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(statuses)} answers in {MINUTES:.0f} min: memory {looks[0].memory_mb:.0f} to "
            f"{looks[-1].memory_mb:.0f} MB ({grown:+.1%} over the last two thirds), {looks[-1].files} files open, "
            f"log at most {max(each.log_mb for each in looks):.1f} MB\n"
        )
    assert {status for status in statuses if status >= 400} == set()
    assert grown < GROWTH
    assert files <= MORE_FILES
    assert max(each.log_mb for each in looks) < LOG_MB
    assert check([]) == []
