"""Judges a PDF by its objects, wherever they hide: nothing that runs, starts a program, or carries a file."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from typing import Any, BinaryIO

import pikepdf
from pikepdf.settings import set_qpdf_limits

from assurance.adapters.inspection.kinds import PDF, FileKind, Unacceptable

_UNPACKED_AT_ONCE = 64 * 2**20
"""Bytes that one stream of objects may unpack to; real ones hold a few hundred objects."""
_ACTIVE_NAMES = frozenset(
    {
        "/JavaScript", "/JS", "/Launch", "/EmbeddedFile", "/EmbeddedFiles", "/XFA", "/RichMedia", "/SubmitForm",
        "/ImportData",
    }
)  # fmt: skip
_DEEPEST = 100
_UNREAD = "error decoding stream data"
"""What the reader says of objects it left out, since they are damaged or unpack to too much: they could be anything."""


def judge_pdf(file: BinaryIO) -> FileKind:
    """Take a PDF that only shows pages."""
    _limit()
    try:
        with pikepdf.open(file) as pdf:
            if pdf.is_encrypted:
                raise Unacceptable("The PDF is encrypted. Save it without a password and try again")
            pages = len(pdf.pages)
            active = {name for each in pdf.objects for name in _active_names(each)}
            hidden = any(_UNREAD in str(each) for each in pdf.get_warnings())
    except pikepdf.PasswordError as locked:
        raise Unacceptable("The PDF is encrypted. Save it without a password and try again") from locked
    except (pikepdf.PdfError, ValueError, RecursionError, MemoryError) as damaged:
        raise Unacceptable("The PDF is damaged and cannot be read") from damaged
    if hidden:
        raise Unacceptable("The PDF has parts that cannot be read. Print it to a new PDF and send that instead")
    if active:
        raise Unacceptable(
            "The PDF contains scripts, programs or attached files. Print it to a new PDF and send that instead"
        )
    if not pages:
        raise Unacceptable("The PDF has no pages")
    return PDF


@cache
def _limit() -> None:
    """Set once for the process how much the reader of PDF unpacks in memory."""
    set_qpdf_limits(flate_max_memory=_UNPACKED_AT_ONCE, run_length_max_memory=_UNPACKED_AT_ONCE)


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
