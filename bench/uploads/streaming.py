"""Processor time to store and to read a closed file, beside the same file copied as it is, taking turns."""

from __future__ import annotations

import hashlib
import os
import tempfile
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path

from assurance.adapters.vault import Encryption, decrypt_stream
from bench.measure import cpu_ms
from bench.report import Row

MEGABYTES, REPEATS = 200, 5
PIECE = 2**16
PLACE = b"measured"


def rows() -> Iterator[Row]:
    """Store and read a file of random bytes."""
    with tempfile.TemporaryDirectory(prefix="assurance-bench-") as name:
        folder = Path(name)
        source = folder / "source"
        _write(source, (os.urandom(2**20) for _ in range(MEGABYTES)))
        kept = Encryption(PLACE)
        _write(folder / "closed", kept.over(_read(source)))
        stored = cpu_ms({"closed": lambda: _close(source, folder), "plain": lambda: _copy(source, folder)}, REPEATS)
        read = cpu_ms(
            {
                "closed": lambda: _drain(decrypt_stream(_read(folder / "closed"), kept.key, PLACE)),
                "plain": lambda: _drain(_hashed(_read(source))),
            },
            REPEATS,
        )
    beside = "plain copy with its SHA-256"
    size = f"{MEGABYTES} MB, processor time"
    yield Row(f"Store a file closed, {size}", stored["closed"], stored["plain"], beside, goal=4 * stored["plain"])
    yield Row(f"Read a closed file, {size}", read["closed"], read["plain"], "plain read with its SHA-256")
    yield _speed("Store", stored["closed"])
    yield _speed("Read", read["closed"])


def _speed(what: str, milliseconds: float) -> Row:
    return Row(
        f"{what}: megabytes in a second of one processor", 1000 * MEGABYTES / milliseconds, goal=100, unit="MB/s",
        more_is_better=True,
    )  # fmt: skip


def _close(source: Path, folder: Path) -> None:
    _write(folder / "target", Encryption(PLACE).over(_read(source)))


def _copy(source: Path, folder: Path) -> None:
    _write(folder / "target", _hashed(_read(source)))


def _hashed(content: Iterable[bytes]) -> Iterator[bytes]:
    digest = hashlib.sha256()
    for piece in content:
        digest.update(piece)
        yield piece


def _read(path: Path) -> Iterator[bytes]:
    with path.open("rb") as file:
        read: Callable[[], bytes] = lambda: file.read(PIECE)  # noqa: E731 -- named for its type alone
        yield from iter(read, b"")


def _write(path: Path, content: Iterable[bytes]) -> None:
    with path.open("wb") as file:
        file.writelines(content)


def _drain(content: Iterable[bytes]) -> None:
    for _ in content:
        pass
