"""Load: what many people wait for at once and what grows with the installation, all in one run on each database."""

from __future__ import annotations

from collections.abc import Iterator

from bench import feed, lists
from bench.evaluation import served
from bench.report import Row


def rows() -> Iterator[Row]:
    """Measure lists of a thousand procurements, scoring and saving by up to 200 at once, and the public feed."""
    yield from lists.rows()
    yield from served.rows()
    yield from feed.rows()
