"""The file store keeps what it was given, once, durably, and notices when it changed."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

import pytest

from assurance.adapters.files import DamagedFile, FileStore
from assurance.domain.errors import NotFound


@pytest.fixture(params=["local", "memory"])
def store(request: pytest.FixtureRequest, tmp_path: Path) -> FileStore:
    """A store in a folder whose name needs quoting, and one in memory that stands for a bucket."""
    return FileStore.open((tmp_path / "a folder").as_uri() if request.param == "local" else "memory:///")


def test_content_is_kept_under_its_hash(store: FileStore) -> None:
    stored = store.put(b"one envelope")

    assert stored.sha256 == hashlib.sha256(b"one envelope").hexdigest()
    assert stored.size == 12
    assert store.exists(stored.sha256)
    assert store.get(stored.sha256) == b"one envelope"


def test_pieces_are_kept_as_one(store: FileStore) -> None:
    stored = store.put(piece for piece in (b"a" * 100_000, b"", b"b" * 100_000))

    assert store.get(stored.sha256) == b"a" * 100_000 + b"b" * 100_000


def test_putting_the_same_twice_is_one_file(store: FileStore) -> None:
    assert store.put(b"same") == store.put(b"same")


@pytest.mark.parametrize("key", ["0" * 64, "../../etc/passwd", "", "A" * 64])
def test_what_is_not_there_is_not_found(store: FileStore, key: str) -> None:
    with pytest.raises(NotFound):
        store.get(key)


def test_a_changed_file_is_noticed(tmp_path: Path) -> None:
    store = FileStore.open(tmp_path.as_uri())
    stored = store.put(b"as submitted")
    (tmp_path / stored.sha256[:2] / stored.sha256).write_bytes(b"as altered!")

    with pytest.raises(DamagedFile):
        store.get(stored.sha256)


def test_nothing_is_left_when_the_source_breaks_off(tmp_path: Path) -> None:
    store = FileStore.open(tmp_path.as_uri())

    def broken() -> object:
        yield b"half"
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        store.put(broken())  # type: ignore[arg-type]  # a generator with a fault in it
    assert list(tmp_path.iterdir()) == []


def test_the_file_is_on_the_disk_before_it_has_its_name(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The order that survives a power cut: the content is synced, then named, then the folder is synced."""
    acts: list[str] = []
    fsync, link = os.fsync, os.link
    monkeypatch.setattr(os, "fsync", lambda descriptor: (acts.append(_kind(descriptor)), fsync(descriptor)))
    monkeypatch.setattr(os, "link", lambda *paths: (acts.append("link"), link(*paths)))

    FileStore.open(tmp_path.as_uri()).put(b"kept")

    assert acts == ["file", "link", "folder", "folder"]


def _kind(descriptor: int) -> str:
    return "folder" if Path(f"/proc/self/fd/{descriptor}").resolve().is_dir() else "file"
