"""The line below every page: what the document was made from, and which page of how many it is.

It is drawn with letters from a page that the press made, marked as no part of the content.
"""

from __future__ import annotations

import io
import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import pikepdf
from pikepdf import Array, Name

from assurance.packs.sheets import LaidOut, Sheet

LETTERS = "Content 0123456789 abcdefghijklmnopqrstuvwxyz, · Page of"
SHEET = Sheet(
    '<!DOCTYPE html><html lang="en-GB"><head><title>Letters</title><style>@page { size: A4 } '
    'html { font: 7.5pt Arial, "Liberation Sans", "DejaVu Sans", sans-serif; font-variant-ligatures: none }</style>'
    f"</head><body><p>{LETTERS}</p></body></html>",
    b"\0" * 16,
    datetime(2000, 1, 1, tzinfo=UTC),
)
"""The page that the letters come from."""

_SIZE = 7.5
_COLOUR = "0.259 0.333 0.388"
_UP, _MARGIN, _WIDTH = 45.0, 56.69, 595.28
"""Points: the base line above the edge of the paper, the margins beside it, and how wide A4 is."""
_PAIR = re.compile(rb"<([0-9a-fA-F]{4})>\s*<([0-9a-fA-F]{4})>")
_FONT = Name("/Footer")


@dataclass(frozen=True, slots=True)
class Footer:
    """The words on the left of every page, and the page the letters come from."""

    words: str
    letters: LaidOut

    def stamp(self, document: pikepdf.Pdf, pages: Sequence[Any], resources: Sequence[Any]) -> None:
        """Write the line on every page; `resources` are what the pages draw with, each once."""
        with pikepdf.open(io.BytesIO(self.letters.pdf)) as source:
            fonts: Any = source.pages[0].Resources.Font
            found = fonts[next(iter(fonts.keys()))]
            alphabet = Alphabet(found)
            font = document.copy_foreign(found)
        for each in resources:
            each.Font[_FONT] = font
        aside = pikepdf.Stream(document, b"q")  # what a page leaves in force must not move or turn the line
        for number, page in enumerate(pages, start=1):
            line = self._line(alphabet, f"Page {number} of {len(pages)}")
            drawn = page.Contents
            before = drawn if isinstance(drawn, Array) else [drawn]
            page.Contents = Array([aside, *before, pikepdf.Stream(document, line)])

    def _line(self, alphabet: Alphabet, numbered: str) -> bytes:
        right = _WIDTH - _MARGIN - alphabet.width(numbered, _SIZE)
        return (
            f"Q /Artifact <</Type /Pagination /Subtype /Footer>> BDC q {_COLOUR} rg BT {_FONT} {_SIZE} Tf "
            f"1 0 0 1 {_MARGIN} {_UP} Tm <{alphabet.codes(self.words)}> Tj "
            f"1 0 0 1 {right:.2f} {_UP} Tm <{alphabet.codes(numbered)}> Tj ET Q EMC"
        ).encode()


class Alphabet:
    """The letters of one font: the code and the width of each."""

    def __init__(self, font: Any) -> None:
        table = font.ToUnicode.read_bytes()
        self._codes = {
            chr(int(letter, 16)): code.decode() for code, letter in _PAIR.findall(table.split(b"char", 1)[1])
        }
        self._letters = {int(code, 16): letter for letter, code in self._codes.items()}
        self._widths = _widths(list(font.DescendantFonts[0].W))

    def codes(self, words: str) -> str:
        """Return the codes of the letters of some words; a letter that the page does not have is left out."""
        return "".join(self._codes.get(letter, "") for letter in words)

    def letters(self, codes: Sequence[str]) -> str:
        """Return the letters of some codes; a code that the page does not have is left out."""
        return "".join(self._letters.get(int(code, 16), "") for code in codes)

    def width(self, words: str, size: float) -> float:
        """Return how wide some words are at a size, in its units."""
        return sum(self._widths.get(int(self._codes.get(letter, "0"), 16), 600) for letter in words) * size / 1000


def _widths(listed: Sequence[Any]) -> dict[int, float]:
    """Read the table of widths: a code, and the widths from there on."""
    found = {}
    for at in range(0, len(listed), 2):
        for step, width in enumerate(listed[at + 1]):
            found[int(listed[at]) + step] = float(width)
    return found
