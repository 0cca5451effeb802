"""Issues a pack at the command line: made as the worker makes it, here and now, and put on record."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass

from assurance.adapters.clock import clock_of
from assurance.adapters.files import FileStore
from assurance.config import Settings
from assurance.domain.errors import InvalidInput
from assurance.jobs.pack_making import make, one_instant, open_builder
from assurance.packs.catalogue import KINDS
from assurance.packs.checking import check
from assurance.persistence.queries.packs import get_by_reference
from assurance.persistence.session import Database
from assurance.services import audit


@dataclass(frozen=True, slots=True)
class Issued:
    """A pack that was made, and where its bytes are known by."""

    title: str
    content: bytes
    sha256: str
    pages: int


def issue_now(settings: Settings, database: Database, *, kind: str, reference: str, about: str) -> Issued:
    """Return the pack as at now; raise a domain error in words while there is nothing to print."""
    if kind not in KINDS:
        raise InvalidInput("kind", f"There is no pack called “{kind}”; there are: {', '.join(KINDS)}")
    files = FileStore.open(settings.files_url)
    with database.reading() as session:
        one_instant(session)
        procurement = get_by_reference(session, reference)
        title = KINDS[kind].name_of(session, procurement, about)
        snapshot = KINDS[kind].gather(session, procurement, about)
    builder = open_builder(settings)
    with contextlib.closing(builder.presses):
        content = make(builder, snapshot)
    pages = check(content, snapshot.attachments)
    stored = files.put(content)
    kept = files.put(snapshot.to_bytes())
    now = clock_of(settings.instance, demonstration=settings.demonstration)()
    with database.transaction() as session:
        audit.record(
            session, tag="pack:issued", actor=None, now=now, kind=kind, about=about,
            procurement=get_by_reference(session, reference), subject=stored.sha256[:36], sha256=stored.sha256,
            size=stored.size, pages=pages, snapshot=kept.sha256, requested_by="the command line",
        )  # fmt: skip
    return Issued(title, content, stored.sha256, pages)
