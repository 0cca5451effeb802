"""Evaluation: the ranking, its sensitivity, and what an evaluator and the officer wait for."""

from __future__ import annotations

from collections.abc import Iterator

from bench.evaluation import ranking, sensitivity, served
from bench.report import Row


def rows() -> Iterator[Row]:
    """Measure everything about the evaluation."""
    yield from ranking.rows()
    yield from sensitivity.rows()
    yield from served.rows()
