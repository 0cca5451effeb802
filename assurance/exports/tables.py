"""Writes a table as a workbook or as CSV for reading elsewhere; a spreadsheet that opens either computes nothing."""

from __future__ import annotations

import csv
import io
import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

import xlsxwriter

from assurance.domain.deadlines import LONDON
from assurance.domain.evaluation.workbook_rows import said

Cell = str | Decimal | int | date | None
LONGEST_CELL = 32_767
"""The most characters a cell of a workbook can hold."""
CREATED = datetime(2025, 1, 1)  # noqa: DTZ001 -- the library writes it as it is
"""The same table gives the same bytes, whenever it is taken out."""
AS_IT_IS = {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False, "strings_to_numbers": False}
HEADED = {"bold": True, "text_wrap": True, "valign": "top", "bottom": 1, "bg_color": "#d8dde0"}
WRAPPED = {"text_wrap": True, "valign": "top"}
_UNPRINTABLE = re.compile("[\ud800-\udfff\ufffe\uffff]")
_ACTS = ("=", "+", "-", "@")
_LOOKED_AT = 1000
"""How far blanks are passed over; a cell that begins with more of them is not written by a person."""
_SHORTENED = "… (shortened)"


@dataclass(frozen=True, slots=True)
class Table:
    """A table with a heading for each column."""

    name: str
    """Of the sheet: at most 31 characters, and none of []:*?/\\."""
    headings: Sequence[str]
    rows: Sequence[Sequence[Cell]]
    wide: Sequence[str] = ()
    """Headings of columns with long text."""


def moment(value: datetime | None) -> str | None:
    """Write a moment for a table, in London time, so that it sorts as text."""
    return value.astimezone(LONDON).strftime("%Y-%m-%d %H:%M") if value else None


def table_xlsx(table: Table) -> bytes:
    """Write a table as a workbook with one sheet. A text too long for a cell is cut and says so."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, AS_IT_IS) as book:
        book.set_properties({"created": CREATED})
        heading, wrapped = book.add_format(HEADED), book.add_format(WRAPPED)
        sheet = book.add_worksheet(table.name)
        for number, cells in enumerate([table.headings, *table.rows]):
            for column, cell in enumerate(cells):
                write_cell(sheet, number, column, _fitting(cell), wrapped if number else heading)
        sheet.freeze_panes(1, 1)
        sheet.autofilter(0, 0, len(table.rows), len(table.headings) - 1)
        for number, name in enumerate(table.headings):
            sheet.set_column(number, number, 60 if name in table.wide else 20)
    return out.getvalue()


def table_csv(table: Table) -> bytes:
    """Write a table as UTF-8 CSV; a text that a spreadsheet would compute gets an apostrophe first."""
    return rows_csv([table.headings, *table.rows])


def rows_csv(rows: Sequence[Sequence[Cell]]) -> bytes:
    """Write rows as UTF-8 CSV, with the mark by which a spreadsheet knows that it is UTF-8."""
    out = io.StringIO()
    plain, quoted = csv.writer(out, lineterminator=""), csv.writer(out, lineterminator="", quoting=csv.QUOTE_ALL)
    for row in rows:
        for number, cell in enumerate(row):
            out.write("," if number else "")
            if text := _harmless(cell):
                (quoted if _acts(cell) else plain).writerow([text])
        out.write("\r\n")
    return b"\xef\xbb\xbf" + _UNPRINTABLE.sub("", out.getvalue()).encode()


def write_cell(sheet: Any, row: int, column: int, cell: Cell, style: Any) -> None:
    """Write one cell: a number as a number where a spreadsheet keeps it exactly, and all else as text."""
    if cell is None:
        return
    number = Decimal(cell) if isinstance(cell, int) else cell
    if isinstance(number, Decimal) and Decimal(repr(float(number))) == number:
        sheet.write_number(row, column, float(number), style)
        return
    text = _UNPRINTABLE.sub("", _as_text(cell))
    if len(text) > LONGEST_CELL:
        raise ValueError(f"“{text[:40]}…” has {len(text):,} characters, and a cell holds {LONGEST_CELL:,}")
    sheet.write_string(row, column, text, style)


def _fitting(cell: Cell) -> Cell:
    if isinstance(cell, str) and len(cell) > LONGEST_CELL:
        return cell[: LONGEST_CELL - len(_SHORTENED)] + _SHORTENED
    return cell


def _as_text(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    return str(cell) if isinstance(cell, int) else said(cell)


def _harmless(cell: Cell) -> str:
    """Put an apostrophe before what a spreadsheet would compute."""
    return f"'{_as_text(cell)}" if _acts(cell) else _as_text(cell)


def _acts(cell: Cell) -> bool:
    """Say whether a spreadsheet would compute a text: also behind blanks and unseen signs, and written full width."""
    if not isinstance(cell, str):
        return False
    seen = "".join(each for each in cell[:_LOOKED_AT] if unicodedata.category(each)[0] not in "ZC")
    return cell.startswith(("\t", "\r")) or unicodedata.normalize("NFKC", seen[:1]).startswith(_ACTS)
