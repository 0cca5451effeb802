"""F-20: a hundred people sign in at once. Each comparison takes 64 MB on purpose; together they take that of a few."""

from __future__ import annotations

import os
import re
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from contextlib import closing
from http.client import HTTPConnection
from pathlib import Path
from urllib.parse import urlencode

import pytest
from argon2 import PasswordHasher
from sqlalchemy import update

from assurance.adapters.memory_turns import EACH_BYTES, MOST
from assurance.cli.serve import PROCESSES
from assurance.config import Settings
from assurance.persistence.models import User
from assurance.persistence.session import Database
from tests.factories.cast import PASSWORD, email
from tests.factories.crowd import Bidder
from tests.faults.tools import processes
from tests.served import Served, serving

PEOPLE, TIMES = 20, 5
SLACK_MB, PATIENCE_SECONDS = 200.0, 120.0
"""What a hundred requests take beside their comparisons, and how long one may wait for its turn."""
ALL_AT_ONCE_MB = PEOPLE * TIMES * EACH_BYTES / 2**20


@pytest.fixture
def backend() -> str:
    """The database does not matter here."""
    return "sqlite"


def memory_mb(server: Served) -> float:
    """Add up what the processes of a server hold."""
    pages = [int(Path(f"/proc/{each}/statm").read_text().split()[1]) for each in processes(server)]
    return sum(pages) * os.sysconf("SC_PAGE_SIZE") / 2**20


def sign_in(server: Served, number: int, gate: threading.Barrier) -> int:
    """Open the page for it, wait for everybody else, and send the right password; each comes from its own place."""
    here = (f"127.0.1.{number + 1}", 0)
    with closing(HTTPConnection(*server.address, timeout=PATIENCE_SECONDS, source_address=here)) as line:
        line.request("GET", "/sign-in")
        page = line.getresponse()
        token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', page.read().decode())
        cookie = (page.getheader("Set-Cookie") or "").partition(";")[0]
        assert token is not None
        form = {"csrf_token": token[1], "email": email(f"bidder{number % PEOPLE:02}"), "password": PASSWORD}
        gate.wait(PATIENCE_SECONDS)
        head = {"Cookie": cookie, "Content-Type": "application/x-www-form-urlencoded"}
        line.request("POST", "/sign-in", urlencode(form), head)
        return line.getresponse().status


def as_dear_as_in_use(database: Database) -> None:
    """Keep the password as the service does, and not as cheaply as tests do."""
    with database.transaction() as session:
        session.execute(update(User).values(password_hash=PasswordHasher().hash(PASSWORD)))


def test_a_hundred_sign_in_in_the_memory_of_a_few_and_others_are_answered(
    settings: Settings, database: Database, crowd: list[Bidder], capsys: pytest.CaptureFixture[str]
) -> None:
    as_dear_as_in_use(database)
    ended, peaks, seen = threading.Event(), list[float](), list[int]()

    def watch(server: Served) -> None:
        while not ended.wait(0.01):
            peaks.append(memory_mb(server))

    def read(server: Served) -> None:
        while not ended.wait(0.1):
            with closing(HTTPConnection(*server.address, timeout=PATIENCE_SECONDS)) as line:
                line.request("GET", "/notices/")
                seen.append(line.getresponse().status)

    assert len(crowd) == PEOPLE
    with serving(settings, settings.instance / "server.log") as server, ThreadPoolExecutor(PEOPLE * TIMES + 2) as pool:
        gate = threading.Barrier(PEOPLE * TIMES + 1)
        asked = [pool.submit(sign_in, server, number, gate) for number in range(PEOPLE * TIMES)]
        gate.wait(PATIENCE_SECONDS)
        before = memory_mb(server)
        others = [pool.submit(watch, server), pool.submit(read, server)]
        statuses = [each.result() for each in asked]
        ended.set()
        for each in others:
            each.result()
    grown, most = max(peaks) - before, int(PROCESSES) * MOST * EACH_BYTES / 2**20
    signed_in = statuses.count(302)
    assert set(statuses) <= {302, 429}  # who has five tries in hand at once is asked to wait before the next
    assert signed_in > len(statuses) / 2
    assert set(seen) == {200}
    assert EACH_BYTES / 2**20 < grown < most + SLACK_MB < ALL_AT_ONCE_MB
    with capsys.disabled():
        sys.stdout.write(
            f"\n{signed_in} of {len(statuses)} signed in: {grown:.0f} MB more than before, where all at once would "
            f"take {ALL_AT_ONCE_MB:,.0f}; {len(seen)} other pages were answered meanwhile\n"
        )
