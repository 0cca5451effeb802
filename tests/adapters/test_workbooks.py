"""A workbook somebody uploads is read for its values; what acts, hides or swells is refused with the reason."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from collections.abc import Callable
from decimal import Decimal
from typing import Any

import openpyxl
import pytest

from assurance.adapters.inspection import Unacceptable
from assurance.adapters.workbooks import MAX_BYTES, MAX_ROWS, read_sheets
from assurance.domain.evaluation.workbook_cells import Unusable

SHEET = "xl/worksheets/sheet1.xml"
TYPES = "[Content_Types].xml"


def made(fill: Callable[[Any], Any] = lambda sheet: None) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    sheet.title = "Criteria"
    fill(sheet)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def rebuilt(change: Callable[[str, bytes], bytes], **more: bytes) -> bytes:
    """Make a workbook and change what lies in its parts, as somebody with a text editor would."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(made())) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, change(name, old.read(name)))
        for name, content in more.items():
            new.writestr(name, content)
    return out.getvalue()


def refusal(content: bytes) -> str:
    with pytest.raises(Unacceptable) as refused:
        read_sheets(content, ("Criteria",))
    return str(refused.value)


def test_each_cell_is_read_for_what_it_holds() -> None:
    def fill(sheet: Any) -> None:
        sheet.append(["text", 33.3, 60, True, "=1+1", dt.date(2027, 1, 1), None, "'=1", None])
        sheet["A3"], sheet["B3"] = 0.6, "#REF!"
        sheet["A3"].number_format = "0%"
        sheet["B3"].data_type = "e"

    assert read_sheets(made(fill), ("Criteria",))["Criteria"] == [
        ["text", Decimal("33.3"), Decimal(60), True, Unusable("a formula"), Unusable("a date or a time"), None, "'=1"],
        [],
        [Decimal(60), Unusable("an error")],
    ]


def test_a_sheet_is_found_whatever_its_case_and_a_missing_one_left_out() -> None:
    assert read_sheets(made(), (" CRITERIA", "Scale")).keys() == {" CRITERIA"}


def test_a_row_far_down_keeps_its_number() -> None:
    assert len(read_sheets(made(lambda sheet: sheet.cell(50, 1, "x")), ("Criteria",))["Criteria"]) == 50


@pytest.mark.parametrize("row", [MAX_ROWS + 1, 1_048_576])
def test_more_rows_than_anybody_fills_in_are_refused(row: int) -> None:
    assert "has more than 2,000 rows" in refusal(made(lambda sheet: sheet.cell(row, 1, "x")))


def test_a_size_the_file_claims_for_itself_counts_for_nothing() -> None:
    lying = rebuilt(lambda name, old: old.replace(b'ref="A1"', b'ref="A1:XFD1048576"') if name == SHEET else old)
    assert read_sheets(lying, ("Criteria",))["Criteria"] == []


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "The file is empty"),
        (b"a,b\n1,2\n", "must be an Excel workbook (.xlsx)"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "must be an Excel workbook (.xlsx)"),
        (b"%PDF-1.7", "must be an Excel workbook (.xlsx)"),
        (b"PK\x03\x04" + b"x" * MAX_BYTES, "must be smaller than 2 megabytes"),
        (made()[:2000], "damaged"),
    ],
)
def test_what_is_no_workbook_is_refused(content: bytes, reason: str) -> None:
    assert reason in refusal(content)


def test_macros_are_refused_by_name_and_by_kind() -> None:
    assert "macros" in refusal(rebuilt(lambda _, old: old, **{"xl/vbaProject.bin": b"x"}))
    macro = b"application/vnd.ms-excel.sheet.macroEnabled.main+xml"
    usual = b"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet.main+xml"
    assert "without macros" in refusal(rebuilt(lambda _, old: old.replace(usual, macro)))


def test_a_word_document_is_not_taken_for_a_workbook() -> None:
    word = rebuilt(
        lambda name, old: old.replace(b"spreadsheetml.sheet", b"wordprocessingml.document") if name == TYPES else old
    )
    assert "must be an Excel workbook" in refusal(word)


def test_what_swells_is_refused_before_it_is_unpacked() -> None:
    bomb = rebuilt(lambda _, old: old, **{"xl/sharedStrings2.xml": b"\0" * 30 * 2**20})
    assert "unpacks to more" in refusal(bomb)
    stored = rebuilt(lambda _, old: old, **{f"xl/{n}.xml": bytes(range(256)) * 300 * n for n in range(1, 30)})
    assert "unpacks to more" in refusal(stored)


@pytest.mark.parametrize("part", [SHEET, "xl/workbook.xml"])
def test_entities_are_never_expanded(part: str) -> None:
    doctype = b'<!DOCTYPE x [<!ENTITY a "0123456789"><!ENTITY b "&a;&a;&a;&a;">]>'

    def poison(name: str, old: bytes) -> bytes:
        head, mark, rest = old.partition(b"?>")
        body = rest if mark else old
        return (head + mark if mark else b"") + doctype + body if name == part else old

    assert "defines entities" in refusal(rebuilt(poison))


def test_a_part_whose_bytes_were_changed_is_a_damaged_workbook() -> None:
    out, usual = io.BytesIO(), io.BytesIO(made(lambda sheet: sheet.append(["untouched"])))
    with zipfile.ZipFile(out, "w", zipfile.ZIP_STORED) as package, zipfile.ZipFile(usual) as old:
        for name in old.namelist():
            package.writestr(name, old.read(name))
    assert refusal(out.getvalue().replace(b"untouched", b"something")) == "The workbook is damaged and cannot be read"


def test_a_part_that_is_not_xml_is_a_damaged_workbook() -> None:
    broken = rebuilt(lambda name, old: b"<worksheet><sheetData><row" if name == SHEET else old)
    assert refusal(broken) == "The workbook is damaged and cannot be read"
