"""Evaluation: the ranking, and what an evaluator and the officer wait for."""

from __future__ import annotations

from collections.abc import Iterator

from bench.evaluation import ranking, served
from bench.report import Row


def rows() -> Iterator[Row]:
    """Measure everything about the evaluation."""
    yield from ranking.rows()
    yield from served.rows()
