"""Ranking with every rule and every figure kept, beside a plain nested loop that keeps the totals alone."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial

from assurance.domain.evaluation.ranking import evaluate
from bench.evaluation import reference
from bench.evaluation.tender import make_bids, make_tree
from bench.measure import cpu_ms
from bench.report import Row

SIZES = {100: (7, 15.0), 500: (3, None), 1_000: (3, 150.0)}
"""Bids to how often to repeat, and the goal in milliseconds."""


def rows() -> Iterator[Row]:
    """Rank at three sizes; the two must agree on order and totals."""
    tree = make_tree()
    for count, (repeats, goal) in SIZES.items():
        bids = make_bids(tree, count)
        result, plain = evaluate(tree, bids), reference.rank(tree, bids)
        if [(each.id, each.total) for each in result.ranked] != plain:
            raise SystemExit(f"The ranking of {count} bids differs from the plain reference")
        taken = cpu_ms({"ours": partial(evaluate, tree, bids), "plain": partial(reference.rank, tree, bids)}, repeats)
        yield Row(
            f"rank {count:,} bids x 120 criteria, processor time", taken["ours"], taken["plain"],
            "nested loop with fractions", goal, detail={"still in": len(plain)},
        )  # fmt: skip
