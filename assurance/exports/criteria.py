"""Writes criteria and scale as a workbook that can be filled in and read back, and the criteria as CSV.

Every text is written as text, whatever it begins with: a spreadsheet that opens the file computes nothing.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import xlsxwriter

from assurance.domain.evaluation.workbook import MOST_CRITERIA, CriteriaDraft
from assurance.domain.evaluation.workbook_cells import letters
from assurance.domain.evaluation.workbook_columns import COLUMNS, CRITERIA, HELP, SCALE, SCALE_COLUMNS, Column
from assurance.domain.evaluation.workbook_rows import Written, criteria_rows, scale_rows
from assurance.exports.tables import AS_IT_IS, CREATED, HEADED, WRAPPED, rows_csv, write_cell

WIDTHS = {"title": 40, "question": 60, "sub_criteria": 50, "guidance": 60, "evaluator_guidance": 60, "text": 80}
"""In characters, for the columns with long text."""
USUAL_WIDTH = 18


def write_workbook(draft: CriteriaDraft) -> bytes:
    """Write the sheets `Criteria`, `Scale` and `How to fill this in`; `ValueError` for a text no cell can hold."""
    out = io.BytesIO()
    with xlsxwriter.Workbook(out, AS_IT_IS) as book:
        book.set_properties({"created": CREATED})
        wrapped, heading = book.add_format(WRAPPED), book.add_format(HEADED)
        for name, rows, columns in (
            (CRITERIA, criteria_rows(draft.criteria), COLUMNS),
            (SCALE, scale_rows(draft.scale), SCALE_COLUMNS),
        ):
            sheet = book.add_worksheet(name)
            _write_rows(sheet, rows, heading, wrapped)
            _set_up(sheet, columns)
        lists = _write_help(book.add_worksheet(HELP), heading, wrapped)
        _offer_choices(book.get_worksheet_by_name(CRITERIA), lists)
    return out.getvalue()


def _write_rows(sheet: Any, rows: Sequence[Sequence[Written]], heading: Any, wrapped: Any) -> None:
    for number, cells in enumerate(rows):
        for column, cell in enumerate(cells):
            write_cell(sheet, number, column, cell, wrapped if number else heading)


def _set_up(sheet: Any, columns: Sequence[Column]) -> None:
    """Keep the headings in sight, and make the columns wide enough to read."""
    sheet.freeze_panes(1, 1)
    sheet.set_landscape()
    sheet.repeat_rows(0)
    for number, column in enumerate(columns):
        sheet.set_column(number, number, WIDTHS.get(column.key, USUAL_WIDTH))


def _write_help(sheet: Any, heading: Any, wrapped: Any) -> dict[str, str]:
    """Write what each column is for, then the values to choose from; return where each list stands."""
    rows: list[Sequence[Written]] = [
        ["How to fill this in", None],
        ["One row for each criterion, in the order they are read. Leave out nothing that is to stay.", None],
        ["Do not rename, add or take away columns. Formulas, links and macros are refused; numbers may be text.", None],
        ["The workbook is taken whole or not at all, and shows you what will change before it changes anything.", None],
        [None, None],
        ["Column", "What goes in it"],
        *([column.heading, column.told] for column in COLUMNS),
        *([f"{SCALE}: {column.heading}", column.told] for column in SCALE_COLUMNS),
    ]
    lists = {}
    for column in (column for column in COLUMNS if column.choices):
        rows += [[None, None], [column.heading, "One of these"]]
        first = len(rows) + 1
        rows += [[None, choice] for choice in column.choices]
        lists[column.key] = f"='{HELP}'!$B${first}:$B${len(rows)}"
    headed = {0, 5, *(number for number, row in enumerate(rows) if row[1] == "One of these")}
    for number, cells in enumerate(rows):
        _write_rows_at(sheet, number, cells, heading if number in headed else wrapped)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, 1, 90)
    return lists


def _write_rows_at(sheet: Any, row: int, cells: Sequence[Written], style: Any) -> None:
    for column, cell in enumerate(cells):
        write_cell(sheet, row, column, cell, style)


def _offer_choices(sheet: Any, lists: dict[str, str]) -> None:
    """Let the cells of some columns be chosen from a list."""
    for number, column in enumerate(COLUMNS):
        if column.key in lists:
            where = f"{letters(number)}2:{letters(number)}{MOST_CRITERIA + 1}"
            sheet.data_validation(where, {
                "validate": "list", "source": lists[column.key],
                "error_title": column.heading, "error_message": "Choose one of the values in the list.",
            })  # fmt: skip


def write_csv(draft: CriteriaDraft) -> bytes:
    """Write the criteria as UTF-8 CSV for reading; a text that a spreadsheet would compute gets an apostrophe first."""
    return rows_csv(criteria_rows(draft.criteria))
