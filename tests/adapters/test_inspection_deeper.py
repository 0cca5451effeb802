"""What hides deeper in a file: in the list of its parts, in what they say, behind its end, in what it unpacks to."""

from __future__ import annotations

import io
import struct
import tracemalloc
import zipfile
import zlib
from typing import Any

import openpyxl
import pikepdf
import pytest
from openpyxl.chart import BarChart, Reference

from assurance.adapters.inspection import DOCX, JPEG, PDF, PNG, XLSX, Unacceptable, inspect
from assurance.adapters.open_file import OpenFile
from assurance.adapters.vault import Encryption
from tests.factories import files

SHEET = "xl/worksheets/sheet1.xml"
RELS = "word/_rels/document.xml.rels"


def refused(content: bytes, said: str) -> None:
    with pytest.raises(Unacceptable, match=said):
        inspect(io.BytesIO(content))


def relation(kind: str, target: str, mode: str = "External") -> bytes:
    return (
        f'<Relationships><Relationship Id="r1" Type="http://schemas.openxmlformats.org/x/{kind}" Target="{target}" '
        f'TargetMode="{mode}"/></Relationships>'
    ).encode()


@pytest.mark.parametrize(
    ("part", "content", "said"),
    [
        (
            SHEET,
            b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY e SYSTEM "file:///etc/passwd">]><x>&e;</x>',
            "put together",
        ),
        (SHEET, b"<x>" + b"".join(b"%d " % each for each in range(15_000)) + b"<!doctype y>", "put together"),
        (SHEET, "<x/>".encode("utf-16"), "put together"),
        (SHEET, b"<row><c><f>cmd|'/C calc'!A0</f></c></row>", "DDE"),
        ("xl/workbook.xml", b'<x:ddeLink ddeService="cmd"/>', "DDE"),
        ("word/document.xml", b"<w:instrText> DDEAUTO c:\\\\windows\\\\system32\\\\cmd.exe</w:instrText>", "DDE"),
        ("word/document.xml", b'<w:fldSimple w:instr=" DDE excel data "/>', "DDE"),
        ("word/media/image1.svg", b"<svg><script>alert(1)</script></svg>", "scripts"),
        (RELS, relation("attachedTemplate", "http://example.org/evil.dotm"), "from somewhere else"),
        (RELS, relation("oleObject", "file:///c:/x"), "from somewhere else"),
        (RELS, relation("image", "http://example.org/beacon.png"), "from somewhere else"),
        ("word/embeddings/oleObject1.bin", b"x", "other files or objects"),
        ("word/embeddings/inner.zip", b"x", "other files or objects"),
        ("word/program.exe", b"MZ", "other files or objects"),
        ("word/page.html", b"<script/>", "other files or objects"),
        ("xl/macrosheets/sheet1.xml", b"<x/>", "macros"),
    ],
)
def test_parts_that_act_or_reach_outside_are_refused(part: str, content: bytes, said: str) -> None:
    kind = files.EXCEL if part.startswith("xl/") else files.WORD
    refused(files.office(kind, {part: content}), said)


@pytest.mark.parametrize(
    ("part", "content"),
    [
        (RELS, relation("hyperlink", "https://www.england.nhs.uk/")),
        (RELS, relation("image", "media/image1.png", "Internal")),
        (SHEET, b'<row><c><f>IF(A1="x|y",Sheet2!A1,0)</f></c></row>'),
        (SHEET, b"<row><c><f>IF(A1=&quot;x|y&quot;,Sheet2!A1,0)</f></c></row>"),
        ("word/document.xml", b"<w:t>DDE is switched off here; scripts are not used!</w:t>"),
        ("word/embeddings/Microsoft_Excel_Sheet.xlsx", b"PK"),
        ("word/media/image1.svg", b"<svg><path d='M0 0'/></svg>"),
    ],
)
def test_what_only_looks_like_it_is_taken(part: str, content: bytes) -> None:
    kind = files.EXCEL if part.startswith("xl/") else files.WORD
    assert inspect(io.BytesIO(files.office(kind, {part: content}))) in (DOCX, XLSX)


def test_a_workbook_as_programs_write_it_is_taken() -> None:
    book, out = openpyxl.Workbook(), io.BytesIO()
    sheet: Any = book.active
    for row in (["Month", "Visits"], ["May", 12], ["June", "=SUM(B2,3)"], ["x|y!", '=IF(A2="a|b",1,0)']):
        sheet.append(row)
    chart = BarChart()
    chart.add_data(Reference(sheet, min_col=2, min_row=1, max_row=3), titles_from_data=True)
    sheet.add_chart(chart, "D2")
    sheet["A5"].hyperlink = "https://www.england.nhs.uk/"
    book.save(out)
    assert inspect(out) is XLSX


def listed(count: int) -> bytes:
    return files.office(extra={f"word/{number}.xml": b"" for number in range(count)})


def test_a_list_of_too_many_parts_is_not_even_read() -> None:
    tracemalloc.start()
    try:
        refused(listed(20_000), "unpacks")
        assert tracemalloc.get_traced_memory()[1] < 30 * 2**20  # most of it for making the file
    finally:
        tracemalloc.stop()


def test_a_list_that_lies_about_its_length_is_refused() -> None:
    whole = bytearray(listed(3_000))
    at = whole.rindex(b"PK\x05\x06")
    struct.pack_into("<HH", whole, at + 8, 5, 5)
    refused(bytes(whole), "unpacks|put together|damaged|The file")


def overlapping() -> bytes:
    """Two names for one content: each is sound, together they are a bomb."""
    whole = files.office(extra={"word/a.xml": b"a" * 500, "word/b.xml": b"b" * 500})
    out = bytearray(whole)
    entries = [at for at in range(len(out)) if out[at : at + 4] == b"PK\x01\x02"]
    struct.pack_into("<I", out, entries[2] + 42, struct.unpack_from("<I", out, entries[1] + 42)[0])
    return bytes(out)


def test_parts_that_overlap_are_refused_from_the_list_alone() -> None:
    refused(overlapping(), "unpacks")


def test_two_parts_of_one_name_are_refused() -> None:
    out = io.BytesIO(files.office())
    with zipfile.ZipFile(out, "a") as package, pytest.warns(UserWarning, match="Duplicate"):
        package.writestr("word/document.xml", b"<other/>")
    refused(out.getvalue(), "put together")


def png(width: int, height: int, behind: bytes = b"", cut: int = 0) -> bytes:
    def chunk(name: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0))
    whole = b"\x89PNG\r\n\x1a\n" + header + chunk(b"IDAT", zlib.compress(b"\0\0")) + chunk(b"IEND", b"")
    return whole[: len(whole) - cut] + behind


def jpeg(width: int, height: int) -> bytes:
    return files.JPEG.replace(b"\x08\x00\x01\x00\x01", b"\x08" + struct.pack(">HH", height, width))


def test_a_picture_has_no_more_points_than_a_large_scan() -> None:
    assert inspect(io.BytesIO(png(10_000, 10_000))) is PNG
    assert inspect(io.BytesIO(jpeg(60_000, 1_000))) is JPEG
    refused(png(10_001, 10_000), "more than 100,000,000 points")
    refused(jpeg(60_000, 60_000), "points")


@pytest.mark.parametrize(
    "content",
    [
        png(0, 5), png(5, 5, behind=b"MZ"), png(5, 5, cut=4), png(5, 5, cut=12), files.PNG[:20], jpeg(0, 3),
        files.JPEG[:-2] + b"<script>", b"\xff\xd8\xff\xd9", b"\xff\xd8\xff" + b"\xff" * 300_000 + b"\xff\xd9",
        b"\xff\xd8\xff\xe0\x00\x00" + bytes(90) + b"\xff\xd9",
    ],
)  # fmt: skip
def test_a_picture_that_is_not_whole_or_carries_more_is_refused(content: bytes) -> None:
    refused(content, "The picture")


def test_a_pdf_whose_objects_unpack_to_too_much_is_refused() -> None:
    """Objects in a stream that unpacks a thousandfold; nothing of it is kept in memory."""
    numbers = b"5 0 "
    inside = numbers + b"<</A 1>>" + b" " * (80 * 2**20)
    packed = zlib.compress(inside, 9)
    head = b"%PDF-1.7\n1 0 obj <</Type/Catalog/Pages 2 0 R/Extra 5 0 R>> endobj\n"
    head += b"2 0 obj <</Type/Pages/Kids[3 0 R]/Count 1>> endobj\n"
    head += b"3 0 obj <</Type/Page/Parent 2 0 R/MediaBox[0 0 9 9]>> endobj\n"
    stream_at = len(head)
    head += b"4 0 obj <</Type/ObjStm/N 1/First 4/Filter/FlateDecode/Length %d>> stream\n" % len(packed)
    head += packed + b"\nendstream endobj\n"
    at = [head.index(b"%d 0 obj" % number) for number in (1, 2, 3)]
    rows = [b"\0" + bytes(4) + b"\xff"] + [b"\1" + struct.pack(">IB", place, 0) for place in (*at, stream_at)]
    rows += [b"\2" + struct.pack(">IB", 4, 0), b"\1" + struct.pack(">IB", len(head), 0)]
    table = b"".join(rows)
    xref = b"6 0 obj <</Type/XRef/Size 7/W[1 4 1]/Root 1 0 R/Length %d>> stream\n" % len(table)
    whole = head + xref + table + b"\nendstream endobj\nstartxref\n%d\n%%%%EOF\n" % len(head)
    refused(whole, "parts that cannot be read")


def test_a_closed_file_is_judged_as_a_plain_one_is() -> None:
    with pikepdf.new() as pdf:
        pdf.add_blank_page()
        pdf.pages[0].Contents = pdf.make_stream(b"% " + b"x" * 400_000)
        content = files.saved(pdf, compress_streams=False)
    for plain, kind in ((content, PDF), (files.office(), DOCX), (files.PNG, PNG), (files.JPEG, JPEG)):
        written = Encryption(b"place")
        assert inspect(OpenFile.of(io.BytesIO(b"".join(written.over([plain]))), written)) is kind
