"""The site as it is deployed: `assurance serve` in processes of its own on loopback, ended or killed by their group."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from http.client import HTTPConnection
from pathlib import Path

from assurance.cli.serve import environment, own_command
from assurance.config import Settings

READY_SECONDS, ENDING_SECONDS = 180.0, 15.0
HOST = "127.0.0.1"


@dataclass(frozen=True)
class Served:
    """A running server: where it answers, and its processes."""

    port: int
    process: subprocess.Popen[bytes]

    @property
    def address(self) -> tuple[str, int]:
        """Host and port."""
        return HOST, self.port

    def kill(self) -> None:
        """Kill every process of it outright, as a power cut would."""
        with suppress(ProcessLookupError):
            os.killpg(self.process.pid, signal.SIGKILL)
        self.process.wait()


@contextmanager
def serving(settings: Settings, log: Path, port: int = 0, **more: str) -> Iterator[Served]:
    """Serve an installation, with more variables in its environment; whatever happens, nothing is left running."""
    port = port or free_port()
    with log.open("ab") as output:
        command = [*own_command(), "serve", "--port", str(port), "--no-worker"]
        known = {**os.environ, **environment(settings), **more}
        process = subprocess.Popen(command, env=known, stdout=output, stderr=output, start_new_session=True)
    server = Served(port, process)
    try:
        _wait(server)
        yield server
        process.terminate()
        with suppress(subprocess.TimeoutExpired):
            process.wait(ENDING_SECONDS)
    finally:
        server.kill()


def _wait(server: Served) -> None:
    limit = time.monotonic() + READY_SECONDS
    while time.monotonic() < limit and server.process.poll() is None:
        with suppress(OSError), closing(HTTPConnection(*server.address, timeout=5)) as line:
            line.request("GET", "/health")
            if line.getresponse().read():
                return
        time.sleep(0.1)
    raise RuntimeError("the server did not start")


def free_port() -> int:
    """Return a port that nobody listens on."""
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return int(probe.getsockname()[1])
