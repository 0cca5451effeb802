"""The kinds of file that are taken, and the refusal of everything else."""

from __future__ import annotations

from dataclasses import dataclass


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
