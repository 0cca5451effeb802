"""Turns the tree of criteria into rows of a table. Asks the domain for weights and faults; decides nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assurance.domain.evaluation.criteria import CriteriaTree, Kind
from assurance.domain.evaluation.criteria_faults import EARLIEST, LOWEST_PRICE
from assurance.domain.money import plain
from assurance.web.staff.tender.forms import KINDS


@dataclass(frozen=True, slots=True)
class Node:
    """One row of the tree: how deep it stands, what it counts for, and what its children sum to."""

    row: Any
    depth: int
    kind: str
    of_the_whole: Fraction
    below: Decimal | None
    """Sum of the weights under it, for a group."""
    minimum: str


def nodes(rows: Sequence[Any], tree: CriteriaTree) -> list[Node]:
    """List the rows of the tree in its order."""
    depths: dict[int | None, int] = {None: -1}
    sums = weights_below(rows)
    found = []
    for row in rows:
        depths[row.id] = depths[row.parent_id] + 1
        found.append(
            Node(
                row=row,
                depth=depths[row.id],
                kind=KINDS[Kind(row.kind)][0],
                of_the_whole=tree.global_weight(row.code),
                below=sums[row.id] if row.kind == Kind.GROUP else None,
                minimum=_minimum(row),
            )
        )
    return found


def weights_below(rows: Sequence[Any]) -> dict[int | None, Decimal]:
    """Add up the weights under each group, and at the top under None."""
    sums: dict[int | None, Decimal] = defaultdict(Decimal)
    for row in rows:
        sums[row.parent_id] += row.weight_percent
    return sums


def rule_labels(rows: Sequence[Any], tree: CriteriaTree) -> dict[str, str]:
    """Name the rules that can break a tie: every criterion that is marked, the lowest price, the earliest bid."""
    judged = {row.code: f"Higher on “{row.title}”" for row in rows if (node := tree.find(row.code)) and node.is_judged}
    return {**judged, LOWEST_PRICE: "Lowest price", EARLIEST: "Earliest submission"}


def places(rows: Sequence[Any]) -> list[tuple[str, str]]:
    """List where a new criterion can stand: at the top or in a group."""
    return [("", "At the top"), *((row.code, f"In “{row.title}”") for row in rows if row.kind == Kind.GROUP)]


def _minimum(row: Any) -> str:
    if row.minimum is None:
        return "None"
    return f"{plain(row.minimum)}%" if row.kind == Kind.GROUP else f"{plain(row.minimum)} of {row.scale_top}"
