"""Builds the PDF of a snapshot: sections that are kept are taken, the others laid out side by side, then all joined."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Future, wait
from dataclasses import dataclass, field
from functools import partial
from typing import Any

from assurance.packs.merging import Joining
from assurance.packs.press import Presses
from assurance.packs.section_cache import SectionCache, key_of
from assurance.packs.sections import Cutting, Section, cut, pairs
from assurance.packs.sheets import LaidOut
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
        letters = self._begin(Section("", SHEET, key_of(SHEET)))
        words = f"Content {snapshot.digest[:12]} · audit entry {_audit(snapshot)}"
        with Joining() as joining:
            self._join_all(cut(snapshot, seal), joining, progress or (lambda done, of, name: None))
            return joining.finish(Footer(words, letters.result()))

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

    def _join_all(self, cutting: Cutting, joining: Joining, tell: Progress) -> None:
        """Have laid out what is not kept, and join what is there meanwhile."""
        begun = {at: (section.name, section.rooms, self._begin(section)) for at, section in pairs(cutting)}
        try:
            for at, _ in enumerate(cutting.groups):  # in one order always: the same sections make the same bytes
                name, rooms, laid_out = begun.pop(at)
                joining.add(laid_out.result(), rooms)
                tell(at + 1, len(cutting.groups), name)
        finally:
            for _, _, unwanted in begun.values():
                unwanted.cancel()

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
