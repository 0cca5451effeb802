"""The last half minute before a deadline, on the deployed server, while slow uploads hold its threads."""

from __future__ import annotations

from collections.abc import Iterator

from bench.report import Row
from bench.rush import story
from bench.site import databases


def rows() -> Iterator[Row]:
    """Live through a deadline on each database."""
    for kind in databases.kinds():
        yield from story.rows(kind)
