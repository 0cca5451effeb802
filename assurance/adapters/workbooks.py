"""Reads the cells of a workbook somebody uploaded; computes nothing in it and follows no link.

The file is judged first by its directory, as every uploaded file is, and by limits of its own: a workbook of criteria
is small. No part may define entities, whichever parser openpyxl finds installed.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Collection, Iterable
from decimal import Decimal
from typing import Any

import openpyxl

from assurance.adapters.inspection import XLSX, Unacceptable, inspect
from assurance.domain.evaluation.workbook_cells import Cell, Unusable

MAX_BYTES = 2 * 2**20
MAX_UNPACKED = 20 * 2**20
MAX_ROWS = 2_000
MAX_COLUMNS = 256

_DAMAGED = "The workbook is damaged and cannot be read"
_NOT_ONE = "The file must be an Excel workbook (.xlsx) without macros. Save it as one and try again"


def read_sheets(content: bytes, names: Collection[str]) -> dict[str, list[list[Cell]]]:
    """Read the sheets of these names, or raise `Unacceptable` with the reason; a sheet that is missing is left out."""
    _check(content)
    try:
        _check_parts(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        try:
            found = {_fold(sheet.title): sheet for sheet in book.worksheets}
            return {name: _rows(found[_fold(name)]) for name in names if _fold(name) in found}
        finally:
            book.close()
    except Unacceptable:
        raise
    except Exception as damaged:  # the library raises whatever its parsers meet
        raise Unacceptable(_DAMAGED) from damaged


def read_first_sheet(content: bytes) -> list[list[Cell]]:
    """Read the first sheet, whatever its name, or raise `Unacceptable` with the reason."""
    _check(content)
    try:
        _check_parts(content)
        book = openpyxl.load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        try:
            return _rows(book.worksheets[0])
        finally:
            book.close()
    except Unacceptable:
        raise
    except Exception as damaged:  # the library raises whatever its parsers meet
        raise Unacceptable(_DAMAGED) from damaged


def _check(content: bytes) -> None:
    """Refuse what is no workbook or is larger than criteria can be."""
    if len(content) > MAX_BYTES:
        raise Unacceptable(f"The workbook must be smaller than {MAX_BYTES // 2**20} megabytes")
    if not content:
        raise Unacceptable("The file is empty")
    if not content.startswith(b"PK\x03\x04"):
        raise Unacceptable(_NOT_ONE)


def _check_parts(content: bytes) -> None:
    """Refuse what unpacks to more than criteria can be, and parts that define what is to be put in their text."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if sum(each.file_size for each in package.infolist()) > MAX_UNPACKED:
            raise Unacceptable("The workbook unpacks to more than a table can be")
        if any(b"<!DOCTYPE" in package.read(each).replace(b"\0", b"") for each in package.infolist()):
            raise Unacceptable("The workbook defines entities, as no spreadsheet does. Save it anew and try again")
    if inspect(io.BytesIO(content)) != XLSX:
        raise Unacceptable(_NOT_ONE)


def _fold(name: str) -> str:
    return " ".join(name.casefold().split())


def _rows(sheet: Any) -> list[list[Cell]]:
    sheet.reset_dimensions()  # what the file says of its own size is not to be trusted
    found: list[list[Cell]] = []
    for cells in sheet.iter_rows(max_col=MAX_COLUMNS):
        if len(found) == MAX_ROWS:
            raise Unacceptable(f"“{sheet.title}” has more than {MAX_ROWS:,} rows. Delete empty ones too")
        found.append(_trimmed(_value(cell) for cell in cells))
    return found


def _trimmed(cells: Iterable[Cell]) -> list[Cell]:
    """Leave out the empty cells at the end of a row."""
    row = list(cells)
    while row and row[-1] in (None, ""):
        row.pop()
    return row


def _value(cell: Any) -> Cell:
    """Give what a cell holds as text, an exact number or a truth, or say what it holds instead."""
    value, kind = cell.value, getattr(cell, "data_type", "n")
    if kind == "f":
        return Unusable("a formula")
    if kind == "e":
        return Unusable("an error")
    if value is None or isinstance(value, str | bool):
        return value
    if not isinstance(value, int | float):
        return Unusable("a date or a time")
    number = Decimal(repr(value)) if isinstance(value, float) else Decimal(value)
    return number * 100 if "%" in (getattr(cell, "number_format", "") or "") else number
