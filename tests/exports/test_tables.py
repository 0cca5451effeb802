"""A table goes out as it is: text stays text whatever it begins with, exact figures stay exact, long texts say so."""

from __future__ import annotations

import csv
import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest

from assurance.exports.tables import LONGEST_CELL, Table, table_csv, table_xlsx

ACTING = (
    '=HYPERLINK("http://x")', "+1", "-1", "@SUM(A1)", "\tx", "\r=1", "\uff1d1+1", "\ufeff=1", " =1",
    "\u200b\n=1", "\ufe621",
)  # fmt: skip
HARMLESS = ("a=1", "1-1", "'=1", "\u2013 dash", "x@example.org")
ROWS = [[text, Decimal("0.10"), 3, date(2026, 3, 26), None] for text in ACTING]
TABLE = Table("Test", ("Text", "Exact", "Count", "Day", "Nothing"), ROWS, wide=("Text",))


def test_csv_marks_what_a_spreadsheet_would_compute() -> None:
    rows = list(csv.reader(io.StringIO(table_csv(TABLE).decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == [f"'{text}" for text in ACTING]
    written = table_csv(TABLE).decode("utf-8-sig")
    assert all("\"'" + text.replace('"', '""') + '"' in written for text in ACTING)


def test_csv_leaves_alone_what_nothing_computes() -> None:
    table = Table("Test", ("Text",), [[text] for text in HARMLESS])
    rows = list(csv.reader(io.StringIO(table_csv(table).decode("utf-8-sig"))))
    assert [row[0] for row in rows[1:]] == list(HARMLESS)


def test_csv_leaves_alone_figures() -> None:
    rows = list(csv.reader(io.StringIO(table_csv(TABLE).decode("utf-8-sig"))))
    assert rows[1][1:] == ["0.1", "3", "2026-03-26", ""]


def test_a_workbook_holds_text_as_text_and_figures_as_figures() -> None:
    content = table_xlsx(TABLE)
    sheet = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [sheet.cell(row, 1).data_type for row in range(2, 2 + len(ACTING))] == ["s"] * len(ACTING)
    assert (sheet["B2"].value, sheet["C2"].value, sheet["D2"].value) == (0.1, 3, "2026-03-26")
    assert sheet.auto_filter.ref == f"A1:E{1 + len(ACTING)}"
    assert content == table_xlsx(TABLE)


@pytest.mark.parametrize("length", [LONGEST_CELL, LONGEST_CELL + 1])
def test_a_text_too_long_for_a_cell_is_cut_and_says_so(length: int) -> None:
    sheet = openpyxl.load_workbook(io.BytesIO(table_xlsx(Table("Test", ("Text",), [["x" * length]])))).active
    assert len(sheet["A2"].value) == LONGEST_CELL
    assert sheet["A2"].value.endswith("(shortened)") == (length > LONGEST_CELL)
