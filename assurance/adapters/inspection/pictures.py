"""Judges a picture by its own marks, without drawing it: whole, nothing behind its end, and no more points than fit."""

from __future__ import annotations

import io
import struct
from typing import BinaryIO

from assurance.adapters.inspection.kinds import JPEG, PNG, FileKind, Unacceptable

MOST_POINTS = 100_000_000
"""A scanned A3 page at 600 dots an inch has 70 million; more than this takes 400 MB to show."""
_DAMAGED = "The picture is damaged or cut short"
_MOST_MARKS = 100_000
_FRAMES = frozenset(range(0xC0, 0xD0)) - {0xC4, 0xC8, 0xCC}
_BARE = frozenset({0x01, *range(0xD0, 0xD8)})
_SCAN, _END = 0xDA, 0xD9


def judge_png(file: BinaryIO) -> FileKind:
    """Take a PNG whose chunks follow each other from the header to the end."""
    end = file.seek(0, io.SEEK_END)
    at = 8
    for number in range(_MOST_MARKS):
        file.seek(at)
        head = file.read(8)
        if len(head) < 8:
            raise Unacceptable(_DAMAGED)
        length, name = struct.unpack(">I4s", head)
        if number == 0:
            _check_points(*_png_size(name, file.read(8)))
        at += length + 12
        if name == b"IEND":
            if at != end:
                raise Unacceptable(_DAMAGED if at > end else "The picture has something else behind its end")
            return PNG
    raise Unacceptable(_DAMAGED)


def judge_jpeg(file: BinaryIO) -> FileKind:
    """Take a JPEG whose marks say its size before its first scan and that ends with its end mark."""
    end = file.seek(0, io.SEEK_END)
    file.seek(max(0, end - 2))
    if file.read(2) != b"\xff\xd9":
        raise Unacceptable(_DAMAGED)
    at, points = 2, 0
    for _ in range(_MOST_MARKS):
        file.seek(at)
        head = file.read(9)
        if len(head) < 4 or head[0] != 0xFF:
            raise Unacceptable(_DAMAGED)
        mark, length = head[1], int.from_bytes(head[2:4], "big")
        if mark in _FRAMES:
            points = _check_points(int.from_bytes(head[7:9], "big"), int.from_bytes(head[5:7], "big"))
        if mark == _SCAN and points:
            return JPEG
        if mark in (_SCAN, _END) or length < 2 and mark not in _BARE:
            raise Unacceptable(_DAMAGED)
        at += 1 if mark == 0xFF else 2 if mark in _BARE else 2 + length
    raise Unacceptable(_DAMAGED)


def _png_size(name: bytes, size: bytes) -> tuple[int, int]:
    if name != b"IHDR" or len(size) < 8:
        raise Unacceptable(_DAMAGED)
    width, height = struct.unpack(">II", size)
    return width, height


def _check_points(width: int, height: int) -> int:
    if not width or not height:
        raise Unacceptable(_DAMAGED)
    if width * height > MOST_POINTS:
        raise Unacceptable(f"The picture has more than {MOST_POINTS:,} points. Save it smaller and try again")
    return width * height
