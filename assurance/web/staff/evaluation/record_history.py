"""Lays out the records of one agreed mark: the one that stands, those before it, and what changed between them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest
from typing import Any

from markupsafe import Markup

from assurance.domain.evaluation.agreed import named_in
from assurance.web.filters import compared


@dataclass(frozen=True, slots=True)
class Shown:
    """One record with what belongs to it, and its differences from the record before."""

    row: Any
    answers: Sequence[Any]
    corrections: Sequence[Any]
    changes: tuple[tuple[str, Markup], ...]
    named: tuple[str, ...]
    """Members whom the account of the discussion names."""


def history(sheet: Any, trail: Any) -> list[Shown]:
    """Return every record, newest first."""
    rows = list(sheet.records)
    people = [mark.evaluator.name for mark in sheet.marks]
    return [
        Shown(
            row=row,
            answers=trail.answers.get(row.id, ()),
            corrections=trail.corrections.get(row.id, ()),
            changes=tuple(_changes(before, row)) if before is not None else (),
            named=named_in([text for _, text in _texts(row)], people),
        )
        for row, before in zip_longest(rows, rows[1:])
    ]


def _changes(before: Any, after: Any) -> Iterator[tuple[str, Markup]]:
    if before.mark != after.mark:
        yield "Agreed mark", compared(str(after.mark), str(before.mark))
    old, new = dict(_texts(before)), dict(_texts(after))
    for label in {**new, **old}:
        if old.get(label, "") != new.get(label, ""):
            yield label, compared(new.get(label, ""), old.get(label, ""))


def _texts(row: Any) -> Iterator[tuple[str, str]]:
    for point in row.points:
        yield f"Discussed on “{point.title}”", point.discussed
        yield f"Moved on “{point.title}”", point.moved
    yield "Discussed", row.discussion
    yield "Why", row.reason
    yield "Dissent", row.dissent
