"""Judges a Word document or an Excel workbook: first by the list of its parts, and only then by what the parts say.

The list alone tells of macros, other files inside, encryption, paths that lead outside, and parts that overlap or
unpack to more than they should: nothing is unpacked before it is found sound. Then each part of text is read through
once, a little at a time, for what would reach outside the document or act when it is opened.
"""

from __future__ import annotations

import io
import zipfile
from typing import BinaryIO

from assurance.adapters import zips
from assurance.adapters.inspection.kinds import DOCX, XLSX, FileKind, Unacceptable
from assurance.adapters.inspection.office_text import check_text

MAX_UNPACKED = 300 * 2**20
_CONTENT_TYPES = "[Content_Types].xml"
_DAMAGED = "The file is damaged, or is not a Word document or an Excel workbook"
_BOMB = "The file unpacks to more than an office document should"
_ODD = "The file is not put together as an office document is"
_MAIN_PARTS = (
    (b"wordprocessingml.document.main+xml", DOCX),
    (b"spreadsheetml.sheet.main+xml", XLSX),
)
_MACROS = ("vbaproject", "vbadata", "/activex/", "/macrosheets/", "/dialogsheets/")
_FILES_INSIDE = (
    ".zip", ".7z", ".rar", ".gz", ".tar", ".jar", ".cab", ".iso", ".exe", ".dll", ".com", ".scr", ".msi", ".js",
    ".vbs", ".ps1", ".bat", ".cmd", ".hta", ".lnk", ".docm", ".xlsm", ".pptm", ".html", ".htm", ".mht", ".svgz",
)  # fmt: skip


def judge_office(file: BinaryIO) -> FileKind:
    """Take a Word document or an Excel workbook that only holds text, figures and pictures."""
    size = file.seek(0, io.SEEK_END)
    try:
        zips.check_list(file, size)
        with zipfile.ZipFile(file) as package:
            entries = package.infolist()
            _check_entries(entries, package.start_dir)
            kind = _kind(package.read(_CONTENT_TYPES))
            for entry in entries:
                check_text(package, entry)
    except zips.Bomb as bomb:
        raise Unacceptable(_BOMB) from bomb
    except zips.FAULTS as damaged:
        raise Unacceptable(_DAMAGED) from damaged
    return kind


def _check_entries(entries: list[zipfile.ZipInfo], end: int) -> None:
    zips.check_entries(entries, end, most=MAX_UNPACKED)
    if len({each.filename.lower() for each in entries}) != len(entries):
        raise Unacceptable(_ODD)
    for each in entries:
        _check_entry(each)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename.lower()
    if name.startswith("/") or "\\" in name or ".." in name.split("/") or "\0" in entry.orig_filename:
        raise Unacceptable("The file has parts that point outside itself")
    if entry.flag_bits & 1:
        raise Unacceptable("The file is encrypted. Save it without a password and try again")
    if any(word in name for word in _MACROS):
        raise Unacceptable("The file contains macros. Save it without macros and try again")
    if "/externallinks/" in name:
        raise Unacceptable("The workbook links to other files. Break the links and try again")
    if name.endswith(_FILES_INSIDE) or ("/embeddings/" in name and name.endswith(".bin")):
        raise Unacceptable("The file has other files or objects inside it. Take them out, or save it as a PDF")
    if entry.filename == _CONTENT_TYPES and entry.file_size > 2**20:
        raise Unacceptable(_ODD)


def _kind(described: bytes) -> FileKind:
    if b"macroEnabled" in described:
        raise Unacceptable("The file contains macros. Save it without macros and try again")
    for part, kind in _MAIN_PARTS:
        if part in described:
            return kind
    raise Unacceptable("The file must be a Word document (.docx) or an Excel workbook (.xlsx) without macros")
