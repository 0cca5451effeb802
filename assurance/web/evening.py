"""Gives the figures of each column of a table as many decimals as the longest, so that they line up on the point."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from typing import Any

from assurance.domain.money import evened, plain

Rows = Sequence[Sequence[Any]]


def even_rows(
    rows: Rows, columns: Sequence[dict[str, Any]], total: Sequence[Any] | None = None
) -> tuple[list[list[Any]], list[Any] | None]:
    """Return the rows and the total with even figures in each numeric column."""
    every = [list(row) for row in [*rows, *([total] if total else [])]]
    for place, column in enumerate(columns):
        if column.get("numeric"):
            _even(every, place)
    return (every[:-1], every[-1]) if total else (every, None)


def _even(rows: list[list[Any]], place: int) -> None:
    """Even one column; a cell that is markup or words stays what it is."""
    having = [row for row in rows if place < len(row)]
    for row, shown in zip(having, evened([_shown(row[place]) for row in having]), strict=True):
        if shown and shown != _shown(row[place]):
            row[place] = type(row[place])(shown) if isinstance(row[place], str) else shown


def _shown(cell: Any) -> str:
    if isinstance(cell, Decimal):
        return plain(cell)
    return str(cell) if isinstance(cell, str | int) and not isinstance(cell, bool) else ""
