"""Says what a file is by its content and structure, and refuses what could act when it is opened.

Nothing is unpacked and nothing is run: an Office file is judged by its central directory, a PDF by its objects. The
name and the type the browser claims count for nothing. There is no virus scanner in this version.
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any

import pikepdf

MAX_ENTRIES = 2_000
MAX_UNPACKED = 300 * 2**20
MAX_RATIO = 100
_CONTENT_TYPES = "[Content_Types].xml"
_ACTIVE_NAMES = frozenset(
    {"/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/XFA", "/RichMedia", "/SubmitForm"}
)
_DEEPEST = 100


class Unacceptable(Exception):
    """A file cannot be taken; the message says why in the words of the person who sent it."""


@dataclass(frozen=True, slots=True)
class FileKind:
    """A kind of file that is taken: its name for people, its media type, and how its name should end."""

    label: str
    content_type: str
    suffix: str


PDF = FileKind("PDF", "application/pdf", ".pdf")
_OFFICE = "application/vnd.openxmlformats-officedocument."
DOCX = FileKind("Word document", _OFFICE + "wordprocessingml.document", ".docx")
XLSX = FileKind("Excel workbook", _OFFICE + "spreadsheetml.sheet", ".xlsx")
PNG = FileKind("PNG picture", "image/png", ".png")
JPEG = FileKind("JPEG picture", "image/jpeg", ".jpg")
ACCEPTED = (PDF, DOCX, XLSX, PNG, JPEG)


def inspect(content: bytes) -> FileKind:
    """Return what kind of file this is, or raise `Unacceptable` with the reason."""
    if not content:
        raise Unacceptable("The file is empty")
    for signature, judge in _SIGNATURES:
        if content.startswith(signature):
            return judge(content)
    raise Unacceptable("The file must be a PDF, a Word document, an Excel workbook, or a PNG or JPEG picture")


def _png(content: bytes) -> FileKind:
    if content[12:16] != b"IHDR" or b"IEND" not in content[-64:]:
        raise Unacceptable("The picture is damaged or cut short")
    return PNG


def _jpeg(content: bytes) -> FileKind:
    if b"\xff\xd9" not in content[-64:]:
        raise Unacceptable("The picture is damaged or cut short")
    return JPEG


def _pdf(content: bytes) -> FileKind:
    try:
        with pikepdf.open(io.BytesIO(content)) as pdf:
            if pdf.is_encrypted:
                raise Unacceptable("The PDF is encrypted. Save it without a password and try again")
            pages = len(pdf.pages)
            active = {name for each in pdf.objects for name in _active_names(each)}
    except pikepdf.PasswordError as locked:
        raise Unacceptable("The PDF is encrypted. Save it without a password and try again") from locked
    except (pikepdf.PdfError, ValueError, RecursionError) as damaged:
        raise Unacceptable("The PDF is damaged and cannot be read") from damaged
    if active:
        raise Unacceptable(
            "The PDF contains scripts, programs or attached files. Print it to a new PDF and send that instead"
        )
    if not pages:
        raise Unacceptable("The PDF has no pages")
    return PDF


def _active_names(item: Any, depth: int = 0) -> Iterator[str]:
    """Find names that make a PDF act, in an object and in what is written inside it; references are visited apart."""
    if depth > _DEEPEST:
        raise ValueError("nested too deeply")
    if isinstance(item, pikepdf.Array):
        for each in item.as_list():
            yield from _nested(each, depth)
    elif isinstance(item, pikepdf.Dictionary | pikepdf.Stream):
        for key, value in item.items():
            yield from _active_pair(key, value)
            yield from _nested(value, depth)


def _active_pair(key: str, value: Any) -> Iterator[str]:
    if key in _ACTIVE_NAMES:
        yield key
    if key in ("/S", "/Subtype", "/Type") and isinstance(value, pikepdf.Name) and str(value) in _ACTIVE_NAMES:
        yield str(value)


def _nested(value: Any, depth: int) -> Iterator[str]:
    if isinstance(value, pikepdf.Array | pikepdf.Dictionary | pikepdf.Stream) and not value.is_indirect:
        yield from _active_names(value, depth + 1)


def _office(content: bytes) -> FileKind:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            entries = package.infolist()
            _check_directory(entries, len(content))
            described = package.read(_CONTENT_TYPES)
    except (zipfile.BadZipFile, KeyError, ValueError, NotImplementedError, RuntimeError, EOFError) as damaged:
        raise Unacceptable("The file is damaged, or is not a Word document or an Excel workbook") from damaged
    for part, kind in _MAIN_PARTS:
        if part in described:
            return kind
    raise Unacceptable("The file must be a Word document (.docx) or an Excel workbook (.xlsx) without macros")


def _check_directory(entries: list[zipfile.ZipInfo], size: int) -> None:
    unpacked = sum(each.file_size for each in entries)
    packed = sum(each.compress_size for each in entries)
    if len(entries) > MAX_ENTRIES or unpacked > MAX_UNPACKED:
        raise Unacceptable("The file unpacks to more than an office document should")
    if packed > size or any(each.file_size > MAX_RATIO * max(each.compress_size, 100) for each in entries):
        raise Unacceptable("The file unpacks to more than an office document should")
    for each in entries:
        _check_entry(each)


def _check_entry(entry: zipfile.ZipInfo) -> None:
    name = entry.filename.lower()
    if name.startswith("/") or "\\" in name or ".." in name.split("/") or "\0" in entry.orig_filename:
        raise Unacceptable("The file has parts that point outside itself")
    if entry.flag_bits & 1:
        raise Unacceptable("The file is encrypted. Save it without a password and try again")
    if any(word in name for word in ("vbaproject", "vbadata", "/activex/", "/macrosheets/")):
        raise Unacceptable("The file contains macros. Save it without macros and try again")
    if "/externallinks/" in name:
        raise Unacceptable("The workbook links to other files. Break the links and try again")
    if entry.filename == _CONTENT_TYPES and entry.file_size > 2**20:
        raise Unacceptable("The file is not put together as an office document is")


_MAIN_PARTS = (
    (b"wordprocessingml.document.main+xml", DOCX),
    (b"spreadsheetml.sheet.main+xml", XLSX),
)
_SIGNATURES: tuple[tuple[bytes, Callable[[bytes], FileKind]], ...] = (
    (b"%PDF-", _pdf),
    (b"PK\x03\x04", _office),
    (b"\x89PNG\r\n\x1a\n", _png),
    (b"\xff\xd8\xff", _jpeg),
)
