"""Writes criteria and scale as the rows of a workbook; `read_workbook` reads the same back."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal

from assurance.domain.evaluation.drafting import Placed
from assurance.domain.evaluation.scales import Descriptor
from assurance.domain.evaluation.workbook_columns import (
    COLUMNS,
    FORMULA_WORDS,
    KIND_WORDS,
    NORMALISE_WORDS,
    SCALE_COLUMNS,
    YES,
)
from assurance.domain.money import plain

Written = str | Decimal | None
"""What a cell is written as: text, an exact number, or nothing."""


def criteria_rows(criteria: Iterable[Placed]) -> list[list[Written]]:
    """Give the headings, and one row for each criterion."""
    body = [list(by_column(each).values()) for each in criteria]
    return [[column.heading for column in COLUMNS], *body]


def scale_rows(scale: Iterable[Descriptor]) -> list[list[Written]]:
    """Give the headings, and one row for each mark."""
    body: list[list[Written]] = [[Decimal(each.mark), each.label, each.text] for each in scale]
    return [[column.heading for column in SCALE_COLUMNS], *body]


def by_column(placed: Placed) -> dict[str, Written]:
    """Give the cells of one criterion by the keys of their columns, in the order of the columns."""
    draft = placed.draft
    limit = None if draft.word_limit is None else Decimal(draft.word_limit)
    cells: Mapping[str, Written] = {
        "code": placed.code, "parent": placed.parent, "title": draft.title, "kind": KIND_WORDS[placed.kind],
        "weight_percent": draft.weight_percent, "minimum": draft.minimum, "word_limit": limit,
        "question": draft.question, "sub_criteria": "\n".join(draft.sub_criteria), "guidance": draft.guidance,
        "evaluator_guidance": draft.evaluator_guidance, "is_down_select": YES if draft.is_down_select else "",
        "normalise": NORMALISE_WORDS.get(draft.normalise, ""),
        "price_formula": FORMULA_WORDS.get(draft.price_formula, ""), **draft.price_parameters,
    }  # fmt: skip
    return {column.key: None if cells.get(column.key) == "" else cells.get(column.key) for column in COLUMNS}


def said(cell: Written) -> str:
    """Write a cell as text, for showing it and for sending it through a form; nothing is empty text."""
    return plain(cell) if isinstance(cell, Decimal) else cell or ""
