"""Builds one pack section by section, so that a crash repeats at most those in hand and a page can show how far it is.

No step holds a session open while it works: it reads or reports in a short transaction and does the slow work outside.
Sections that were laid out are kept, so that whoever goes on after a crash finds them.
"""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from assurance.adapters.clock import Clock
from assurance.adapters.files import FileStore
from assurance.adapters.seal_check import look_at_seal
from assurance.adapters.workflows import step
from assurance.domain.background import say_fault
from assurance.domain.errors import AssuranceError
from assurance.jobs.pack_making import make
from assurance.packs.building import Builder
from assurance.packs.catalogue import KINDS
from assurance.packs.checking import check
from assurance.packs.sections import cut
from assurance.packs.snapshot import Snapshot
from assurance.persistence.queries import packs as pack_rows
from assurance.persistence.session import Database
from assurance.services import pack_seal, packs

logger = logging.getLogger(__name__)

GATHER, LAY_OUT, CHECK, ISSUE = "Gather the record", "Lay out the pages", "Check the file", "Issue the pack"
OTHER_STEPS = 3
"""Steps beside the sections: gathering, checking, issuing."""


@dataclass(frozen=True, slots=True)
class Workshop:
    """What jobs work with."""

    database: Database
    files: FileStore
    clock: Clock
    builder: Builder


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
        self.total = gathered["parts"] + OTHER_STEPS
        sha256 = gathered["snapshot"]
        done = gathered["parts"] + 1
        printed = gathered["earlier"]
        if not printed:
            made = self.part(1, LAY_OUT, lambda: self.lay_out(sha256))
            printed = self.part(done, CHECK, lambda: self.check(sha256, made["file"]))
        self.part(done + 1, ISSUE, lambda: self.issue(sha256, printed))

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
        except Stopped:
            return None
        except Exception as fault:
            # Whatever it was, the person who asked is told; what was unforeseen goes to the log as well.
            is_foreseen = isinstance(fault, AssuranceError)
            if not is_foreseen:
                logger.exception("pack %s could not be built", self.public_id)
            self.fail(explain(fault, self.public_id), "" if is_foreseen else say_fault(type(fault).__name__))
            return None

    def gather(self) -> dict[str, Any]:
        with self.workshop.database.reading() as session:
            pack = pack_rows.get_pack(session, self.public_id)
            procurement = pack_rows.get_procurement(session, pack.procurement_id)
            snapshot = KINDS[pack.kind].gather(session, procurement, pack.subject)
        stored = self.workshop.files.put(snapshot.to_bytes())
        earlier = self.earlier(stored.sha256)
        return {"snapshot": stored.sha256, "parts": len(cut(snapshot).groups), "earlier": earlier}

    def earlier(self, snapshot: str) -> dict[str, Any]:
        """Return what was issued from the same content before, where it has the seal now in use."""
        with self.workshop.database.reading() as session:
            pack = pack_rows.get_pack(session, self.public_id)
            found = pack_rows.find_same_content(session, pack.procurement_id, pack.kind, pack.subject, snapshot)
            if found is None or found.sha256 is None:
                return {}
            sha256, said = found.sha256, {"file": found.sha256, "size": found.size, "pages": found.pages}
        seen = look_at_seal(self.workshop.files.get(sha256))
        return said if not seen.faults and seen.fingerprint == pack_seal.seal().fingerprint else {}

    def lay_out(self, snapshot: str) -> dict[str, Any]:
        made = make(self.workshop.builder, self.read(snapshot), self.tell)
        return {"file": self.workshop.files.put(made).sha256}

    def tell(self, done: int, of: int, name: str) -> None:
        """Report a section that is laid out; stop when nobody wants the pack any more."""
        if not self.report(done + 1, name):
            raise Stopped

    def check(self, snapshot: str, sha256: str) -> dict[str, Any]:
        content = self.workshop.files.get(sha256)
        pages = check(content, self.read(snapshot).attachments)
        return {"file": sha256, "size": len(content), "pages": pages}

    def issue(self, snapshot: str, printed: dict[str, Any]) -> dict[str, Any]:
        made = packs.Printed(printed["file"], printed["size"], printed["pages"], snapshot)
        with self.workshop.database.transaction() as session:
            packs.finish(session, public_id=self.public_id, printed=made, now=self.workshop.clock())
        return {"issued": True}

    def report(self, done: int, name: str) -> bool:
        with self.workshop.database.transaction() as session:
            return packs.report_progress(
                session, public_id=self.public_id, part=name, parts_done=done, parts_total=max(self.total, done),
                now=self.workshop.clock(),
            )  # fmt: skip

    def fail(self, message: str, broken: str) -> None:
        with self.workshop.database.transaction() as session:
            packs.fail(session, public_id=self.public_id, message=message, broken=broken, now=self.workshop.clock())

    def read(self, sha256: str) -> Snapshot:
        """Read what was gathered, also when another worker gathered it."""
        if self.snapshot is None:
            self.snapshot = Snapshot.from_bytes(self.workshop.files.get(sha256))
        return self.snapshot


def explain(fault: Exception, public_id: str) -> str:
    """Say why a pack could not be made, and what to do about it."""
    if isinstance(fault, AssuranceError):
        return f"{fault} Mend that and ask for the pack again."
    return (
        f"A fault in the program stopped this pack ({type(fault).__name__}). Ask for it again; if it fails again, "
        f"give the number {public_id[:8]} to the people who run the system."
    )
