"""Builds the PDF of a snapshot: sections that are kept are taken, the others laid out side by side, then all joined."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, wait
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from assurance.packs.merging import join
from assurance.packs.press import Presses
from assurance.packs.section_cache import SectionCache, key_of
from assurance.packs.sections import Cutting, Section, cut, pairs
from assurance.packs.sheets import LaidOut, PrintRefused
from assurance.packs.snapshot import Snapshot
from assurance.packs.stamping import SHEET, Footer

Progress = Callable[[int, int, str], None]
"""Told how many sections are done, how many there are, and the name of the last; raises to stop the build."""


@dataclass(slots=True)
class Builder:
    """What builds packs: presses, and the sections laid out before."""

    presses: Presses
    cache: SectionCache
    laid_out: int = field(default=0, init=False)
    """How many sections had to be laid out, which the tests and the bench ask."""

    def build(self, snapshot: Snapshot, *, seal: str = "", progress: Progress | None = None) -> bytes:
        """Return the document, not sealed yet; raise `PrintRefused` when a page cannot be printed as it should be."""
        cutting = cut(snapshot, seal)
        tell = progress or (lambda done, of, name: None)
        sections = self._lay_out_all(cutting, tell)
        words = f"Content {snapshot.digest[:12]} · audit entry {_audit(snapshot)}"
        return join(
            [sections[at] for at in sorted(sections)], Footer(words, self._one(Section("", SHEET, key_of(SHEET))))
        )

    def lay_ahead(self, sections: Sequence[Section]) -> int:
        """Lay out sections that some pack will want and keep them; return how many were not kept yet.

        Raises `PrintRefused` when a page cannot be printed, after the others are kept.
        """
        before = self.laid_out
        waiting = [self._begin(section) for section in sections]
        wait(waiting)
        for each in waiting:
            each.result()
        return self.laid_out - before

    def _lay_out_all(self, cutting: Cutting, tell: Progress) -> dict[int, LaidOut]:
        total, done = len(cutting.groups), 0
        waiting = {self._begin(section): (at, section.name) for at, section in pairs(cutting)}
        numbered = cutting.numbered
        draft = None if numbered is None else self._begin(cutting.section(numbered))
        found: dict[int, LaidOut] = {}
        try:
            while len(found) < len(waiting):
                left = [each for each, (at, _) in waiting.items() if at not in found]
                for each in wait(left, return_when=FIRST_COMPLETED).done:
                    at, name = waiting[each]
                    found[at], done = each.result(), done + 1
                    tell(done, total, name)
            if numbered is not None and draft is not None:
                found[numbered] = self._number(cutting, numbered, found, draft.result())
                tell(total, total, cutting.groups[numbered][0].name)
        finally:
            for each in waiting:
                each.cancel()
        return found

    def _number(self, cutting: Cutting, numbered: int, found: Mapping[int, LaidOut], draft: LaidOut) -> LaidOut:
        """Lay out the section that prints the numbers of pages, now that they are known."""
        numbers: dict[str, int] = {}
        page = 1
        for at in range(len(cutting.groups)):
            section = draft if at == numbered else found[at]
            for name, (place, *_) in section.anchors.items():
                numbers.setdefault(name, page + place)
            page += section.pages
        made = self._one(cutting.section(numbered, numbers))
        if made.pages != draft.pages:
            raise PrintRefused("The contents took another number of pages once the numbers were in them")
        return made

    def _one(self, section: Section) -> LaidOut:
        return self._begin(section).result()

    def _begin(self, section: Section) -> Future[LaidOut]:
        """Take a section that is kept, or have it laid out and kept."""
        kept = self.cache.find(section.key) if section.key else None
        if kept is not None:
            ready: Future[LaidOut] = Future()
            ready.set_result(kept)
            return ready
        self.laid_out += 1
        keep = partial(self.cache.keep, section.key) if section.key else None
        return self.presses.submit(section.sheet, keep=keep)


def _audit(snapshot: Snapshot) -> str:
    audit: Mapping[str, Any] = snapshot.content["audit"]
    return f"{audit['number']}, {audit['hash'][:12]}"
