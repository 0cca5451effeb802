"""F-7: the disk fills up. Files are refused while there is still room to submit; a disk with no room at all refuses in
words and loses nothing; and it mends itself once there is room. So does the disk of a database server.
"""

from __future__ import annotations

import json
import os
import shutil
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from assurance.config import Settings
from assurance.services import at_rest
from tests import postgres
from tests.factories.crowd import Bidder
from tests.faults.by_command.test_order_on_disk import upload
from tests.faults.conftest import Check
from tests.faults.patience import NO_ANSWER, all_until_answered, receipts_of
from tests.faults.tools import folder_for_all, mounted, needs
from tests.served import Served, serving

MEGABYTE = 2**20
SIZE, KEPT_FREE, SERVER_SIZE = 32 * MEGABYTE, 8, 400 * MEGABYTE
"""The disk, the megabytes of it that files never take, and the disk of a database server."""
SMALL = f"-c max_wal_size=64MB -c min_wal_size=32MB {postgres.DURABLE}"


@contextmanager
def small_disk(place: Path, size: int) -> Iterator[Path]:
    """Lend a small disk in memory."""
    needs("mount", "umount", root=True)
    with mounted(place, "-t", "tmpfs", "-o", f"size={size},mode=755", "none") as disk:
        yield disk


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """A small disk."""
    with small_disk(tmp_path / "disk", SIZE) as place:
        yield place


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


class TestOfServer:
    """A database server has a disk of its own."""

    @pytest.fixture
    def backend(self) -> str:
        """A server."""
        return "postgresql"

    @pytest.fixture
    def disk(self) -> Iterator[Path]:
        """A disk that another user of the machine may reach."""
        with folder_for_all() as folder, small_disk(folder / "disk", SERVER_SIZE) as place:
            yield place

    @pytest.fixture
    def server_on_it(self, disk: Path) -> Iterator[postgres.Server]:
        """A server that keeps what it acknowledged."""
        binaries = postgres.binaries()
        if binaries is None:
            pytest.skip("NOT TRIED: PostgreSQL is not installed")
        (disk / "pg").mkdir()
        with postgres.server(binaries, SMALL, disk / "pg") as server:
            server.make_template()
            yield server

    @pytest.fixture
    def database_url(self, server_on_it: postgres.Server) -> str:
        """The database lies there."""
        server_on_it.copy("template_assurance", "filled")
        return server_on_it.url("filled", postgres.PROGRAM)

    @pytest.fixture
    def settings(self, database_url: str, tmp_path: Path) -> Settings:
        """And everything else on another."""
        made = Settings.from_environ({"ASSURANCE_INSTANCE": str(tmp_path), "ASSURANCE_DATABASE_URL": database_url})
        at_rest.unlock(made)
        return made

    def test_a_server_without_room_loses_nothing_that_was_acknowledged(
        self, settings: Settings, crowd: list[Bidder], check: Check, disk: Path, server_on_it: postgres.Server,
        capsys: pytest.CaptureFixture[str],
    ) -> None:  # fmt: skip
        with serving(settings, settings.instance / "server.log") as server:
            filler = fill(disk)
            answers = [once(server, bidder) for bidder in crowd]
            filler.unlink()
            server_on_it.restart()  # it may have stopped by itself, and whoever runs it starts it again
            pages, _ = all_until_answered(server, crowd)
            receipts = receipts_of(server, crowd, pages)
        refused = [each for each in answers if each != 200]
        assert refused
        assert set(refused) <= {NO_ANSWER, 503, 507}
        assert len({json.dumps(each, sort_keys=True) for each in receipts}) == len(crowd)
        assert check(receipts) == []
        with capsys.disabled():
            sys.stdout.write(f"\n{len(refused)} of {len(crowd)} refused for want of room; all receipts hold\n")


def once(server: Served, bidder: Bidder) -> int:
    """Send a tender and give the status, or that there was no answer."""
    try:
        return bidder.send(server.address, "submit", bidder.form)[0]
    except OSError:
        return NO_ANSWER
