"""The tree of award criteria and what each counts for in the whole. It marks nothing; `publication.py` fixes it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from fractions import Fraction
from functools import cached_property
from typing import Any

from assurance.domain.evaluation.criteria_faults import criteria_faults
from assurance.domain.evaluation.criterion import Criterion, Kind
from assurance.domain.faults import Fault

__all__ = ["CriteriaTree", "Criterion", "Kind"]


@dataclass(frozen=True)
class CriteriaTree:
    """All criteria of one call, in published order."""

    criteria: tuple[Criterion, ...]

    def walk(self) -> Iterator[Criterion]:
        """Give every criterion, parents before children, in published order."""
        for criterion in self.criteria:
            yield from criterion.walk()

    def leaves(self) -> tuple[Criterion, ...]:
        """List the criteria that are judged directly."""
        return tuple(each for each in self.walk() if each.kind is not Kind.GROUP)

    def scored(self) -> tuple[Criterion, ...]:
        """List the criteria evaluators mark."""
        return self._of(Kind.SCORED)

    def prices(self) -> tuple[Criterion, ...]:
        """List the criteria marked from a price."""
        return self._of(Kind.PRICE)

    def pass_fails(self) -> tuple[Criterion, ...]:
        """List the criteria that are met or not."""
        return self._of(Kind.PASS_FAIL)

    def _of(self, kind: Kind) -> tuple[Criterion, ...]:
        return tuple(each for each in self.walk() if each.kind is kind)

    def find(self, criterion_id: str) -> Criterion | None:
        """Find a criterion by its id, or None."""
        return next((each for each in self.walk() if each.id == criterion_id), None)

    def global_weight(self, criterion_id: str) -> Fraction:
        """Give what a criterion counts for in the whole, in per cent, exactly; `KeyError` if absent."""
        return self._global_weights[criterion_id]

    @cached_property
    def _global_weights(self) -> dict[str, Fraction]:
        return dict(_shares(self.criteria, Fraction(100)))

    def faults(self, *, weighted: bool = True) -> tuple[Fault, ...]:
        """List everything that keeps the tree from being published; without weights for a method that ignores them."""
        return criteria_faults(self.criteria, weighted=weighted)

    def as_data(self) -> list[dict[str, Any]]:
        """Give the tree as plain JSON: its part of what is published."""
        return [each.as_data() for each in self.criteria]


def _shares(criteria: Iterable[Criterion], of: Fraction) -> Iterator[tuple[str, Fraction]]:
    for criterion in criteria:
        own = of * Fraction(criterion.weight) / 100
        yield criterion.id, own
        yield from _shares(criterion.children, own)
