"""Joins the sections of a pack into one document: one structure tree, one outline, working links, numbered pages.

The first section gives the document its metadata, colour profile and attachments. The line below each page is stamped
here, because it is what changes in every issue: the sections themselves can then be kept.
"""

from __future__ import annotations

import io
from collections.abc import Sequence
from typing import Any

import pikepdf
from pikepdf import Array, Dictionary, Name, String

from assurance.packs.sheets import LaidOut, PrintRefused
from assurance.packs.stamping import Footer

Target = tuple[int, float, float]


def join(sections: Sequence[LaidOut], footer: Footer) -> bytes:
    """Return the whole document; raise `PrintRefused` when a link leads nowhere."""
    with pikepdf.open(io.BytesIO(sections[0].pdf)) as whole:
        starts = [sum(each.pages for each in sections[:number]) for number in range(len(sections))]
        fonts = [whole.pages[0].Resources]
        for section in sections[1:]:
            fonts.append(_append(whole, section))
        pages = [page.obj for page in whole.pages]
        _lead_links(whole, pages, _targets(sections, starts))
        marks = [
            (level, words, (start + page, across, up))
            for section, start in zip(sections, starts, strict=True)
            for level, words, page, across, up in section.marks
        ]
        _write_outline(whole, pages, marks)
        footer.stamp(whole, fonts)
        written = io.BytesIO()
        whole.save(
            written, deterministic_id=True, object_stream_mode=pikepdf.ObjectStreamMode.generate,
            compress_streams=True,
        )  # fmt: skip
    return written.getvalue()


def _append(whole: pikepdf.Pdf, section: LaidOut) -> Any:
    """Add the pages of a section and its part of the structure tree; return what its pages draw with."""
    with pikepdf.open(io.BytesIO(section.pdf)) as source:
        for left_out in ("/Names", "/Outlines", "/Dests"):
            if left_out in source.Root:
                del source.Root[left_out]
        before = len(whole.pages)
        for page in source.pages:
            whole.pages.append(page)
        added = [whole.pages[number].obj for number in range(before, len(whole.pages))]
        _join_structure(whole, source, added)
    return added[0].Resources


def _join_structure(whole: pikepdf.Pdf, source: pikepdf.Pdf, pages: Sequence[Any]) -> None:
    """Hang the structure of a section below the document’s own, with numbers that nobody has yet."""
    tree: Any = whole.Root.StructTreeRoot
    document, numbers = tree.K[0], tree.ParentTree.Nums
    shift = int(numbers[-2]) + 1 if len(numbers) else 0
    copied: Any = whole.copy_foreign(source.Root.StructTreeRoot)
    part = copied.K[0]
    part.S, part.P = Name.Part, document
    document.K.append(part)
    theirs = copied.ParentTree.Nums
    for at in range(0, len(theirs), 2):
        numbers.append(int(theirs[at]) + shift)
        numbers.append(theirs[at + 1])
    for page in pages:
        page.StructParents = int(page.StructParents) + shift
        for annotation in page.get("/Annots", ()):
            if "/StructParent" in annotation:
                annotation.StructParent = int(annotation.StructParent) + shift


def _targets(sections: Sequence[LaidOut], starts: Sequence[int]) -> dict[str, Target]:
    """Return where every anchor is in the whole; the first of a name counts, as in a page."""
    found: dict[str, Target] = {}
    for section, start in zip(sections, starts, strict=True):
        for name, (page, across, up) in section.anchors.items():
            found.setdefault(name, (start + page, across, up))
    for name in (name for section in sections for name in section.elsewhere if name not in found):
        raise PrintRefused(f"A link leads to “{name}”, which is nowhere in the document")
    return found


def _lead_links(whole: pikepdf.Pdf, pages: Sequence[Any], targets: dict[str, Target]) -> None:
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
