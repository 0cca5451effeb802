"""How often each bid would be first if the weights were drawn at random: flat Dirichlet weights at every node.

Floating-point numbers are used here and nowhere else in the evaluation: a share of random draws is a statistic, its
own error (about 0.3 percentage points with 100,000 draws, 95 times in 100) is far larger than theirs. Who is out stays
as published, a criterion that counts for nothing stays at nothing, prices earn what the published formula gives them,
and what is normalised above the marks is normalised anew in every draw. Draws in which several bids are level are
shared among them.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING, Any

from assurance.domain.evaluation.result import Result
from assurance.domain.evaluation.sensitivity.published import is_weighted_sum

if TYPE_CHECKING:
    import numpy as np

    from assurance.domain.evaluation.criterion import Criterion
    from assurance.domain.evaluation.document import Evaluation

    Array = np.ndarray[Any, np.dtype[np.float64]]
    Draw = Callable[[Sequence[Criterion]], Array]
    """Weights for the children of a node: one row for each draw, each row adding up to 1."""

CHUNK = 4096
LEVEL = 1e-9
"""Totals nearer than this are level: rounding of floats is some ten thousand times finer."""
DEFAULT_DRAWS = 100_000
DEFAULT_SEED = 20_250_106
MOST_DRAWS = 10_000_000


@dataclass(frozen=True, slots=True)
class Shares:
    """The share of draws each bid still in wins; the shares add up to 1."""

    draws: int
    seed: int
    wins: Mapping[str, Fraction]


def random_weights(
    evaluation: Evaluation, result: Result, *, draws: int = DEFAULT_DRAWS, seed: int = DEFAULT_SEED
) -> Shares | None:
    """Draw weights and count who is first; None without a bid still in, or for a method that is no weighted sum."""
    import numpy as np

    if not result.ranked or not is_weighted_sum(evaluation):
        return None
    rng = np.random.default_rng(seed)
    counts = np.zeros((len(result.ranked) + 1, len(result.ranked)), dtype=np.int64)
    columns = _columns(evaluation, result)
    for start in range(0, draws, CHUNK):
        size = min(CHUNK, draws - start)
        totals = _totals(evaluation.tree.criteria, columns, _flat(rng, size))
        counts += _first(totals)
    wins = {
        bid_id: sum((Fraction(int(counts[level, n]), level * draws) for level in range(1, len(counts))), Fraction(0))
        for n, bid_id in enumerate(result.ranking)
    }
    return Shares(draws, seed, wins)


def totals_as_published(evaluation: Evaluation, result: Result) -> dict[str, float]:
    """Compute the totals at the published weights in floats, in the way the draws are computed."""
    totals = _totals(evaluation.tree.criteria, _columns(evaluation, result), _as_published)
    return dict(zip(result.ranking, (float(each) for each in totals[0]), strict=True))


def _columns(evaluation: Evaluation, result: Result) -> dict[str, Array]:
    """Give what each bid still in earned on each leaf, in per cent."""
    import numpy as np

    return {
        leaf.id: np.array([[float(bid.figures[leaf.id].percent) for bid in result.ranked]])
        for leaf in evaluation.tree.leaves()
        if leaf.is_judged
    }


def _flat(rng: np.random.Generator, size: int) -> Draw:
    """Draw evenly from all ways to share 1 among the children: exponentials over their sum."""

    def draw(children: Sequence[Criterion]) -> Array:
        drawn = rng.standard_exponential((size, len(children)))
        drawn /= drawn.sum(axis=1, keepdims=True)
        return drawn

    return draw


def _as_published(children: Sequence[Criterion]) -> Array:
    import numpy as np

    return np.array([[float(each.weight) / 100 for each in children]])


def _totals(criteria: Sequence[Criterion], columns: Mapping[str, Array], draw: Draw) -> Array:
    """Add up, for every draw and bid, what the criteria earned by the weights drawn for them."""
    import numpy as np

    counting = [each for each in criteria if each.is_judged and each.weight > 0]
    weights = draw(counting)
    leaves = [n for n, each in enumerate(counting) if not each.children]
    width = next(iter(columns.values())).shape[1]
    total: Array = np.zeros((weights.shape[0], width))
    if leaves:
        earned = np.concatenate([columns[counting[n].id] for n in leaves])
        drawn = weights if len(leaves) == len(counting) else weights[:, leaves]
        total += np.einsum("dc,cb->db", drawn, earned)  # a product this narrow gains nothing from threads
    for n, each in enumerate(counting):
        if each.children:
            below = _totals(each.children, columns, draw)
            total += weights[:, n : n + 1] * _normalised(below, each.normalise)
    return total


def _normalised(percent: Array, how: str) -> Array:
    """Compare each bid with the best, or with the range from the lowest to the best, draw by draw."""
    import numpy as np

    if not how:
        return percent
    highest = percent.max(axis=1, keepdims=True)
    lowest = percent.min(axis=1, keepdims=True) if how == "min-max" else np.zeros_like(highest)
    spread = highest - lowest
    safe = np.where(spread > LEVEL, spread, 1.0)
    scaled: Array = np.where(spread > LEVEL, 100 * (percent - lowest) / safe, 100.0 if how == "min-max" else 0.0)
    return scaled


def _first(totals: Array) -> Any:
    """Count wins: row n holds those shared by n bids."""
    import numpy as np

    width = totals.shape[1]
    is_first = totals >= totals.max(axis=1, keepdims=True) - LEVEL
    level = is_first.sum(axis=1)
    counts = np.zeros((width + 1, width), dtype=np.int64)
    for number in np.unique(level):
        counts[number] = is_first[level == number].sum(axis=0)
    return counts
