"""F-3: the power is cut. What the disk had been made to keep is all there is, and every receipt must be among it.

The installation lies on a block device of its own. Everything is killed at once, the device is copied as it is at that
moment, without what the system still holds in memory, and the copy is repaired and looked at as after a restart.
"""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace
from pathlib import Path

import pytest

from assurance.config import Settings
from assurance.services import at_rest
from assurance.services.signing import signer
from tests.checker.store import open_store
from tests.factories.crowd import Bidder
from tests.faults.conftest import CANARIES, found
from tests.faults.patience import all_until_answered, receipts_of
from tests.faults.tools import needs, traced
from tests.served import serving

SIZE_MB = 192
MEMORY_SECONDS = 25.0
"""Sooner than the system writes by itself what nobody asked it to keep."""
FORGETTING = ("-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:retval=0")
"""The control: the disk says that it keeps everything, and keeps nothing."""


@dataclass(frozen=True)
class Device:
    """A file that is a disk, and where it is mounted."""

    image: Path
    place: Path


@contextmanager
def mounted(image: Path, place: Path) -> Iterator[Path]:
    """Mount an image whose journal is not written by the clock."""
    place.mkdir()
    subprocess.run(["mount", "-o", "loop,commit=300", str(image), str(place)], check=True)
    try:
        yield place
    finally:
        subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def device(tmp_path: Path) -> Iterator[Device]:
    """An empty disk of its own."""
    needs("mkfs.ext4", "e2fsck", "mount", "umount", "strace", root=True)
    image = tmp_path / "disk.img"
    with image.open("wb") as file:
        file.truncate(SIZE_MB * 2**20)
    subprocess.run(["mkfs.ext4", "-q", str(image)], check=True)
    with mounted(image, tmp_path / "disk") as place:
        yield Device(image, place)


@pytest.fixture
def database_url(device: Device, sqlite_template: Path) -> str:
    """The database lies on that disk."""
    return f"sqlite:///{shutil.copy(sqlite_template, device.place / 'assurance.db')}"


@pytest.fixture
def settings(device: Device, database_url: str) -> Settings:
    """And so does everything else."""
    made = Settings.from_environ({"ASSURANCE_INSTANCE": str(device.place)})
    at_rest.unlock(made)
    return made


def after_the_cut(device: Device, settings: Settings, receipts: list[dict[str, object]]) -> list[tuple[str, str]]:
    """Restart from what the device held, and let the checker look."""
    copy = device.image.with_name("copy.img")
    shutil.copyfile(device.image, copy)
    assert subprocess.run(["e2fsck", "-fy", str(copy)], check=False, capture_output=True).returncode < 4
    with mounted(copy, device.image.with_name("copy")) as place:
        again = replace(
            settings, database_url=f"sqlite:///{place / 'assurance.db'}", files_url=(place / "files").as_uri()
        )
        store = open_store(
            again.database_url, place / "files", public_pem=signer().public_pem.encode(), receipts=receipts,
            canaries=CANARIES,
        )  # fmt: skip
        try:
            return found(store)
        finally:
            store.close()


@pytest.mark.parametrize("is_kept", [True, False], ids=["kept", "control"])
def test_every_receipt_outlives_the_power(
    settings: Settings, crowd: list[Bidder], device: Device, tmp_path: Path, is_kept: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    subprocess.run(["sync", "-f", str(device.place)], check=True)
    with serving(settings, tmp_path / "server.log") as server:
        options = ("-e", "trace=none") if is_kept else FORGETTING
        with traced(server, *options, output=tmp_path / "trace"):
            began = time.monotonic()
            pages, _ = all_until_answered(server, crowd)
            receipts = receipts_of(server, crowd, pages)
            server.kill()
            breaches = after_the_cut(device, settings, receipts)
            took = time.monotonic() - began
    lost = [said for _, said in breaches if "has no submission" in said]
    if is_kept:
        assert breaches == []
    elif took < MEMORY_SECONDS:
        assert len(lost) == len(receipts)
    else:
        assert lost
    with capsys.disabled():
        name = "kept" if is_kept else "control, where the disk keeps nothing"
        sys.stdout.write(f"\n{name}: {len(lost)} of {len(receipts)} receipts lost, {took:.0f} s after the first\n")
