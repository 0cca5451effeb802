"""What a call may have published beside its criteria, read in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assurance.domain.evaluation.document import Evaluation

WEIGHTED_SUM = "weighted-sum"


def method_name(evaluation: Evaluation) -> str:
    """Return the name of the published method of ranking."""
    method = getattr(evaluation, "method", None)
    return WEIGHTED_SUM if method is None else str(method.name)


def is_weighted_sum(evaluation: Evaluation) -> bool:
    """Say whether bids rank by points, the highest first."""
    return method_name(evaluation) == WEIGHTED_SUM
