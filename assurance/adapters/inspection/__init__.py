"""Says what a file is by its content and structure, and refuses what could act when it is opened.

Nothing is run and nothing is written anywhere: a file is read where it must be, piece by piece, through whatever
opens it. The type the browser claims counts for nothing. What a scanner for viruses finds is asked elsewhere.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import BinaryIO

from assurance.adapters.inspection.kinds import ACCEPTED, DOCX, JPEG, PDF, PNG, XLSX, FileKind, Unacceptable
from assurance.adapters.inspection.office import judge_office
from assurance.adapters.inspection.pdf import judge_pdf
from assurance.adapters.inspection.pictures import judge_jpeg, judge_png

__all__ = ["ACCEPTED", "DOCX", "JPEG", "PDF", "PNG", "XLSX", "FileKind", "Unacceptable", "inspect"]

_LONGEST_SIGNATURE = 8
_SIGNATURES: tuple[tuple[bytes, Callable[[BinaryIO], FileKind]], ...] = (
    (b"%PDF-", judge_pdf),
    (b"PK\x03\x04", judge_office),
    (b"\x89PNG\r\n\x1a\n", judge_png),
    (b"\xff\xd8\xff", judge_jpeg),
)


def inspect(file: BinaryIO) -> FileKind:
    """Return what kind of file this is, or raise `Unacceptable` with the reason; the file must allow seeking."""
    file.seek(0)
    head = file.read(_LONGEST_SIGNATURE)
    if not head:
        raise Unacceptable("The file is empty")
    for signature, judge in _SIGNATURES:
        if head.startswith(signature):
            file.seek(0)
            return judge(file)
    raise Unacceptable("The file must be a PDF, a Word document, an Excel workbook, or a PNG or JPEG picture")
