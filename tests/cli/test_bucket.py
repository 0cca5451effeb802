"""An installation whose files lie in a bucket: moved there, backed up from there and put back into another bucket."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

import pytest

from assurance.adapters.files import FileStore
from assurance.adapters.keyring import Keyring
from assurance.persistence.session import Database
from tests import bucket
from tests.cli.conftest import Command
from tests.factories.cast import make_world

FILES = (b"what a bidder sent, closed", b"a large one " * 500_000)


@pytest.fixture
def server(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[bucket.Server]:
    (tmp_path / "buckets").mkdir()
    with bucket.server(tmp_path / "buckets") as running:
        for name, value in running.environment.items():
            monkeypatch.setenv(name, value)
        yield running


@pytest.fixture
def here(instance: Path, tables: str) -> Path:
    """An installation in one folder, with people, a key and files."""
    Keyring.open(instance / "keys")
    database = Database.open(tables)
    with database.transaction() as session:
        make_world(session)
    database.close()
    for content in FILES:
        FileStore.open((instance / "files").as_uri()).put(content)
    return instance


def _contents(url: str) -> set[bytes]:
    store = FileStore.open(url)
    return {store.get(key) for key in store.list_older(-60)}


def test_an_installation_moves_into_a_bucket_and_its_backup_fills_another(
    command: Command, here: Path, server: bucket.Server, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    url, another = server.bucket("moved"), server.bucket("restored")
    new = f"sqlite:///{tmp_path / 'moved.db'}"
    moved = command("db", "move", "--database-url", new, "--files-url", url)
    assert moved.exit_code == 0, moved.output
    assert "2 files" in moved.stdout
    assert _contents(url) == set(FILES)

    monkeypatch.setenv("ASSURANCE_INSTANCE", str(shutil.copytree(here / "keys", tmp_path / "second" / "keys").parent))
    monkeypatch.setenv("ASSURANCE_DATABASE_URL", new)
    monkeypatch.setenv("ASSURANCE_FILES_URL", url)
    kept = command("backup", str(tmp_path / "backup"))
    assert kept.exit_code == 0, kept.output
    drill = command("backup", "--drill", str(tmp_path / "backup"))
    assert drill.exit_code == 0, drill.output

    monkeypatch.setenv("ASSURANCE_DATABASE_URL", f"sqlite:///{tmp_path / 'third.db'}")
    monkeypatch.setenv("ASSURANCE_FILES_URL", another)
    back = command("restore", str(tmp_path / "backup"))
    assert back.exit_code == 0, back.output
    assert _contents(another) == set(FILES)
