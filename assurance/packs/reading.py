"""Reads a tagged PDF the way a screen reader does: its tables row by row and its paragraphs, by the structure tree.

Words are compared without white space, because a line may break anywhere.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any

import pikepdf

Place = tuple[tuple[int, int], int]
"""A page, by its object, and the number of a marked piece of content on it."""

_PAIR = re.compile(rb"<([0-9a-fA-F]+)>\s*<([0-9a-fA-F]+)>")


@dataclass(slots=True)
class PrintedTable:
    """A table with its caption, whole again where it went over several pages."""

    caption: str
    rows: list[tuple[str, ...]] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Printed:
    """What a reader of a document finds in it."""

    tables: tuple[PrintedTable, ...]
    blocks: tuple[tuple[str, str], ...]
    """Every heading and paragraph in order, each with its tag."""
    words: str
    """Everything that is printed, without white space."""

    def captioned(self, beginning: str) -> list[PrintedTable]:
        """List the tables whose caption begins so."""
        return [each for each in self.tables if each.caption.startswith(squeezed(beginning))]


def squeezed(words: str) -> str:
    """Return words without white space."""
    return "".join(words.split())


def read_printed(document: pikepdf.Pdf) -> Printed:
    """Read a document by its structure tree; one without a tree has nothing to read."""
    if "/StructTreeRoot" not in document.Root:
        return Printed((), (), "")
    words = _words(document)
    reader = _Reader(words)
    for top in _kids(document.Root.StructTreeRoot):
        reader.walk(top, None)
    return Printed(tuple(reader.tables), tuple(reader.blocks), "".join(reader.pieces))


class _Reader:
    """Walks the tree once and notes tables and blocks as it meets them."""

    def __init__(self, words: dict[Place, str]) -> None:
        self.words = words
        self.tables: list[PrintedTable] = []
        self.blocks: list[tuple[str, str]] = []
        self.pieces: list[str] = []

    def walk(self, element: Any, page: Any) -> str:
        """Return the words of an element and note what it is."""
        if not isinstance(element, pikepdf.Dictionary):
            return ""
        page = element.get("/Pg", page)
        tag = str(element.get("/S", ""))
        if tag == "/Table":
            return self.table(element, page)
        text = "".join(self.kid(each, page) for each in _kids(element))
        if tag in ("/P", "/H1", "/H2", "/H3", "/H4", "/LI"):
            self.blocks.append((tag, text))
        return text

    def kid(self, kid: Any, page: Any) -> str:
        """Return the words of one child: a number of marked content, a reference to one, or an element."""
        if isinstance(kid, int):
            return self.piece(page, kid)
        if isinstance(kid, pikepdf.Dictionary) and "/MCID" in kid:
            return self.piece(kid.get("/Pg", page), int(kid.MCID))
        return self.walk(kid, page)

    def piece(self, page: Any, number: int) -> str:
        """Return the words of one piece of marked content."""
        found = "" if page is None else self.words.get((page.objgen, number), "")
        self.pieces.append(found)
        return found

    def table(self, element: Any, page: Any) -> str:
        """Note the rows of a table; one without a caption goes on from the one before."""
        caption, rows = "", []
        for tag, part in _parts(element):
            if tag == "/Caption":
                caption = "".join(self.kid(each, part.get("/Pg", page)) for each in _kids(part))
            else:
                rows.append(tuple(self.walk(cell, page) for cell in _kids(part)))
        if caption or not self.tables:
            self.tables.append(PrintedTable(caption))
        self.tables[-1].rows += [row for row in rows if row not in self.tables[-1].rows[:1]]
        return ""


def _parts(table: Any) -> Iterator[tuple[str, Any]]:
    """Yield the caption and the rows of a table, whatever groups of rows they lie in."""
    for kid in _kids(table):
        tag = str(kid.get("/S", ""))
        if tag in ("/TR", "/Caption"):
            yield tag, kid
        else:
            yield from _parts(kid)


def _kids(element: Any) -> list[Any]:
    found = element.get("/K", [])
    return list(found) if isinstance(found, pikepdf.Array) else [found]


def _words(document: pikepdf.Pdf) -> dict[Place, str]:
    """Return the words of every marked piece of content of every page."""
    found: dict[Place, str] = {}
    codes: dict[Any, dict[int, str]] = {}
    for page in document.pages:
        at: Any = page.obj.objgen
        fonts = {}
        for name, font in dict(page.Resources.get("/Font", {})).items():
            if font.objgen not in codes:
                codes[font.objgen] = _characters(font)
            fonts[name] = codes[font.objgen]
        for number, text in _page_words(page, fonts).items():
            found[at, number] = text
    return found


def _page_words(page: pikepdf.Page, fonts: dict[str, dict[int, str]]) -> dict[int, str]:
    words: dict[int, list[str]] = defaultdict(list)
    open_marks: list[int | None] = []
    characters: dict[int, str] = {}
    for instruction in pikepdf.parse_content_stream(page):
        operands: Any = instruction.operands
        said = str(instruction.operator)
        if said == "BDC":
            properties = operands[1]
            marked = isinstance(properties, pikepdf.Dictionary) and "/MCID" in properties
            open_marks.append(int(properties.MCID) if marked else None)
        elif said == "BMC":
            open_marks.append(None)
        elif said == "EMC":
            open_marks.pop()
        elif said == "Tf":
            characters = fonts.get(str(operands[0]), {})
        elif said in ("Tj", "TJ") and open_marks and open_marks[-1] is not None:
            words[open_marks[-1]].append(_decode(operands[0], characters))
    return {number: squeezed("".join(pieces)) for number, pieces in words.items()}


def _decode(shown: Any, characters: dict[int, str]) -> str:
    pieces = shown if isinstance(shown, pikepdf.Array) else [shown]
    text = []
    for piece in pieces:
        if isinstance(piece, pikepdf.String):
            raw = bytes(piece)
            codes = (int.from_bytes(raw[at : at + 2], "big") for at in range(0, len(raw), 2))
            text += [characters.get(code, "\ufffd") for code in codes]
    return "".join(text)


def _characters(font: Any) -> dict[int, str]:
    """Return the characters of a font by code, from its table to Unicode."""
    if "/ToUnicode" not in font:
        return {}
    table = font.ToUnicode.read_bytes()
    found = {}
    for block in re.findall(rb"beginbfchar(.*?)endbfchar", table, re.S):
        for code, character in _PAIR.findall(block):
            found[int(code, 16)] = bytes.fromhex(character.decode()).decode("utf-16-be", errors="replace")
    return found
