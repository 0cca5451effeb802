"""What a call may have published beside its criteria, read in one place."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from assurance.domain.evaluation.document import Evaluation


def method_name(evaluation: Evaluation) -> str:
    """Return the name of the published method of ranking."""
    return evaluation.method.name


def is_weighted_sum(evaluation: Evaluation) -> bool:
    """Say whether bids rank by points, the highest first."""
    return evaluation.method.is_weighted_sum
