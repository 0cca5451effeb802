"""Prints a snapshot as the job does, and reads a PDF as a reader would."""

from __future__ import annotations

import io
from dataclasses import dataclass

from pypdf import PdfReader

from assurance.packs.pages import bind, list_parts, render_part
from assurance.packs.printing import Sheet, print_pdf
from assurance.packs.snapshot import Snapshot


@dataclass(frozen=True)
class Print:
    """A printed pack and what it was printed from."""

    snapshot: Snapshot
    sheet: Sheet
    pdf: bytes


def bound(snapshot: Snapshot) -> Sheet:
    """Return the sheet of a snapshot."""
    return bind(snapshot, [render_part(snapshot, part) for part in list_parts(snapshot)])


def printed(snapshot: Snapshot) -> Print:
    """Print a snapshot."""
    sheet = bound(snapshot)
    return Print(snapshot, sheet, print_pdf(sheet))


def text_of(pdf: bytes, page: int | None = None) -> str:
    """Return the words of a PDF, or of one page of it, without any white space, since line breaks fall anywhere."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    wanted = pages if page is None else [pages[page]]
    return squeezed("".join(each.extract_text() for each in wanted))


def squeezed(words: str) -> str:
    """Return words without white space."""
    return "".join(words.split())
