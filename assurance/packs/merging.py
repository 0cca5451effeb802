"""Joins the sections of a pack into one document: one structure tree, one outline, working links, numbered pages.

The first section gives the document its metadata, colour profile and attachments. The line below each page is stamped
here, because it is what changes in every issue: the sections themselves can then be kept.
"""

from __future__ import annotations

import dataclasses
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from types import TracebackType
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from assurance.packs.numbering import write_numbers
from assurance.packs.sheets import LaidOut, PrintRefused
from assurance.packs.stamping import Footer

Target = tuple[int, float, float]
_STRIDE = 100_000
"""How far apart the numbers are that two sections give to their pages and links."""


@dataclass(frozen=True, slots=True)
class _Joined:
    """A section that is in the document: where things are on its pages, but no longer its file."""

    places: LaidOut
    rooms: Sequence[str]
    pages: Sequence[Any]
    part: Any
    """Its part of the structure tree."""
    owners: Sequence[Any]
    """The numbers of its pages and links, each before what owns it in the structure tree."""


class Joining:
    """A document to which sections are added one after the other, as they come; the first is what it begins with."""

    def __init__(self) -> None:
        self._joined: list[_Joined] = []
        self._whole: pikepdf.Pdf | None = None

    def __enter__(self) -> Joining:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        if self._whole is not None:
            self._whole.close()

    def add(self, section: LaidOut, rooms: Sequence[str] = ()) -> None:
        """Add the next section; `rooms` are the anchors that it has room for the page of."""
        if self._whole is None:
            self._whole = pikepdf.open(io.BytesIO(section.pdf))
            self._note(section, rooms, self._whole, self._whole.Root.StructTreeRoot.K[0], ())
        else:
            self._append(self._whole, section, rooms)

    def finish(self, footer: Footer) -> bytes:
        """Return the whole document; raise `PrintRefused` when a link leads nowhere."""
        if self._whole is None:
            raise PrintRefused("There is nothing to join")
        whole, pages = self._whole, [page for each in self._joined for page in each.pages]
        _join_structure(whole, self._joined)
        targets = _targets(self._joined)
        _lead_links(whole, pages, targets)
        _write_outline(whole, pages, _marks(self._joined))
        numbers = {name: page + 1 for name, (page, *_) in targets.items()}
        for each in self._joined:
            if each.rooms:
                write_numbers(each.pages, each.rooms, numbers)
        footer.stamp(whole, pages, [each.pages[0].Resources for each in self._joined])
        written = io.BytesIO()
        whole.save(
            written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )  # fmt: skip
        return written.getvalue()

    def _append(self, whole: pikepdf.Pdf, section: LaidOut, rooms: Sequence[str]) -> None:
        """Add the pages of a section and its part of the structure tree."""
        with pikepdf.open(io.BytesIO(section.pdf)) as source:
            for left_out in ("/Names", "/Outlines", "/Dests"):
                if left_out in source.Root:
                    del source.Root[left_out]
            for page in source.pages:
                whole.pages.append(page)
            copied: Any = whole.copy_foreign(source.Root.StructTreeRoot)
            self._note(section, rooms, whole, copied.K[0], copied.ParentTree.Nums)

    def _note(self, section: LaidOut, rooms: Sequence[str], whole: pikepdf.Pdf, part: Any, owners: Any) -> None:
        """Give the pages and links that came last numbers that nobody else has, and remember the section."""
        count, shift = len(whole.pages), len(self._joined) * _STRIDE
        pages = [whole.pages[number].obj for number in range(count - section.pages, count)]
        for page in pages:
            page.StructParents = int(page.StructParents) + shift
            for annotation in page.get("/Annots", ()):
                if "/StructParent" in annotation:
                    annotation.StructParent = int(annotation.StructParent) + shift
        numbered = [each if number % 2 else int(each) + shift for number, each in enumerate(owners)]
        if len(numbered) > 2 * _STRIDE:
            raise PrintRefused("A section has more pages and links than can be numbered")
        self._joined.append(_Joined(dataclasses.replace(section, pdf=b""), rooms, pages, part, numbered))


def _join_structure(whole: pikepdf.Pdf, ordered: Sequence[_Joined]) -> None:
    """Hang the structure of every section below that of the first, which is the document’s own."""
    tree: Any = whole.Root.StructTreeRoot
    document, numbers = tree.K[0], tree.ParentTree.Nums
    for each in ordered[1:]:
        each.part.S, each.part.P = Name.Part, document
        document.K.append(each.part)
        for owner in each.owners:
            numbers.append(owner)


def _starts(ordered: Sequence[_Joined]) -> list[int]:
    starts, page = [], 0
    for each in ordered:
        starts.append(page)
        page += each.places.pages
    return starts


def _targets(ordered: Sequence[_Joined]) -> dict[str, Target]:
    """Return where every anchor is in the whole; the first of a name counts, as in a page."""
    found: dict[str, Target] = {}
    for each, start in zip(ordered, _starts(ordered), strict=True):
        for name, (page, across, up) in each.places.anchors.items():
            found.setdefault(name, (start + page, across, up))
    for name in (name for each in ordered for name in each.places.elsewhere if name not in found):
        raise PrintRefused(f"A link leads to “{name}”, which is nowhere in the document")
    return found


def _marks(ordered: Sequence[_Joined]) -> list[tuple[int, str, Target]]:
    """Return the level, the words and the place of every heading."""
    return [
        (level, words, (start + page, across, up))
        for each, start in zip(ordered, _starts(ordered), strict=True)
        for level, words, page, across, up in each.places.marks
    ]


def _lead_links(whole: pikepdf.Pdf, pages: Sequence[Any], targets: Mapping[str, Target]) -> None:
    names = Array()
    for name in sorted(targets, key=lambda name: bytes(String(name))):
        names.append(String(name))
        names.append(_destination(pages, targets[name]))
    root: Any = whole.Root
    if "/Names" not in root:
        root.Names = Dictionary()
    root.Names.Dests = whole.make_indirect(Dictionary(Names=names))


def _destination(pages: Sequence[Any], target: Target) -> Array:
    page, across, up = target
    return Array([pages[page], Name.XYZ, round(across, 2), round(up, 2), 0])


def _write_outline(whole: pikepdf.Pdf, pages: Sequence[Any], marks: Sequence[tuple[int, str, Target]]) -> None:
    """Write the headings as an outline, closed below its first level."""
    top: Any = whole.make_indirect(Dictionary(Type=Name.Outlines))
    above: list[tuple[int, Any]] = [(0, top)]
    for level, words, target in marks:
        while above[-1][0] >= level:
            above.pop()
        parent = above[-1][1]
        item = whole.make_indirect(Dictionary(Title=String(words), Dest=_destination(pages, target), Parent=parent))
        if "/Last" in parent:
            parent.Last.Next, item.Prev = item, parent.Last
        else:
            parent.First = item
        parent.Last = item
        step = 1 if parent is top else -1  # a negative count is that of a closed item
        parent.Count = int(parent.get("/Count", 0)) + step
        above.append((level, item))
    whole.Root.Outlines = top
