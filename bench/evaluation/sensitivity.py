"""Random weightings of the whole tree, drawn and judged all together, beside ranking anew for each of them."""

from __future__ import annotations

from collections.abc import Iterator

from assurance.domain.evaluation.document import Evaluation
from assurance.domain.evaluation.sensitivity.shares import random_weights
from bench.evaluation.tender import make_bids, make_tree
from bench.measure import cpu_ms
from bench.report import Row

DRAWS = 100_000


def rows() -> Iterator[Row]:
    """Draw 100,000 weightings of 12 bids on 120 criteria."""
    tree = make_tree()
    evaluation = Evaluation(tree, tuple(make_bids(tree, 12)))
    result = evaluation.result()
    taken = cpu_ms(
        {"drawn": lambda: random_weights(evaluation, result, draws=DRAWS), "once": evaluation.result}, repeats=3
    )
    yield Row(
        "100,000 random weightings of 12 x 120, processor time", taken["drawn"], DRAWS * taken["once"],
        "exact ranking, once for each", 2_000.0, detail={"still in": len(result.ranked)},
    )  # fmt: skip
