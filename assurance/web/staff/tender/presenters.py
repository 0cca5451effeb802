"""Turns the tree of criteria into what its pages show. Asks the domain for weights and faults; decides nothing."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assurance.domain.evaluation.criteria import CriteriaTree, Kind
from assurance.domain.evaluation.criteria_faults import EARLIEST, LOWEST_PRICE
from assurance.domain.evaluation.drafting import fingerprint
from assurance.domain.evaluation.pricing import FORMULAS
from assurance.domain.evaluation.published_words import formula_words, normalise_words
from assurance.domain.money import plain
from assurance.persistence.queries.criteria_drafts import get_written
from assurance.web.staff.tender.criterion_forms import KINDS, parameter_field


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
    notes: list[str]
    """What else is published of it, in words: formula, normalisation, down-selection."""


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
                notes=notes(row),
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


def places_for(rows: Sequence[Any], row: Any) -> list[tuple[str, str]]:
    """List where a criterion can be moved: not into itself, nor into a group under it."""
    below = {row.id}
    for each in rows:
        if each.parent_id in below:
            below.add(each.id)
    return places([each for each in rows if each.id not in below])


def neighbours(rows: Sequence[Any], row: Any) -> tuple[Any, Any]:
    """Give the criteria before and after one where it stands, or None at the ends."""
    siblings = [each for each in rows if each.parent_id == row.parent_id]
    here = siblings.index(row)
    return (siblings[here - 1] if here else None), (siblings[here + 1] if here + 1 < len(siblings) else None)


def stored(row: Any) -> dict[str, Any]:
    """Give a stored criterion by the names of the form’s boxes."""
    names = (
        "title", "weight_percent", "question", "guidance", "evaluator_guidance", "word_limit", "minimum", "normalise",
        "price_formula", "is_down_select",
    )  # fmt: skip
    figures = {parameter_field(row.price_formula, name): Decimal(value) for name, value in row.price_parameters.items()}
    lines = "\n".join(each.title for each in row.sub_criteria)
    more = {"sub_criteria": lines, "seen_version": fingerprint(get_written(row))}
    return {name: getattr(row, name) for name in names} | figures | more


def formula_boxes(form: Any) -> list[tuple[str, list[Any], bool]]:
    """List the boxes for figures under the formula that uses them, open where there is something to see."""
    if "price_formula" not in form:
        return []
    found = []
    for formula in FORMULAS.values():
        fields = [form[parameter_field(formula.name, each.name)] for each in formula.parameters]
        is_open = form.price_formula.data == formula.name or any(
            each.errors or each.data is not None for each in fields
        )
        found += [(formula.label, fields, is_open)] if fields else []
    return found


def notes(row: Any) -> list[str]:
    """Say what else is published of a criterion: its formula, how it is set against others, the down-selection."""
    found = [formula_words(row.price_formula, row.price_parameters)] if row.kind == Kind.PRICE else []
    found += [normalise_words(row.normalise)] if row.normalise else []
    return found + (["Also in the down-selection"] if row.is_down_select else [])


def _minimum(row: Any) -> str:
    if row.minimum is None:
        return "None"
    return f"{plain(row.minimum)}%" if row.kind == Kind.GROUP else f"{plain(row.minimum)} of {row.scale_top}"
