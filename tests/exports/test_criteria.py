"""A workbook of criteria carries text as text and comes back, byte for byte what it said."""

from __future__ import annotations

import csv
import io
import zipfile
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given, settings

from assurance.adapters.workbooks import read_sheets
from assurance.domain.evaluation.criterion import Kind
from assurance.domain.evaluation.drafting import CriterionDraft, Placed
from assurance.domain.evaluation.scales import ZERO_TO_FIVE
from assurance.domain.evaluation.workbook import CriteriaDraft, read_workbook
from assurance.domain.evaluation.workbook_columns import COLUMNS, CRITERIA, HELP, SCALE
from assurance.exports.criteria import write_csv, write_workbook
from tests.factories.drafts import drafts

ACTING = CriteriaDraft(
    (
        Placed(
            "c", "", Kind.SCORED, CriterionDraft("=HYPERLINK(1)", question="+1", guidance="@x", sub_criteria=("-2",))
        ),
    ),
    ZERO_TO_FIVE.descriptors,
)


@given(drafts())
@settings(max_examples=15)
def test_a_file_written_and_read_is_the_same_criteria(draft: CriteriaDraft) -> None:
    sheets = read_sheets(write_workbook(draft), (CRITERIA, SCALE))
    assert read_workbook(sheets[CRITERIA], sheets[SCALE]) == draft


def test_nothing_in_the_file_is_computed() -> None:
    content = write_workbook(ACTING)
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        cells = b"".join(package.read(name) for name in package.namelist() if name.startswith("xl/worksheets/sheet"))
        assert not [name for name in package.namelist() if "link" in name.lower() or "calc" in name.lower()]
    assert b"<f>" not in cells
    row = next(openpyxl.load_workbook(io.BytesIO(content))[CRITERIA].iter_rows(min_row=2))
    assert {cell.data_type for cell in row if cell.value is not None} == {"s", "n"}
    assert row[2].value == "=HYPERLINK(1)"


def test_the_sheets_are_made_to_be_filled_in() -> None:
    book = openpyxl.load_workbook(io.BytesIO(write_workbook(ACTING)))
    assert book.sheetnames == [CRITERIA, SCALE, HELP]
    sheet = book[CRITERIA]
    assert sheet.freeze_panes == "B2"
    offered = {str(each.sqref): each.formula1 for each in sheet.data_validations.dataValidation}
    assert offered.keys() == {"D2:D301", "L2:L301", "M2:M301", "N2:N301"}
    for where, source in offered.items():
        column = next(each for number, each in enumerate(COLUMNS) if "ABCDEFGHIJKLMN"[number : number + 1] == where[0])
        cells = book[HELP][source.partition("!")[2].replace("$", "")]
        assert tuple(cell.value for (cell,) in cells) == column.choices


def test_a_text_that_no_cell_holds_is_not_cut_off() -> None:
    only = ACTING.criteria[0]
    long = replace(only, draft=replace(only.draft, question="x" * 32_768))
    with pytest.raises(ValueError, match="a cell holds 32,767"):
        write_workbook(replace(ACTING, criteria=(long,)))


def test_a_spreadsheet_that_opens_the_table_computes_nothing() -> None:
    table = write_csv(ACTING).decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(table))
    said = dict(zip(head, row, strict=True))
    assert (said["Title"], said["Question to bidders"], said["Guidance for bidders"]) == (
        "'=HYPERLINK(1)",
        "'+1",
        "'@x",
    )
    assert (said["Points to cover"], said["Weight (%)"]) == ("'-2", "0")
