"""Where each criterion hangs in the tree: itself first, then what it belongs to, up to the top."""

from __future__ import annotations

from collections.abc import Sequence

from assurance.domain.evaluation.criterion import Criterion

Path = tuple[Criterion, ...]


def paths(criteria: Sequence[Criterion], above: Path = ()) -> dict[str, Path]:
    """Return the path of every criterion, by id."""
    found: dict[str, Path] = {}
    for criterion in criteria:
        found[criterion.id] = (criterion, *above)
        found |= paths(criterion.children, found[criterion.id])
    return found
