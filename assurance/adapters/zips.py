"""Zip archives: judged by their list before anything is unpacked, and written as a stream that never lies anywhere."""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from typing import Any, BinaryIO

MAX_ENTRIES = 2_000
MAX_RATIO = 100
_MAX_LIST = 2**20
"""Bytes of the list of parts; that of a real archive has a few thousand."""
_DATE = (1980, 1, 1, 0, 0, 0)
"""What the format calls no date, so that the same content gives the same bytes."""
FAULTS = (
    zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, EOFError, zlib.error, struct.error,
    OSError,
)  # fmt: skip
"""What reading a damaged archive raises."""


class Bomb(Exception):  # noqa: N818 -- a refusal, put into words by whoever knows what the archive should be
    """The archive unpacks to more than it should, or its parts overlap."""


def check_list(file: BinaryIO, size: int) -> None:
    """Read from the end of the file how long the list of parts is, before anything reads the list."""
    file.seek(max(0, size - 2**16 - 22))
    tail = file.read()
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) - at < 22:
        raise zipfile.BadZipFile
    count, length = struct.unpack_from("<HI", tail, at + 10)
    if count > MAX_ENTRIES or length > _MAX_LIST:
        raise Bomb


def check_entries(entries: Sequence[zipfile.ZipInfo], end: int, *, most: int) -> None:
    """Judge the parts by the list alone; they end where the list begins, and unpack to `most` bytes together."""
    if len(entries) > MAX_ENTRIES or sum(each.file_size for each in entries) > most:
        raise Bomb
    if any(each.file_size > MAX_RATIO * max(each.compress_size, 100) for each in entries):
        raise Bomb
    places = sorted((each.header_offset, 30 + len(each.filename) + each.compress_size) for each in entries)
    ends = [start + length for start, length in places]
    if any(reaches > begins for reaches, begins in zip(ends, [start for start, _ in places[1:]] + [end], strict=True)):
        raise Bomb


def write_stream(entries: Iterable[tuple[str, int, Iterable[bytes]]]) -> Iterator[bytes]:
    """Yield an archive of entries, each a name, a size and its content in pieces; nothing is compressed or kept."""
    out = _Outgoing()
    with zipfile.ZipFile(out, "w") as package:
        for name, size, content in entries:
            info = zipfile.ZipInfo(name, _DATE)
            info.file_size = size  # says beforehand whether the entry needs the longer form of the format
            with package.open(info, "w") as entry:
                for piece in content:
                    entry.write(piece)
                    yield out.taken()
    yield out.taken()


class _Outgoing(io.RawIOBase):
    """Holds what was written until it is taken."""

    def __init__(self) -> None:
        self._held = bytearray()

    def writable(self) -> bool:
        return True

    def write(self, content: Any) -> int:
        self._held += content
        return len(content)

    def taken(self) -> bytes:
        taken = bytes(self._held)
        self._held.clear()
        return taken
