"""Files in a bucket over a line that loses what it carries, and while the bucket is away."""

from __future__ import annotations

import errno
import os
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from assurance.adapters.files import FileStore
from tests import bucket
from tests.faults.lossy import Line, Loss, lossy
from tests.served import free_port

FATES = [Loss("request", after=1), Loss("reply"), Loss(""), Loss("reply"), Loss("request"), Loss("slow")]
FILES = [bytes([number]) * 400_000 for number in range(4)]


@pytest.fixture
def line(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[tuple[str, Line]]:
    """The URL of a bucket, and the bad line that leads to it."""
    (tmp_path / "buckets").mkdir()
    with bucket.server(tmp_path / "buckets") as server:
        for name, value in server.environment.items():
            monkeypatch.setenv(name, value)
        with lossy(int(server.address.rpartition(":")[2]), lambda number: FATES[number % len(FATES)]) as carried:
            monkeypatch.setenv("AWS_ENDPOINT", f"http://127.0.0.1:{carried.port}")
            yield server.bucket("far"), carried


def test_what_is_put_over_a_bad_line_is_there_whole(line: tuple[str, Line]) -> None:
    url, carried = line
    keys = [FileStore.open(url).put(content).sha256 for content in FILES]
    assert {"request", "reply"} <= set(carried.broken)
    store = FileStore.open(url)
    assert [store.get(key) for key in keys] == FILES
    assert sorted(store.list_older(-60)) == sorted(keys)


@pytest.mark.parametrize(
    "act",
    [
        lambda store: store.put(b"anything"),
        lambda store: store.get("0" * 64),
        lambda store: store.exists("0" * 64),
        lambda store: store.remove("0" * 64),
        lambda store: list(store.list_older(0)),
        lambda store: store.remove_older("0" * 64, than_seconds=0),
    ],
    ids=["put", "get", "exists", "remove", "list", "remove_older"],
)
def test_a_bucket_that_is_away_is_a_disk_that_fails_and_no_fault_of_the_program(
    act: Callable[[FileStore], object], monkeypatch: pytest.MonkeyPatch
) -> None:
    nobody = bucket.Server(f"127.0.0.1:{free_port()}", Path(os.devnull))
    for name, value in nobody.environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(OSError, match="does not answer") as failed:
        act(FileStore.open("s3://away"))
    assert failed.value.errno == errno.EIO
