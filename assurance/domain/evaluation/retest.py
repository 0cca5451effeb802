"""Whether a refinement of the criteria would have saved anyone who was eliminated at the down-selection.

Everyone assessed is ranked again with the marks they were given, under the refined weights and minima. Whoever misses
a minimum stands behind everyone who misses none. A refinement is refused when an eliminated bidder would stand level
with or above one that was kept and did not before, or missed a minimum before and would miss none (Procurement Act
2023 section 24, kept as the pattern: a refinement must not change who was eliminated).
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind
from assurance.domain.evaluation.down_select import DownSelectMark, standing
from assurance.domain.money import percent, plain, round_out


@dataclass(frozen=True, slots=True)
class Assessed:
    """One bidder at the down-selection: whether it was kept, and the marks it was given by criterion."""

    name: str
    is_kept: bool
    marks: Mapping[str, int]


@dataclass(frozen=True, slots=True)
class Standing:
    """Where a bidder stands under one version: its figure from 0 to 100, and the minima it misses, in words."""

    figure: Fraction
    missed: tuple[str, ...]

    @property
    def rank(self) -> tuple[bool, Fraction]:
        """What bidders are ranked by: meeting the minima first, then the figure."""
        return not self.missed, self.figure


@dataclass(frozen=True, slots=True)
class Retested:
    """One bidder under both versions, and why the refinement would have saved it, if it would."""

    name: str
    is_kept: bool
    before: Standing
    after: Standing
    saved: tuple[str, ...] = ()

    def as_data(self) -> dict[str, Any]:
        """Give the line as plain JSON, figures as shown."""
        return {
            "bidder": self.name, "kept": self.is_kept, "before": shown(self.before), "after": shown(self.after),
            "missed_before": list(self.before.missed), "missed_after": list(self.after.missed),
            "saved": list(self.saved),
        }  # fmt: skip


@dataclass(frozen=True, slots=True)
class Retest:
    """Everyone assessed at the down-selection, the highest under the refined criteria first."""

    lines: tuple[Retested, ...]

    @property
    def saved(self) -> tuple[Retested, ...]:
        """Those eliminated who would then have survived."""
        return tuple(each for each in self.lines if each.saved)

    @property
    def eliminated(self) -> int:
        """How many were eliminated."""
        return sum(1 for each in self.lines if not each.is_kept)

    def as_data(self) -> dict[str, Any]:
        """Give the re-test as it is stored with a version."""
        return {"bidders": [each.as_data() for each in self.lines]}


def retest(assessed: Sequence[Assessed], before: CriteriaTree, after: CriteriaTree) -> Retest:
    """Rank everyone again under the refined criteria and say whom that would have saved."""
    both = [(each, _standing(each, before), _standing(each, after)) for each in assessed]
    kept = [(each, old, new) for each, old, new in both if each.is_kept]
    lines = [
        Retested(each.name, each.is_kept, old, new, () if each.is_kept else tuple(_saved(old, new, kept)))
        for each, old, new in both
    ]
    return Retest(tuple(sorted(lines, key=lambda line: (not line.after.rank[0], -line.after.figure, line.name))))


def shown(found: Standing) -> str:
    """Write a standing, rounded only here."""
    return round_out(found.figure, 2)


def _saved(old: Standing, new: Standing, kept: Sequence[tuple[Assessed, Standing, Standing]]) -> Iterator[str]:
    if old.missed and not new.missed:
        yield f"it missed {'; '.join(old.missed)}, and would miss nothing"
    for other, theirs, theirs_now in kept:
        if _overtakes(old, new, theirs, theirs_now):
            level = "level with" if new.figure == theirs_now.figure else "above"
            yield (
                f"it would stand {level} {other.name}, which was kept: {_told(new)} against {_told(theirs_now)}, "
                f"where it was {_told(old)} against {_told(theirs)}"
            )


def _overtakes(old: Standing, new: Standing, theirs: Standing, theirs_now: Standing) -> bool:
    """Say whether it comes level with or above another only now: by the figure alone, or with minima first."""
    is_out = bool(new.missed) and not theirs_now.missed
    by_figure = new.figure >= theirs_now.figure and old.figure < theirs.figure and not is_out
    return by_figure or (new.rank >= theirs_now.rank and old.rank < theirs.rank)


def _told(found: Standing) -> str:
    return shown(found) + (f" with {'; '.join(found.missed)} missed" if found.missed else "")


def _standing(assessed: Assessed, tree: CriteriaTree) -> Standing:
    known = {code: criterion for code in assessed.marks if (criterion := tree.find(code)) is not None}
    figures = {
        code: DownSelectMark(assessed.marks[code], int(criterion.scale or 0), tree.global_weight(code))
        for code, criterion in known.items()
    }
    return Standing(standing(figures), tuple(_missed(tree, assessed.marks)))


def _missed(tree: CriteriaTree, marks: Mapping[str, int]) -> Iterator[str]:
    """Name each minimum missed: of a criterion marked, and of a group all of whose criteria were marked."""
    for criterion in tree.walk():
        if criterion.minimum is None:
            continue
        if criterion.kind is Kind.SCORED and criterion.id in marks and marks[criterion.id] < criterion.minimum:
            yield f"the minimum of “{criterion.title}” ({marks[criterion.id]} of at least {plain(criterion.minimum)})"
        share = _share(criterion, marks) if criterion.kind is Kind.GROUP else None
        if share is not None and share < Fraction(criterion.minimum):
            least = percent(criterion.minimum)
            yield f"the minimum of “{criterion.title}” ({round_out(share, 2)}% of at least {least})"


def _share(criterion: Criterion, marks: Mapping[str, int]) -> Fraction | None:
    """Give what a bidder earned of a criterion in per cent, or None where a part of it was not marked."""
    if criterion.kind is Kind.SCORED:
        mark = marks.get(criterion.id)
        return None if mark is None else 100 * Fraction(mark) / Fraction(criterion.scale or Decimal(1))
    total = Fraction(0)
    for child in criterion.children:
        if child.weight:
            share = _share(child, marks)
            if share is None:
                return None
            total += Fraction(child.weight) * share / 100
    return total if criterion.kind is Kind.GROUP else None
