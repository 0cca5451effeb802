"""`assurance serve`: it answers, its worker lives and ends with it, and it refuses tables that are behind."""

from __future__ import annotations

import gc
import json
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest
from sqlalchemy import text

from assurance.cli.serve import options, settle
from assurance.persistence.session import Database
from tests.cli.conftest import Command, as_program
from tests.databases import ON_POSTGRESQL

PATIENCE = 180.0
TOKEN = "a token of twenty characters"


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def _until(what: Callable[[], bool], seconds: float = PATIENCE) -> bool:
    deadline = time.monotonic() + seconds
    while time.monotonic() < deadline:
        if what():
            return True
        time.sleep(0.2)
    return False


def _answers(port: int) -> bool:
    try:
        with urllib.request.urlopen(f"http://127.0.0.1:{port}/sign-in", timeout=5) as answer:
            return bool(answer.status == 200)
    except OSError:
        return False


def _figures(port: int) -> str:
    """Return what the processes of the site have counted together."""
    asked = urllib.request.Request(f"http://127.0.0.1:{port}/metrics", headers={"Authorization": f"Bearer {TOKEN}"})
    with urllib.request.urlopen(asked, timeout=5) as answer:
        return str(answer.read().decode())


def _worker_of(pid: int) -> int | None:
    """Find the background worker among the children of a process."""
    for child in Path(f"/proc/{pid}/task/{pid}/children").read_text().split():
        words = Path(f"/proc/{child}/cmdline").read_bytes().split(b"\0")
        if b"worker" in words:
            return int(child)
    return None


def _alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()[0]
    except FileNotFoundError:
        return False
    return state != "Z"


@pytest.fixture
def program() -> str:
    """What is run, as Python."""
    return "from assurance.cli.main import main; main()"


@pytest.fixture
def server(
    instance: Path, program: str, request: pytest.FixtureRequest
) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The site served from an empty folder."""
    port = _free_port()
    call = [sys.executable, "-c", program, "serve", "--port", str(port)]
    environment = {"ASSURANCE_INSTANCE": str(instance), "WEB_CONCURRENCY": "1", "ASSURANCE_METRICS_TOKEN": TOKEN}
    if ON_POSTGRESQL:
        environment["ASSURANCE_DATABASE_URL"] = as_program(request.getfixturevalue("tables"))
    process = subprocess.Popen(call, env={**os.environ, **environment}, stderr=subprocess.PIPE)
    yield process, port
    if process.poll() is None:
        process.terminate()  # its worker ends with it then, which it could not if it were killed
        process.communicate(timeout=PATIENCE)


@pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are looked up in /proc")
@pytest.mark.parametrize("told", [signal.SIGTERM, signal.SIGINT])
def test_an_empty_folder_is_served_and_the_worker_ends_with_the_server(
    server: tuple[subprocess.Popen[bytes], int], told: signal.Signals
) -> None:
    process, port = server
    assert _until(lambda: _answers(port))
    worker = _worker_of(process.pid)
    assert worker is not None
    assert _alive(worker)
    assert 'assurance_answers_total{outcome="answered",part="sign_in"}' in _figures(port)
    process.send_signal(told)
    said = process.communicate(timeout=PATIENCE)[1].splitlines()
    assert process.returncode == 0
    assert {json.loads(line)["endpoint"] for line in said} >= {"auth.sign_in", "public.metrics.show"}
    assert not _alive(worker)
    assert not _answers(port)


HUNG = 200
IMPATIENT = (
    "from assurance.cli import slow_clients; slow_clients.HEADER_SECONDS = 3.0; "
    "from assurance.cli.main import main; main()"
)
"""The program, which waits for headers three seconds here."""


@pytest.mark.parametrize("program", [IMPATIENT], ids=["three-seconds"])
def test_others_are_answered_while_two_hundred_never_finish_and_those_are_ended(
    server: tuple[subprocess.Popen[bytes], int],
) -> None:
    _, port = server
    assert _until(lambda: _answers(port))
    with ExitStack() as opened:
        hung = {
            opened.enter_context(closing(socket.create_connection(("127.0.0.1", port), timeout=PATIENCE)))
            for _ in range(HUNG)
        }
        for each in hung:
            each.sendall(b"GET /sign-in HTTP/1.1\r\nHost: localhost\r\nX-Slow: ")
            each.setblocking(False)
        assert _answers(port)
        assert _until(lambda: not _dripped(hung))


def _dripped(hung: set[socket.socket]) -> set[socket.socket]:
    """Send one letter more on each connection and leave out, here and for the next time, those that were ended."""
    for each in list(hung):
        try:
            each.send(b"a")
            over = each.recv(1) == b""
        except BlockingIOError:
            over = False
        except OSError:
            over = True
        if over:
            hung.remove(each)
    return hung


def test_tables_that_are_behind_are_refused_with_what_to_do(command: Command, tables: str) -> None:
    database = Database.open(tables)
    with database.transaction() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '001_foundation'"))
    answer = command("serve", "--port", str(_free_port()))
    assert answer.exit_code == 1
    assert "assurance db upgrade" in answer.stderr


def test_what_is_loaded_before_the_first_request_is_left_out_of_the_search_for_garbage() -> None:
    assert options("127.0.0.1:1")["post_worker_init"] is settle
    try:
        settle(None)
        assert gc.get_freeze_count() > 0
    finally:
        gc.unfreeze()
