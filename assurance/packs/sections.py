"""Cuts a pack into sections that are laid out by themselves, so that only those that changed are laid out again.

A section holds nothing that it does not print: what changes in every issue (the hash of the content, where the audit
trail stood, how many pages there are) is on the first and the last sections, or stamped when all are joined.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from markupsafe import Markup

from assurance.packs.numbering import Rooms
from assurance.packs.pages import bind, drawings_of, list_parts, render, render_part, stylesheet
from assurance.packs.section_cache import key_of
from assurance.packs.sheets import Sheet
from assurance.packs.snapshot import Part, Snapshot, attached

_NEVER = datetime(2000, 1, 1, tzinfo=UTC)
"""The date of a section, which nobody sees: the document has the date of its content."""
_UNNAMED = b"\0" * 16
_NO_FOOTER = "@page { @bottom-left { content: none } @bottom-right { content: none } }"


@dataclass(frozen=True, slots=True)
class Section:
    """One sheet of a pack, with its name on the progress page."""

    name: str
    sheet: Sheet
    key: str = ""
    """Under which it is kept; empty for what is different in every issue."""
    rooms: tuple[str, ...] = ()
    """The anchors that it has room for the page of, in order."""


@dataclass(frozen=True, slots=True)
class Cutting:
    """A snapshot cut into groups of parts, and what their pages are filled from."""

    snapshot: Snapshot
    content: Any
    groups: tuple[tuple[Part, ...], ...]
    seal: str

    def section(self, at: int) -> Section:
        """Return one section, the first with the cover."""
        group, rooms = self.groups[at], Rooms()
        rendered = [render_part(self.snapshot.kind, self.content, part, rooms.leave) for part in group]
        closes = at == len(self.groups) - 1
        name = group[0].name if group else "Cover"
        if at == 0:
            seal = self.seal if closes else ""
            return Section(
                name, bind(self.snapshot, rendered, self.content, seal, _NO_FOOTER), "", tuple(rooms.targets)
            )
        sheet = loose_sheet(self.content, rendered, seal=self.seal if closes else "", files=self._files(rendered))
        return Section(name, sheet, "" if closes else key_of(sheet), tuple(rooms.targets))

    def _files(self, rendered: Sequence[str]) -> tuple[Any, ...]:
        """Return what is attached, unless the pages say it themselves."""
        pages = "".join(rendered)
        return tuple(each for each in map(attached, self.snapshot.attachments) if each.sha256 not in pages)


def cut(snapshot: Snapshot, seal: str = "") -> Cutting:
    """Cut a snapshot into sections; `seal` is the fingerprint that the last page names."""
    content = snapshot.view()
    return Cutting(snapshot, content, tuple(_groups(list_parts(snapshot.kind, content))), seal)


def _groups(parts: Sequence[Part]) -> Iterator[tuple[Part, ...]]:
    """Put parts together that are not to be laid out alone; the first group is never empty of the cover."""
    runs: list[list[Part]] = [[]]
    for part in parts:
        if part.alone:
            runs += [[part], []]
        else:
            runs[-1].append(part)
    first, *others = runs
    yield tuple(first)
    yield from (tuple(run) for run in others if run)


def loose_section(kind: str, content: Any, part: Part) -> Section:
    """Return the section of one part that is laid out alone, from content that need not be a whole pack yet."""
    rooms = Rooms()
    sheet = loose_sheet(content, [render_part(kind, content, part, rooms.leave)])
    return Section(part.name, sheet, key_of(sheet), tuple(rooms.targets))


def loose_sheet(content: Any, rendered: Sequence[str], *, seal: str = "", files: Sequence[Any] = ()) -> Sheet:
    """Return a sheet of parts without a cover. What it is made from is in it, and nothing else."""
    html = render(
        "packs/shared/section.html",
        content=content,
        title=content.heading.title,
        dated="",
        stylesheet=Markup(stylesheet()),  # noqa: S704 -- our own file, shipped with the code
        running=Markup(_running(content.heading)),  # noqa: S704 -- our own rules, with every word written in figures
        parts=[Markup(part) for part in rendered],  # noqa: S704 -- rendered before, with everything in it escaped
        seal=seal,
        files=files,
    )
    sheet = Sheet(html, _UNNAMED, _NEVER, drawings_of(content, html))
    return Sheet(html, _UNNAMED, _NEVER, sheet.drawings, prefix=f"s{key_of(sheet)[:12]}")


def _running(heading: Any) -> str:
    """Return the rules for the line above every page, the first of a section too."""
    left = _quoted(f"{heading.reference} · {heading.title}")
    right = _quoted(heading.variant + (" · Demonstration" if heading.demonstration else ""))
    line = f"@top-left {{ content: {left} }} @top-right {{ content: {right} }}"
    return f"{_NO_FOOTER} @page {{ {line} }} @page :first {{ {line} }}"


def _quoted(words: str) -> str:
    """Write words for a style sheet with every character as a figure, so that none of them means anything."""
    return '"' + "".join(f"\\{ord(each):x} " for each in words) + '"'


def pairs(cutting: Cutting) -> Iterator[tuple[int, Section]]:
    """Yield every section with its place.

    The last comes first: it is different in every issue, so that it is laid out while the others are only looked up.
    """
    last = len(cutting.groups) - 1
    for at in (last, *range(last)):
        yield at, cutting.section(at)
