"""Prints a snapshot as the job does, and reads a PDF as a reader would."""

from __future__ import annotations

import atexit
import functools
import io
import tempfile
from dataclasses import dataclass, field
from pathlib import Path

from pypdf import PdfReader

from assurance.adapters.seal import Seal
from assurance.packs.building import Builder
from assurance.packs.pages import sheet_of
from assurance.packs.press import Presses
from assurance.packs.printing import Sheet
from assurance.packs.section_cache import SectionCache
from assurance.packs.snapshot import Snapshot


@dataclass(frozen=True)
class Print:
    """A printed pack and what it was printed from."""

    snapshot: Snapshot = field(repr=False)
    sheet: Sheet = field(repr=False)
    pdf: bytes = field(repr=False)


def bound(snapshot: Snapshot) -> Sheet:
    """Return the sheet of a snapshot."""
    return sheet_of(snapshot)


def printed(snapshot: Snapshot) -> Print:
    """Print and seal a snapshot as the job does, with nothing kept from before."""
    with tempfile.TemporaryDirectory() as folder:
        builder = Builder(_presses(), SectionCache(Path(folder)))
        made = builder.build(snapshot, seal=seal().fingerprint)
    return Print(snapshot, bound(snapshot), seal().apply(made, snapshot.instant))


@functools.cache
def seal() -> Seal:
    """Return a key to seal with, the same for all tests of a run."""
    with tempfile.TemporaryDirectory() as folder:
        return Seal.open(Path(folder))


@functools.cache
def _presses() -> Presses:
    presses = Presses()
    atexit.register(presses.close)
    return presses


def text_of(pdf: bytes, page: int | None = None) -> str:
    """Return the words of a PDF, or of one page of it, without any white space, since line breaks fall anywhere."""
    pages = PdfReader(io.BytesIO(pdf)).pages
    wanted = pages if page is None else [pages[page]]
    return squeezed("".join(each.extract_text() for each in wanted))


def squeezed(words: str) -> str:
    """Return words without white space."""
    return "".join(words.split())
