"""Prints a finished HTML page as a PDF in a process that can do nothing else.

The process has a limit on processor time, memory and wall clock, and no way to the network or to files of its
choosing; a page that asks for anything outside itself is refused, never printed without it.
"""

from __future__ import annotations

from assurance.packs.press import Press
from assurance.packs.sheets import Attachment, LaidOut, Limits, PrintRefused, Sheet

__all__ = ["Attachment", "LaidOut", "Limits", "PrintRefused", "Sheet", "print_pdf"]


def print_pdf(sheet: Sheet, limits: Limits | None = None) -> bytes:
    """Return the PDF of a sheet that stands by itself, or raise `PrintRefused`."""
    with Press() as press:
        laid_out = press.lay_out(sheet, limits)
    if laid_out.elsewhere:
        raise PrintRefused(f"A link leads to “{laid_out.elsewhere[0]}”, which is nowhere in the document")
    return laid_out.pdf
