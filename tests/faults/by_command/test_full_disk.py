"""F-7: the disk fills up. Files are refused while there is still room to submit; a disk with no room at all refuses in
words and loses nothing; and it mends itself once there is room.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from assurance.config import Settings
from assurance.services import at_rest
from tests.factories.crowd import Bidder
from tests.faults.by_command.test_order_on_disk import upload
from tests.faults.conftest import Check
from tests.faults.patience import NO_ANSWER, all_until_answered, receipts_of
from tests.faults.tools import needs
from tests.served import serving

MEGABYTE = 2**20
SIZE, KEPT_FREE = 32 * MEGABYTE, 8
"""The disk, and the megabytes of it that files never take."""


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk in memory."""
    needs("mount", "umount", root=True)
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=700", "none", str(place)], check=True)
    yield place
    subprocess.run(["umount", "--lazy", str(place)], check=True)


@pytest.fixture
def database_url(disk: Path, sqlite_template: Path) -> str:
    """The database lies on the small disk."""
    return f"sqlite:///{shutil.copy(sqlite_template, disk / 'assurance.db')}"


@pytest.fixture
def settings(disk: Path, database_url: str) -> Settings:
    """And so does everything else."""
    made = Settings.from_environ({"ASSURANCE_INSTANCE": str(disk)})
    at_rest.unlock(made)
    return made


def fill(disk: Path, leave: int = 0) -> Path:
    """Fill the disk with a file of somebody else's."""
    filler = disk / "filler"
    with filler.open("wb") as file:
        free = shutil.disk_usage(disk).free - leave
        os.posix_fallocate(file.fileno(), 0, free)
    return filler


def test_a_full_disk_refuses_in_words_loses_nothing_and_mends_itself(
    settings: Settings, crowd: list[Bidder], check: Check, disk: Path, tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    with serving(settings, tmp_path / "server.log", ASSURANCE_KEEP_FREE_MB=str(KEPT_FREE)) as server:
        filler = fill(disk, leave=KEPT_FREE * MEGABYTE - MEGABYTE // 2)
        with pytest.raises(AssertionError, match="no room for files"):
            upload(server, crowd[0], os.urandom(MEGABYTE))
        assert [path for path in (disk / "uploads").rglob("*") if path.is_file()] == []
        status, first = crowd[1].send(server.address, "submit", crowd[1].form)
        assert status == 200  # what files never take is there for it
        filler.unlink()
        filler = fill(disk)
        refused = [bidder.send(server.address, "submit", bidder.form)[0] for bidder in crowd[2:6]]
        assert set(refused) <= {503, 507}
        filler.unlink()
        pages, again = all_until_answered(server, crowd[2:])
        receipts = receipts_of(server, crowd[1:], [first, *pages])
    assert NO_ANSWER not in again
    assert check(receipts) == []
    with capsys.disabled():
        sys.stdout.write(
            f"\na file was refused, a tender went in; {len(refused)} were refused on a full disk, {refused}; then all "
            f"{len(receipts)} receipts hold\n"
        )
