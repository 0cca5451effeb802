"""Ways of measuring: processor time, alternating what is compared, and percentiles."""

from __future__ import annotations

import gc
import time
from collections.abc import Callable, Mapping, Sequence
from statistics import median, quantiles


def cpu_ms(acts: Mapping[str, Callable[[], object]], repeats: int) -> dict[str, float]:
    """Return the median processor time of each act; they take turns, so that a busy machine hits all alike."""
    taken: dict[str, list[float]] = {name: [] for name in acts}
    for _ in range(repeats):
        for name, act in acts.items():
            gc.collect()
            start = time.process_time()
            act()
            taken[name].append(1000 * (time.process_time() - start))
    return {name: median(values) for name, values in taken.items()}


def percentile(values: Sequence[float], percent: int) -> float:
    """Return a percentile of some values."""
    if len(values) < 2:
        return values[0]
    return quantiles(values, n=100, method="inclusive")[percent - 1]
