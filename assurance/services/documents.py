"""Documents of a final tender: judged by their content, kept closed, read by nobody but the bidder until the opening.

A document is on the disk, closed, before its row is written, and its row before anyone is told that it is there.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.adapters.files import FileStore
from assurance.adapters.vault import FileKey, decrypt_stream
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict
from assurance.persistence.models import Bid, BidDocument
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.session import Database
from assurance.services import audit
from assurance.services import intake as arrivals
from assurance.services.bids.own import hold, hold_tender, keep_in_hand
from assurance.services.intake import FIELD, Intake, Judged, judged

__all__ = ["FIELD", "accept", "attach", "belongs_to", "may_attach", "note_rejected", "read", "remove"]


def attach(
    session: Session, *, bid: Bid, name: str, content: bytes | Iterable[bytes], files: FileStore, actor: Actor,
    now: datetime,
) -> BidDocument:  # fmt: skip
    """Attach a PDF, Word, Excel, PNG or JPEG file that is at hand, within one transaction and without a scanner.

    Raises `InvalidInput` with the reason, and keeps nothing, when the file is empty, too large, of another kind, or
    could act when opened.
    """
    hold_tender(session, bid, actor, now)
    pieces = (content,) if isinstance(content, bytes) else content
    unscanned = Intake.at_hand(files)
    with judged(
        unscanned, reference=bid.procurement.reference, bid_id=bid.public_id, name=name, content=pieces
    ) as file:  # fmt: skip
        return accept(session, bid=bid, file=file, intake=unscanned, actor=actor, now=now)


def may_attach(session: Session, *, bid: Bid, actor: Actor, now: datetime) -> None:
    """Refuse early what `accept` would refuse late, before anyone waits for a large file."""
    hold(session, bid, actor)
    keep_in_hand(bid, now)


def accept(session: Session, *, bid: Bid, file: Judged, intake: Intake, actor: Actor, now: datetime) -> BidDocument:
    """Place a judged file and write its row; raise `InvalidInput` when the tender is full, `Conflict` when closed."""
    hold_tender(session, bid, actor, now)
    documents = get_parts(session, bid.id).documents
    intake.limits.check_tender(
        documents=len(documents), taken=sum(each.size for each in documents), size=file.encryption.size, field=FIELD
    )
    document = BidDocument(bid_id=bid.id, **arrivals.placed(file, intake, actor=actor, now=now))
    session.add(document)
    audit.record(
        session, tag="document:attached", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        document=document.public_id, size=document.size,
    )  # fmt: skip
    return document


def belongs_to(bid: Bid, document_id: str, version: int = 1) -> bytes:
    """Return what the closed file of a document of this bid is bound to, so that it opens nowhere else."""
    return arrivals.belongs_to(bid.procurement.reference, bid.public_id, document_id, version)


def read(bid: Bid, document: BidDocument, files: FileStore) -> Iterator[bytes]:
    """Yield the content of a document; raise `Conflict` when the application does not hold its key."""
    if document.file_key is None:
        raise Conflict("This document is sealed. It can be read after the opening")
    key = FileKey.from_bytes(document.file_key)
    return decrypt_stream(files.stream(document.storage_key), key, belongs_to(bid, document.public_id))


def remove(session: Session, *, bid: Bid, document: BidDocument, actor: Actor, now: datetime) -> None:
    """Take a document out of a tender in hand. Its closed file stays, and with its row goes the only key to it."""
    hold_tender(session, bid, actor, now)
    session.delete(document)
    audit.record(
        session, tag="document:removed", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        document=document.public_id,
    )  # fmt: skip


def note_rejected(
    database: Database, *, reference: str, bid_id: str, message: str, actor: Actor, now: datetime
) -> None:
    """Put a rejected upload on record, in a transaction of its own because the rest of it is undone."""
    audit.record_apart(
        database, tag="upload:rejected", actor=actor, now=now, reference=reference, subject=bid_id, message=message
    )
