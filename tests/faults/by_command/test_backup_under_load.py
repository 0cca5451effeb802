"""F-16: a backup is made while bidders submit, the installation is lost, and what is put back holds all from before."""

from __future__ import annotations

import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from assurance.cli.serve import environment, own_command
from assurance.config import Settings
from assurance.services.signing import signer
from tests.checker.store import open_store
from tests.factories.crowd import Bidder
from tests.faults.conftest import found
from tests.faults.test_killed_while_submitting import receipt_of
from tests.served import Served, serving


@pytest.fixture
def backend() -> str:
    """A file; tests of the commands themselves try PostgreSQL as well."""
    return "sqlite"


def command(settings: Settings, *arguments: str) -> None:
    """Run a command of the installation as a person would."""
    known = {**environment(settings), "PATH": "/usr/bin:/bin"}
    subprocess.run([*own_command(), *arguments], env=known, check=True, capture_output=True, timeout=120)


def submit(server: Served, bidder: Bidder) -> dict[str, Any]:
    """Submit and keep the receipt."""
    status, page = bidder.send(server.address, "submit", bidder.form)
    assert status == 200, page[:500]
    return receipt_of(server, bidder, page)


def test_what_was_received_before_a_backup_is_there_after_the_loss(
    settings: Settings, crowd: list[Bidder], tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    backup, back = tmp_path / "backup", tmp_path / "back"
    with serving(settings, settings.instance / "server.log") as server, ThreadPoolExecutor(8) as pool:
        before = list(pool.map(lambda each: submit(server, each), crowd[:10]))
        beside = [pool.submit(submit, server, each) for each in crowd[10:15]]
        command(settings, "backup", str(backup))
        meanwhile = [each.result() for each in beside]
        after = list(pool.map(lambda each: submit(server, each), crowd[15:]))
    restored = Settings.from_environ({"ASSURANCE_INSTANCE": str(back), "ASSURANCE_KEYS": str(settings.keys)})
    command(restored, "restore", str(backup))
    assert _found(restored, before) == []
    lost = [f"receipt {each['receipt']} has no submission" for each in after]
    assert [said for _, said in _found(restored, after)] == lost  # what came later is listed, not hidden
    between = [said for _, said in _found(restored, meanwhile)]
    assert all("has no submission" in said for said in between)  # wholly there or wholly not
    with capsys.disabled():
        sys.stdout.write(
            f"\n{len(before)} receipts from before a backup hold, of {len(meanwhile)} from beside it "
            f"{len(between)} are lost, and all {len(after)} from after it are named as lost\n"
        )


def _found(settings: Settings, receipts: list[dict[str, Any]]) -> list[tuple[str, str]]:
    folder = Path(settings.files_url.removeprefix("file://"))
    store = open_store(settings.database_url, folder, public_pem=signer().public_pem.encode(), receipts=receipts)
    try:
        return found(store)
    finally:
        store.close()
