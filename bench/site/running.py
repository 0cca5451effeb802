"""Starts the server as a process of its own on a free loopback port, and ends it by its number."""

from __future__ import annotations

import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager

from assurance.cli.serve import environment
from assurance.config import Settings

READY_SECONDS, ENDING_SECONDS = 30, 10


@contextmanager
def served(settings: Settings) -> Iterator[tuple[str, int]]:
    """Serve an installation and give host and port; whatever happens in the block, the server ends with it."""
    host, port = "127.0.0.1", _free_port()
    command = [sys.executable, "-m", "bench.site.serve", f"{host}:{port}"]
    asked = {"ASSURANCE_SECOND_FACTOR": settings.second_factor}
    process = subprocess.Popen(command, env={**os.environ, **environment(settings), **asked})
    try:
        _wait(process, host, port)
        yield host, port
    finally:
        process.terminate()
        try:
            process.wait(ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()


def _wait(process: subprocess.Popen[bytes], host: str, port: int) -> None:
    limit = time.monotonic() + READY_SECONDS
    while time.monotonic() < limit and process.poll() is None:
        try:
            socket.create_connection((host, port), 1).close()
            return
        except OSError:
            time.sleep(0.1)
    raise SystemExit("The server did not start")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])
