"""Puts the rows of a workbook together as a tree, and brings the faults of the tree back to their cells."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass

from assurance.domain.evaluation.criteria import CriteriaTree
from assurance.domain.evaluation.criteria_faults import TIE_RULES
from assurance.domain.evaluation.criterion import Criterion, Kind
from assurance.domain.evaluation.drafting import DEEPEST, Placed
from assurance.domain.evaluation.pricing import DEFAULT_FORMULA
from assurance.domain.evaluation.workbook_cells import RowReader
from assurance.domain.faults import Fault

_PATH = re.compile(r"(criteria(?:\[\d+\]\.children)*\[\d+\])\.?(.*)")
_COLUMNS = {
    "weight": "weight_percent",
    "children": "kind",
    "scale": "kind",
    "id": "code",
    "price.formula": "price_formula",
}
"""Where a fault of the domain belongs that is not called as its column is."""


@dataclass(frozen=True, slots=True)
class PlacedRow:
    """A criterion and the row it was read from."""

    reader: RowReader
    placed: Placed


def structure_faults(readers: Mapping[str, RowReader], parents: Mapping[str, str], groups: Collection[str]) -> set[str]:
    """Note every parent that is unknown, no group, or leads in a circle, and give the short names under it.

    `parents` gives the short name above each; `groups` those that are groups or whose kind could not be read.
    """
    found = {code: why for code in readers if (why := _why_not_under(code, parents, groups))}
    for code, message in found.items():
        readers[code].fault("parent", message)
    return set(found)


def _why_not_under(code: str, parents: Mapping[str, str], groups: Collection[str]) -> str:
    parent = parents[code]
    if not parent:
        return ""
    if parent not in parents:
        return f"there is no criterion “{parent}” in this sheet"
    above = _above(code, parents)
    if code in above:
        through = "" if parent == code else f", through “{parent}”"
        return f"“{code}” stands under itself{through}"
    if parent not in groups:
        return f"“{parent}” is not a group; only a group has criteria under it"
    return f"criteria go {DEEPEST} levels deep at most" if len(above) >= DEEPEST else ""


def _above(code: str, parents: Mapping[str, str]) -> list[str]:
    """List the short names above one, nearest first, up to the top or to where they come round again."""
    found: list[str] = []
    above = parents.get(code, "")
    while above and above not in found:
        found.append(above)
        above = parents.get(above, "")
    return found


def in_order(placed: Sequence[Placed]) -> list[Placed]:
    """List criteria in the order of the tree, parents before children, whatever order they were written in."""
    below: dict[str, list[Placed]] = defaultdict(list)
    for each in placed:
        below[each.parent].append(each)

    def walk(parent: str) -> Iterator[Placed]:
        for each in below[parent]:
            yield each
            yield from walk(each.code)

    return list(walk(""))


class DraftTree:
    """The tree that rows make, and the row each of its paths stands for."""

    def __init__(self, rows: Sequence[PlacedRow], top: int) -> None:
        self.top = top
        self.at: dict[str, PlacedRow] = {}
        self._below: dict[str, list[PlacedRow]] = defaultdict(list)
        for row in rows:
            self._below[row.placed.parent].append(row)
        self.tree = CriteriaTree(self._build("", "criteria"))

    def _build(self, parent: str, path: str) -> tuple[Criterion, ...]:
        found = []
        for number, row in enumerate(self._below[parent]):
            here = f"{path}[{number}]"
            self.at[here] = row
            found.append(self._criterion(row.placed, self._build(row.placed.code, f"{here}.children")))
        return tuple(found)

    def _criterion(self, placed: Placed, children: tuple[Criterion, ...]) -> Criterion:
        draft = placed.draft
        return Criterion(
            id=placed.code,
            title=draft.title,
            weight=draft.weight_percent,
            kind=placed.kind,
            children=children,
            scale=self.top if placed.kind is Kind.SCORED else None,
            minimum=draft.minimum,
            price_formula=draft.price_formula or DEFAULT_FORMULA,
            word_limit=draft.word_limit,
            price_parameters=draft.price_parameters,
            normalise=draft.normalise,
        )

    def located(self, *, weighted: bool) -> Iterator[tuple[PlacedRow | None, str, Fault]]:
        """Give the faults of the tree, each with its row (None for the tree as a whole) and its column."""
        for fault in self.tree.faults(weighted=weighted):
            path = _PATH.fullmatch(fault.path)
            row, rest = (self.at[path[1]], path[2]) if path else (None, "weight" if is_sum(fault) else "children")
            yield row, _COLUMNS.get(rest, rest.removeprefix("price.")), fault

    def ties_lost(self, tie_break: Sequence[str]) -> Iterator[str]:
        """List the criteria that break ties and are no longer there to do so."""
        for rule in tie_break:
            criterion = self.tree.find(rule)
            if rule not in TIE_RULES and (criterion is None or not criterion.is_judged):
                yield rule


def is_sum(fault: Fault) -> bool:
    """Say whether a fault is that weights do not sum to 100."""
    return fault.message.startswith("weights ")


def in_words(fault: Fault) -> str:
    """Say a fault of the domain as a page does, in curly quotation marks."""
    said = re.sub(r'"([^"]*)"', r"“\1”", fault.message)
    return f"the {said}" if is_sum(fault) else said
