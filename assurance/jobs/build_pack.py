"""Builds one pack, part by part, so that a crash repeats at most the part in hand and a page can show how far it is.

No part holds a session open while it works: it reads or reports in a short transaction and does the slow work outside.
"""

from __future__ import annotations

import functools
import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import text

from assurance.adapters.clock import Clock
from assurance.adapters.files import FileStore
from assurance.adapters.workflows import step
from assurance.domain.errors import AssuranceError
from assurance.packs.catalogue import KINDS
from assurance.packs.checking import check
from assurance.packs.pages import bind, list_parts, render_part
from assurance.packs.printing import print_pdf
from assurance.packs.snapshot import Part, Snapshot
from assurance.persistence.queries import packs as pack_rows
from assurance.persistence.session import Database
from assurance.services import packs

logger = logging.getLogger(__name__)

GATHER, LAY_OUT, CHECK, ISSUE = "Gather the record", "Lay out the pages", "Check the file", "Issue the pack"


@dataclass(frozen=True, slots=True)
class Workshop:
    """What jobs work with."""

    database: Database
    files: FileStore
    clock: Clock


class Stopped(Exception):  # noqa: N818 -- not an error: the pack was cancelled, or has failed and says so
    """The pack is no longer to be made."""


def build_pack(workshop: Workshop, payload: Mapping[str, Any]) -> None:
    """Make the pack named in the payload, whatever was already made of it."""
    build = _Build(workshop, str(payload["pack"]))
    try:
        build.run()
    except Stopped:
        return


@dataclass(slots=True)
class _Build:
    workshop: Workshop
    public_id: str
    total: int = 1
    snapshot: Snapshot | None = None

    def run(self) -> None:
        gathered = self.part(0, GATHER, self.gather)
        self.total = gathered["parts"] + 4
        rendered = [
            self.part(number, part.name, functools.partial(self.render, part))["file"]
            for number, part in enumerate(list_parts(self.read(gathered["snapshot"])), start=1)
        ]
        done = len(rendered) + 1
        printed = self.part(done, LAY_OUT, lambda: self.lay_out(rendered))
        pages = self.part(done + 1, CHECK, lambda: self.check(printed["file"]))["pages"]
        self.part(done + 2, ISSUE, lambda: self.issue(gathered["snapshot"], printed, pages))

    def part(self, done: int, name: str, act: Callable[[], dict[str, Any]]) -> dict[str, Any]:
        """Make one part and keep what it gave; raise `Stopped` when the pack is not wanted or cannot be made."""
        result = step(f"{done}. {name}", lambda: self.attempt(done, name, act))
        if result is None:
            raise Stopped
        return result

    def attempt(self, done: int, name: str, act: Callable[[], dict[str, Any]]) -> dict[str, Any] | None:
        if not self.report(done, name):
            return None
        try:
            return act()
        except Exception as fault:
            # Whatever it was, the person who asked is told; what was unforeseen goes to the log as well.
            if not isinstance(fault, AssuranceError):
                logger.exception("pack %s could not be built", self.public_id)
            self.fail(explain(fault, self.public_id))
            return None

    def gather(self) -> dict[str, Any]:
        with self.workshop.database.reading() as session:
            if session.get_bind().dialect.name == "postgresql":
                session.execute(text("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ"))
            pack = pack_rows.get_pack(session, self.public_id)
            procurement = pack_rows.get_procurement(session, pack.procurement_id)
            snapshot = KINDS[pack.kind].gather(session, procurement, pack.subject)
        stored = self.workshop.files.put(snapshot.to_bytes())
        return {"snapshot": stored.sha256, "parts": len(list_parts(snapshot))}

    def render(self, part: Part) -> dict[str, Any]:
        html = render_part(self.gathered(), part)
        return {"file": self.workshop.files.put(html.encode()).sha256}

    def lay_out(self, rendered: list[str]) -> dict[str, Any]:
        parts = [self.workshop.files.get(sha256).decode() for sha256 in rendered]
        stored = self.workshop.files.put(print_pdf(bind(self.gathered(), parts)))
        return {"file": stored.sha256, "size": stored.size}

    def check(self, sha256: str) -> dict[str, Any]:
        return {"pages": check(self.workshop.files.get(sha256), self.gathered().attachments)}

    def issue(self, snapshot: str, printed: dict[str, Any], pages: int) -> dict[str, Any]:
        made = packs.Printed(printed["file"], printed["size"], pages, snapshot)
        with self.workshop.database.transaction() as session:
            packs.finish(session, public_id=self.public_id, printed=made, now=self.workshop.clock())
        return {"issued": True}

    def report(self, done: int, name: str) -> bool:
        with self.workshop.database.transaction() as session:
            return packs.report_progress(
                session, public_id=self.public_id, part=name, parts_done=done, parts_total=max(self.total, done),
                now=self.workshop.clock(),
            )  # fmt: skip

    def fail(self, message: str) -> None:
        with self.workshop.database.transaction() as session:
            packs.fail(session, public_id=self.public_id, message=message, now=self.workshop.clock())

    def read(self, sha256: str) -> Snapshot:
        """Read what was gathered, also when another worker gathered it."""
        self.snapshot = Snapshot.from_bytes(self.workshop.files.get(sha256))
        return self.snapshot

    def gathered(self) -> Snapshot:
        if self.snapshot is None:
            raise RuntimeError("nothing is printed before it is gathered")
        return self.snapshot


def explain(fault: Exception, public_id: str) -> str:
    """Say why a pack could not be made, and what to do about it."""
    if isinstance(fault, AssuranceError):
        return f"{fault} Mend that and ask for the pack again."
    return (
        f"A fault in the program stopped this pack ({type(fault).__name__}). Ask for it again; if it fails again, "
        f"give the number {public_id[:8]} to the people who run the system."
    )
