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
from pathlib import Path

import pytest
from sqlalchemy import text

from assurance.cli.serve import options, settle
from assurance.persistence.session import Database
from tests.cli.conftest import Command

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
def server(instance: Path) -> Iterator[tuple[subprocess.Popen[bytes], int]]:
    """The site served from an empty folder."""
    port = _free_port()
    call = [sys.executable, "-c", "from assurance.cli.main import main; main()", "serve", "--port", str(port)]
    environment = {"ASSURANCE_INSTANCE": str(instance), "WEB_CONCURRENCY": "1", "ASSURANCE_METRICS_TOKEN": TOKEN}
    process = subprocess.Popen(call, env={**os.environ, **environment}, stderr=subprocess.PIPE)
    yield process, port
    if process.poll() is None:
        process.kill()
        process.communicate()


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
