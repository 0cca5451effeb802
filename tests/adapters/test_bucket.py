"""The file store in a real bucket: a server that speaks S3 over the network and asks for signed requests."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator

import pytest

from assurance.adapters.files import DamagedFile, FileStore
from assurance.domain.errors import NotFound
from tests import bucket

LARGE = bytes(range(256)) * 4 * 2**12 * 3
"""Twelve megabytes: more than one part of an upload."""


@pytest.fixture(scope="module")
def server(tmp_path_factory: pytest.TempPathFactory) -> Iterator[bucket.Server]:
    with bucket.server(tmp_path_factory.mktemp("buckets")) as running:
        yield running


@pytest.fixture
def url(server: bucket.Server, monkeypatch: pytest.MonkeyPatch) -> str:
    """An empty bucket, and the environment that leads there."""
    for name, value in server.environment.items():
        monkeypatch.setenv(name, value)
    return server.bucket("files")


@pytest.fixture
def store(url: str) -> FileStore:
    return FileStore.open(url)


def test_content_is_kept_under_its_hash_and_read_back_by_another(store: FileStore, url: str) -> None:
    stored = store.put(piece for piece in (b"one ", b"", b"envelope"))
    assert stored.sha256 == hashlib.sha256(b"one envelope").hexdigest()
    assert FileStore.open(url).get(stored.sha256) == b"one envelope"
    assert store.exists(stored.sha256)
    assert not store.exists("0" * 64)
    with pytest.raises(NotFound):
        store.get("0" * 64)


def test_a_file_of_several_parts_arrives_whole(store: FileStore) -> None:
    stored = store.put(LARGE[at : at + 2**20] for at in range(0, len(LARGE), 2**20))
    assert stored.size == len(LARGE)
    assert store.get(stored.sha256) == LARGE


def test_the_same_content_twice_is_one_file(store: FileStore) -> None:
    assert store.put(b"same") == store.put(b"same")
    assert list(store.list_older(-60)) == [hashlib.sha256(b"same").hexdigest()]


def test_a_draft_that_is_not_placed_leaves_no_trace(store: FileStore) -> None:
    with store.draft([b"judged and refused"]) as draft:
        pass
    assert not store.exists(draft.stored.sha256)
    assert list(store.list_older(-60)) == []


def test_what_was_put_lately_is_not_old_and_what_is_removed_is_gone(store: FileStore) -> None:
    stored = store.put(b"young")
    assert list(store.list_older(3_600)) == []
    assert list(store.list_older(-60)) == [stored.sha256]
    store.remove(stored.sha256)
    store.remove(stored.sha256)  # what is not there is out already
    assert not store.exists(stored.sha256)
    assert list(store.list_older(-60)) == []


def test_what_is_old_is_removed_unless_it_was_put_again_meanwhile(store: FileStore) -> None:
    stored = store.put(b"nobody names it")
    assert not store.remove_older(stored.sha256, than_seconds=3_600)
    assert store.exists(stored.sha256)
    assert store.remove_older(stored.sha256, than_seconds=-60)
    assert not store.exists(stored.sha256)
    assert store.remove_older(stored.sha256, than_seconds=-60)


def test_content_that_was_changed_behind_its_key_is_noticed(store: FileStore, server: bucket.Server) -> None:
    stored = store.put(b"as submitted")
    (server.folder / "files" / stored.sha256[:2] / stored.sha256).write_bytes(b"as altered!!")
    with pytest.raises(DamagedFile):
        store.get(stored.sha256)


def test_a_bucket_opens_to_nobody_without_its_key(url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("AWS_SECRET_ACCESS_KEY", "another")
    with pytest.raises(OSError, match="refuses what is asked of it"):
        FileStore.open(url).put(b"from a stranger")
