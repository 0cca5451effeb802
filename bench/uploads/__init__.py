"""What it costs that no file lies plain on the disk: beside a plain copy, and in the memory of the server."""

from __future__ import annotations

from collections.abc import Iterator

from bench.report import Row
from bench.uploads import memory, streaming


def rows() -> Iterator[Row]:
    """Measure closing and opening a file, then a large one sent to a served installation in both ways."""
    yield from streaming.rows()
    yield from memory.rows()
