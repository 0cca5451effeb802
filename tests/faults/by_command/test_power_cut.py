"""F-3: the power is cut. What the disk had been made to keep is all there is, and every receipt must be among it.

The installation lies on a block device of its own, once with its database in a file and once with a whole PostgreSQL
server. Everything is killed at once, the device is copied as it is at that moment, without what the system still holds
in memory, and the copy is repaired, started again and looked at. N-17: the raw disk holds no word of a tender.
"""

from __future__ import annotations

import shutil
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest
from sqlalchemy import make_url

from assurance.config import Settings
from assurance.services import at_rest
from assurance.services.signing import signer
from tests import postgres
from tests.checker.store import open_store
from tests.databases import KINDS
from tests.factories.crowd import Bidder
from tests.faults.conftest import CANARIES, found
from tests.faults.patience import all_until_answered, receipts_of
from tests.faults.tools import Disk, family, folder_for_all, needs, new_disk, processes, traced
from tests.served import serving

SIZE_MB = {"sqlite": 192, "postgresql": 768}
MEMORY_SECONDS = 25.0
"""Sooner than the system writes by itself what nobody asked it to keep."""
FORGETTING = ("-e", "trace=fsync,fdatasync", "-e", "inject=fsync,fdatasync:retval=0")
"""The control: the disk says that it keeps everything, and keeps nothing."""
DURABLE = f"-c max_wal_size=96MB -c wal_sync_method=fdatasync {postgres.DURABLE}"


@dataclass
class Machine:
    """What loses its power: a disk, and whatever runs on it beside the site."""

    disk: Disk
    server: postgres.Server | None = None
    binaries: Path = field(default_factory=Path)

    def others(self) -> list[int]:
        """List the processes of the database server, if there is one."""
        if self.server is None:
            return []
        return family(int((self.disk.place / "pg" / "data" / "postmaster.pid").read_text().split()[0]))

    def halt(self) -> None:
        """Kill the database server outright."""
        if self.server is not None:
            self.server.halt()

    @contextmanager
    def started_again(self, url: str, place: Path) -> Iterator[str]:
        """Start from what the disk held, and give the address of the database there."""
        if self.server is None:
            yield f"sqlite:///{place / 'assurance.db'}"
            return
        (place / "pg" / "data" / "postmaster.pid").unlink(missing_ok=True)
        with postgres.running(self.binaries, place / "pg", DURABLE) as again:
            port = int(again.address.rpartition(":")[2])
            yield make_url(url).set(port=port).render_as_string(hide_password=False)


@pytest.fixture(params=KINDS)
def machine(request: pytest.FixtureRequest) -> Iterator[Machine]:
    """An empty disk, and a database server on it where one is asked for."""
    needs("mkfs.ext4", "e2fsck", "mount", "umount", "strace", root=True)
    binaries = postgres.binaries() if request.param == "postgresql" else None
    if request.param == "postgresql" and binaries is None:
        pytest.skip("NOT TRIED: PostgreSQL is not installed")
    with folder_for_all() as folder, new_disk(SIZE_MB[request.param], folder) as disk:
        if binaries is None:
            yield Machine(disk)
            return
        (disk.place / "pg").mkdir()
        with postgres.server(binaries, DURABLE, disk.place / "pg") as server:
            server.make_template()
            yield Machine(disk, server, binaries)


@pytest.fixture
def backend(machine: Machine) -> str:
    """The kind of database."""
    return "sqlite" if machine.server is None else "postgresql"


@pytest.fixture
def database_url(machine: Machine, request: pytest.FixtureRequest) -> Iterator[str]:
    """The database lies on that disk."""
    if machine.server is None:
        template = request.getfixturevalue("sqlite_template")
        yield f"sqlite:///{shutil.copy(template, machine.disk.place / 'assurance.db')}"
        return
    machine.server.copy("template_assurance", "cut")
    yield machine.server.url("cut", postgres.PROGRAM)


@pytest.fixture
def settings(machine: Machine, database_url: str) -> Settings:
    """And so does everything else."""
    made = Settings.from_environ(
        {"ASSURANCE_INSTANCE": str(machine.disk.place), "ASSURANCE_DATABASE_URL": database_url}
    )
    at_rest.unlock(made)
    return made


def after_the_cut(machine: Machine, settings: Settings, receipts: list[dict[str, object]]) -> list[tuple[str, str]]:
    """Restart from what the disk held, and let the checker look."""
    with machine.disk.after_a_cut() as place, machine.started_again(settings.database_url, place) as url:
        again = replace(settings, database_url=url, files_url=(place / "files").as_uri())
        store = open_store(
            again.database_url, place / "files", public_pem=signer().public_pem.encode(), receipts=receipts,
            canaries=CANARIES,
        )  # fmt: skip
        try:
            return found(store)
        finally:
            store.close()


def words_on(image: Path) -> set[str]:
    """Find the words of tenders, and a name that is no secret, anywhere on the raw disk, freed blocks too."""
    content = image.read_bytes()
    words = {word: [word.encode(kind) for kind in ("utf-8", "utf-16-le")] for word in ("Bidder07 Care", *CANARIES)}
    return {word for word, forms in words.items() if any(form in content for form in forms)}


@pytest.mark.parametrize("is_kept", [True, False], ids=["kept", "control"])
def test_every_receipt_outlives_the_power(
    settings: Settings, crowd: list[Bidder], machine: Machine, tmp_path: Path, is_kept: bool,
    capsys: pytest.CaptureFixture[str],
) -> None:  # fmt: skip
    machine.disk.keep()
    with serving(settings, tmp_path / "server.log") as server:
        options = ("-e", "trace=none") if is_kept else FORGETTING
        with traced(processes(server) + machine.others(), *options, output=tmp_path / "trace"):
            began = time.monotonic()
            pages, _ = all_until_answered(server, crowd)
            receipts = receipts_of(server, crowd, pages)
            server.kill()
            machine.halt()
            breaches = after_the_cut(machine, settings, receipts)
            machine.disk.keep()
            found_there = words_on(machine.disk.image)
            took = time.monotonic() - began
    assert found_there == {"Bidder07 Care"}
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
