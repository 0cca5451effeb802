"""What some faults need of the machine. What is missing is named, and that fault is left out by name."""

from __future__ import annotations

import os
import shutil
import signal
import subprocess
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

import pytest

from tests.served import Served

ATTACHING_SECONDS = 30.0
UNHURRIED = ("-o", "loop,commit=300")
"""An image whose journal is not written by the clock."""


def needs(*programs: str, root: bool = False) -> None:
    """Leave a test out where the machine lacks what it needs, and say what that is."""
    missing = [each for each in programs if shutil.which(each) is None]
    if missing:
        pytest.skip(f"NOT TRIED: this fault needs {', '.join(missing)}")
    if root and os.geteuid() != 0:
        pytest.skip("NOT TRIED: this fault needs root, to mount a disk of its own")


@dataclass(frozen=True)
class Disk:
    """A file that is a disk, and where it is mounted."""

    image: Path
    place: Path

    def keep(self) -> None:
        """Have the system write all of it."""
        subprocess.run(["sync", "-f", str(self.place)], check=True)

    @contextmanager
    def after_a_cut(self) -> Iterator[Path]:
        """Mount what the disk held at this moment, without what the system still has in memory, once repaired."""
        copy = self.image.with_name("copy.img")
        shutil.copyfile(self.image, copy)
        assert subprocess.run(["e2fsck", "-fy", str(copy)], check=False, capture_output=True).returncode < 4
        with mounted(self.place.with_name("after"), *UNHURRIED, str(copy)) as place:
            yield place


@contextmanager
def new_disk(size_mb: int, folder: Path) -> Iterator[Disk]:
    """Lend an empty disk of its own, which lies and is mounted in a folder."""
    image = folder / "disk.img"
    with image.open("wb") as file:
        file.truncate(size_mb * 2**20)
    subprocess.run(["mkfs.ext4", "-q", str(image)], check=True)
    with mounted(folder / "disk", *UNHURRIED, str(image)) as place:
        yield Disk(image, place)


@contextmanager
def mounted(place: Path, *what: str) -> Iterator[Path]:
    """Mount what `mount` is told to, at a new place, while the block runs."""
    place.mkdir()
    subprocess.run(["mount", *what, str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@contextmanager
def folder_for_all() -> Iterator[Path]:
    """Lend a folder that another user of the machine may reach, as a database server is one."""
    folder = Path(tempfile.mkdtemp(prefix="assurance-disk-"))
    folder.chmod(0o755)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)


@contextmanager
def traced(watched: list[int], *options: str, output: Path) -> Iterator[None]:
    """Watch, or disturb, the system calls of processes, and of those they start, while the block runs."""
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
    return family(server.process.pid)


def family(first: int) -> list[int]:
    """List a process and its children."""
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
