"""Files on their way: closed from the first byte, kept in order, gone when they are done or go wrong."""

from __future__ import annotations

import io
import os
import random
import time
import uuid
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assurance.adapters.open_file import OpenFile
from assurance.adapters.staging import Arriving, Sink, Staging, TooMuch
from assurance.adapters.vault import PIECE, DamagedFile, Encryption, FileKey
from assurance.domain.errors import NotNow

CANARY = b"canary of a price: 123456.78 "


@pytest.fixture
def staging(tmp_path: Path) -> Staging:
    return Staging.open(tmp_path / "uploads")


def send(staging: Staging, upload: str, key: FileKey, *parts: bytes) -> int:
    at = 0
    for part in parts:
        written = staging.write(upload, at, key, [part[:10], part[10:]], most=10**7)
        written.keep()
        at += written.size
    return at


def raw(folder: Path) -> bytes:
    return b"".join(path.read_bytes() for path in folder.rglob("*") if path.is_file())


def test_parts_come_back_as_one_file_and_lie_closed(staging: Staging) -> None:
    upload, key = str(uuid.uuid4()), FileKey.fresh()
    parts = (CANARY * 9000, b"x", CANARY)
    size = send(staging, upload, key, *parts)

    assert b"".join(staging.read(upload, key, size)) == b"".join(parts)
    assert b"canary" not in raw(staging.folder)
    assert len(raw(staging.folder)) > size


def test_a_part_that_was_never_acknowledged_is_written_over(staging: Staging) -> None:
    upload, key = str(uuid.uuid4()), FileKey.fresh()
    send(staging, upload, key, b"first")
    staging.write(upload, 5, key, [b"lost on the way"], most=99).keep()
    staging.write(upload, 5, key, [b"second"], most=99).keep()

    assert b"".join(staging.read(upload, key, 11)) == b"firstsecond"


def test_what_is_not_whole_or_was_tampered_with_does_not_come_back(staging: Staging) -> None:
    upload, key = str(uuid.uuid4()), FileKey.fresh()
    size = send(staging, upload, key, b"first", b"second")
    first, second = sorted((staging.folder / upload).glob("*.part"))

    with pytest.raises(DamagedFile, match="not whole"):
        list(staging.read(upload, key, size + 1))
    with pytest.raises(DamagedFile):
        list(staging.read(upload, FileKey.fresh(), size))
    second.write_bytes(first.read_bytes())
    with pytest.raises(DamagedFile):
        list(staging.read(upload, key, size))
    first.unlink()
    with pytest.raises(DamagedFile):
        list(staging.read(upload, key, size))


def test_more_than_was_announced_leaves_nothing(staging: Staging) -> None:
    upload = str(uuid.uuid4())
    with pytest.raises(TooMuch):
        staging.write(upload, 0, FileKey.fresh(), [b"12345", b"6"], most=5)
    assert raw(staging.folder) == b""


def test_a_connection_that_breaks_leaves_nothing(staging: Staging) -> None:
    def broken() -> Iterator[bytes]:
        yield CANARY * 5000
        raise ConnectionResetError

    with pytest.raises(ConnectionResetError):
        staging.write(str(uuid.uuid4()), 0, FileKey.fresh(), broken(), most=10**7)
    assert raw(staging.folder) == b""


def test_a_full_disk_is_told_in_words_and_leaves_nothing(staging: Staging, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(NotNow, match="no room") as refused:
        staging.write(str(uuid.uuid4()), 0, FileKey.fresh(), [b"x"], most=5)
    assert refused.value.code == "no_room"
    assert raw(staging.folder) == b""


def test_below_the_low_water_mark_nothing_more_is_taken(tmp_path: Path) -> None:
    Staging.open(tmp_path).make_sure_of_room(1)
    with pytest.raises(NotNow, match="no room"):
        Staging.open(tmp_path, low_water=2**60).make_sure_of_room(1)


@pytest.mark.parametrize("name", ["../../etc", "", "a/b", "x" * 36, "." * 36])
def test_only_the_name_of_an_upload_names_a_folder(staging: Staging, name: str) -> None:
    with pytest.raises(ValueError, match="not the name"):
        staging.write(name, 0, FileKey.fresh(), [b"x"], most=5)


def test_the_sweep_removes_what_no_row_knows_and_nobody_touched_lately(staging: Staging) -> None:
    key = FileKey.fresh()
    known, old, young = (str(uuid.uuid4()) for _ in range(3))
    for upload in (known, old, young):
        send(staging, upload, key, b"part")
    for upload in (known, old):
        os.utime(staging.folder / upload, (0, time.time() - 7200))

    assert staging.sweep({known}, older_than_seconds=3600) == 1
    assert {path.name for path in staging.folder.iterdir()} == {known, young}


def test_a_file_in_a_form_has_no_name_and_lies_closed(staging: Staging) -> None:
    content = CANARY * 9000
    arriving = Arriving(staging, most=len(content))
    for at in range(0, len(content), 4000):
        arriving.write(content[at : at + 4000])
    arriving.seek(0)

    assert list(staging.folder.iterdir()) == []
    descriptor = arriving._file.fileno()
    assert b"canary" not in os.pread(descriptor, 10**7, 0)
    assert b"".join(arriving.pieces()) == content
    assert b"".join(arriving.pieces()) == content
    arriving.close()


def test_a_file_in_a_form_that_is_too_large_is_let_go_by(staging: Staging) -> None:
    arriving = Arriving(staging, most=10)
    for _ in range(1000):
        arriving.write(CANARY)
    arriving.seek(0)
    assert os.fstat(arriving._file.fileno()).st_size < 100
    with pytest.raises(TooMuch):
        next(arriving.pieces())
    arriving.close()


def test_a_disk_that_fills_while_a_form_arrives_is_told_at_its_end(
    staging: Staging, monkeypatch: pytest.MonkeyPatch
) -> None:
    arriving = Arriving(staging, most=10**7)

    def full(pieces: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(arriving, "_file", _Full(arriving._file, full))
    for _ in range(5_000):
        assert arriving.write(CANARY) == len(CANARY)
    arriving.seek(0)
    with pytest.raises(NotNow, match="no room"):
        next(arriving.pieces())
    arriving.close()


class _Full:
    """A file on a disk that is full."""

    def __init__(self, file: Any, writelines: Any) -> None:
        self.truncate, self.close, self.writelines = file.truncate, file.close, writelines


def test_where_no_file_may_be_sent_nothing_is_kept() -> None:
    sink = Sink()
    assert sink.write(CANARY) == len(CANARY)
    assert (sink.seek(0), sink.read(), list(sink.pieces())) == (0, b"", [])
    sink.close()


@settings(max_examples=40, deadline=None)
@given(size=st.sampled_from([0, 1, PIECE, 2 * PIECE + 5]), data=st.data())
def test_a_closed_file_reads_like_a_plain_one(size: int, data: st.DataObject) -> None:
    content = random.Random(size).randbytes(size)
    written = Encryption(b"place")
    file = OpenFile.of(io.BytesIO(b"".join(written.over([content]))), written)
    plain = io.BytesIO(content)
    for _ in range(data.draw(st.integers(1, 6))):
        whence = data.draw(st.sampled_from([io.SEEK_SET, io.SEEK_END]))
        offset = data.draw(st.integers(0, size + 5)) * (-1 if whence == io.SEEK_END else 1)
        if whence == io.SEEK_END and -offset > size:
            continue
        length = data.draw(st.integers(0, PIECE + 9))
        assert file.seek(offset, whence) == plain.seek(offset, whence)
        assert file.read(length) == plain.read(length)
        assert file.tell() == plain.tell()


def test_a_piece_changed_after_it_was_written_is_noticed_where_it_is_read() -> None:
    written = Encryption(b"place")
    closed = bytearray(b"".join(written.over([bytes(3 * PIECE)])))
    closed[PIECE + 200] ^= 1
    file = OpenFile.of(io.BytesIO(bytes(closed)), written)
    assert file.read(10) == bytes(10)
    file.seek(PIECE + 10)
    with pytest.raises(DamagedFile):
        file.read(10)
    with pytest.raises(ValueError, match="before the beginning"):
        OpenFile(io.BytesIO(), 0, [], b"").seek(-1)
