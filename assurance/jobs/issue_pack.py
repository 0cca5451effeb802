"""Makes packs at the command line as the worker makes them: a new one that is put on record, or an issued one again."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

from assurance.adapters.clock import clock_of
from assurance.adapters.files import FileStore
from assurance.config import Settings
from assurance.domain.errors import InvalidInput, NotFound
from assurance.jobs.pack_making import make, open_builder
from assurance.packs.building import Builder
from assurance.packs.catalogue import KINDS
from assurance.packs.checking import check
from assurance.packs.press import Presses
from assurance.packs.section_cache import SectionCache
from assurance.packs.snapshot import Snapshot
from assurance.persistence.queries.packs import get_by_reference, get_pack
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


@dataclass(frozen=True, slots=True)
class Again:
    """A pack that was made again, and what was issued."""

    title: str
    content: bytes
    issued: str
    """SHA-256 of the file as it was issued."""


def make_again(settings: Settings, database: Database, *, public_id: str) -> Again:
    """Make an issued pack again from what it was made from, every page laid out anew; nothing is stored or recorded.

    Raises `NotFound` for a pack that was not issued, and where what it was made from is no longer kept.
    """
    files = FileStore.open(settings.files_url)
    with database.reading() as session:
        pack = get_pack(session, public_id)
        title, issued, snapshot = pack.title, pack.sha256, pack.snapshot_digest
    if issued is None or snapshot is None:
        raise NotFound("This pack was not issued, so there is nothing to make again")
    if not files.exists(snapshot):
        raise NotFound("What this pack was made from is no longer kept, so it cannot be made again")
    with TemporaryDirectory() as fresh:
        builder = Builder(Presses(), SectionCache(Path(fresh)))
        with contextlib.closing(builder.presses):
            return Again(title, make(builder, Snapshot.from_bytes(files.get(snapshot))), issued)
