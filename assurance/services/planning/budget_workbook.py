"""Writes the first sheet of an Excel workbook as the table that is imported, so that both are judged by one rule."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assurance.adapters.inspection import Unacceptable
from assurance.adapters.workbooks import read_first_sheet
from assurance.domain.errors import InvalidInput
from assurance.domain.evaluation.workbook_cells import Cell, Unusable, letters
from assurance.domain.money import plain
from assurance.domain.provision.printed import TOTALS


def table_of_workbook(content: bytes) -> str:
    """Return the cells of the first sheet with commas between them; raise `InvalidInput` for what holds no values.

    A total may be a formula, since it is worked out anew; anywhere else a formula is named by its cell.
    """
    try:
        rows = read_first_sheet(content)
    except Unacceptable as refused:
        raise InvalidInput("file", str(refused)) from None
    unusable = [fault for number, row in enumerate(rows, start=1) for fault in _unusable(number, row)]
    if unusable:
        raise InvalidInput("file", "Nothing was stored. " + "; ".join(unusable[:10]))
    out = io.StringIO()
    csv.writer(out, lineterminator="\n").writerows([_written(cell) for cell in row] for row in rows)
    return out.getvalue()


def _unusable(number: int, row: Sequence[Cell]) -> Iterator[str]:
    if any(str(cell or "").strip().casefold() in TOTALS for cell in row[:2]):
        return
    for column, cell in enumerate(row):
        if isinstance(cell, Unusable):
            yield f"Row {number}, column {letters(column)} holds {cell.what}: put the value there"


def _written(cell: Cell) -> str:
    if isinstance(cell, Decimal):
        return plain(cell)
    return "" if cell is None or isinstance(cell, Unusable) else " ".join(str(cell).split())
