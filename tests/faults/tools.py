"""What some faults need of the machine. What is missing is named, and that fault is left out by name."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from tests.served import Served

ATTACHING_SECONDS = 30.0


def needs(*programs: str, root: bool = False) -> None:
    """Leave a test out where the machine lacks what it needs, and say what that is."""
    missing = [each for each in programs if shutil.which(each) is None]
    if missing:
        pytest.skip(f"NOT TRIED: this fault needs {', '.join(missing)}")
    if root and os.geteuid() != 0:
        pytest.skip("NOT TRIED: this fault needs root, to mount a disk of its own")


@contextmanager
def traced(server: Served, *options: str, output: Path) -> Iterator[None]:
    """Watch, or disturb, the system calls of every process of a server while the block runs."""
    watched = processes(server)
    who = [word for each in watched for word in ("-p", str(each))]
    with output.with_suffix(".stderr").open("wb") as said:
        tracer = subprocess.Popen(["strace", "-f", "-qq", "-o", str(output), *options, *who], stderr=said)
    try:
        _until_attached(watched, tracer)
        yield
    finally:
        with suppress(ProcessLookupError):
            tracer.send_signal(signal.SIGINT)  # lets go of what it watches
        try:
            tracer.wait(15)
        except subprocess.TimeoutExpired:
            tracer.kill()
            tracer.wait()


def processes(server: Served) -> list[int]:
    """List the server and its children."""
    first = server.process.pid
    children = Path(f"/proc/{first}/task/{first}/children").read_text().split()
    return [first, *map(int, children)]


def _until_attached(watched: list[int], tracer: subprocess.Popen[bytes]) -> None:
    until = time.monotonic() + ATTACHING_SECONDS
    while not all(_is_traced(each) for each in watched):
        if tracer.poll() is not None or time.monotonic() > until:
            pytest.skip("NOT TRIED: strace may not watch other processes here (see ptrace_scope)")
        time.sleep(0.05)


def _is_traced(process: int) -> bool:
    tasks = [each / "status" for each in Path(f"/proc/{process}/task").iterdir()]
    return all("TracerPid:\t0\n" not in each.read_text() for each in tasks if each.exists())
