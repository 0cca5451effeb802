"""Says what would change if one draft of the criteria took the place of another, in the words of the workbook."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from assurance.domain.evaluation.drafting import Placed
from assurance.domain.evaluation.scales import Descriptor
from assurance.domain.evaluation.workbook_columns import COLUMNS
from assurance.domain.evaluation.workbook_rows import by_column, said


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing said of a criterion, before and after; empty where nothing is said."""

    heading: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Changed:
    """A criterion that stays, and what is said differently of it."""

    code: str
    title: str
    differences: tuple[Difference, ...]


@dataclass(frozen=True, slots=True)
class Changes:
    """Everything that would change."""

    added: tuple[Placed, ...]
    changed: tuple[Changed, ...]
    removed: tuple[Placed, ...]
    is_reordered: bool
    scale: tuple[Difference, ...]
    no_longer_scored: frozenset[str]
    """Codes of criteria that evaluators mark now and would not afterwards: removed, or of another kind."""

    @property
    def is_empty(self) -> bool:
        """Say whether nothing would change at all."""
        return not (self.added or self.changed or self.removed or self.is_reordered or self.scale)


def find_changes(
    before: Sequence[Placed],
    after: Sequence[Placed],
    scale_before: Sequence[Descriptor] = (),
    scale_after: Sequence[Descriptor] = (),
) -> Changes:
    """Compare two drafts criterion by criterion; a criterion is the same while its short name is."""
    was, will = {each.code: each for each in before}, {each.code: each for each in after}
    changed = (
        Changed(code, will[code].draft.title, _differences(was[code], will[code])) for code in was if code in will
    )
    return Changes(
        added=tuple(each for each in after if each.code not in was),
        changed=tuple(each for each in changed if each.differences),
        removed=tuple(each for each in before if each.code not in will),
        is_reordered=[each for each in was if each in will] != [each for each in will if each in was],
        scale=tuple(_scale_differences(scale_before, scale_after)),
        no_longer_scored=_scored(before) - _scored(after),
    )


def _scored(criteria: Sequence[Placed]) -> frozenset[str]:
    return frozenset(each.code for each in criteria if each.kind == "scored")


def _differences(before: Placed, after: Placed) -> tuple[Difference, ...]:
    old, new = by_column(before), by_column(after)
    return tuple(
        Difference(column.heading, said(old[column.key]), said(new[column.key]))
        for column in COLUMNS
        if said(old[column.key]) != said(new[column.key])
    )


def _scale_differences(before: Sequence[Descriptor], after: Sequence[Descriptor]) -> list[Difference]:
    old = {each.mark: f"{each.label}: {each.text}" for each in before}
    new = {each.mark: f"{each.label}: {each.text}" for each in after}
    return [
        Difference(f"Mark {mark}", old.get(mark, ""), new.get(mark, ""))
        for mark in sorted({*old, *new})
        if old.get(mark) != new.get(mark)
    ]
