"""Documents of a final tender: judged by their content, kept under their hash, read by nobody but the bidder.

In this version a document lies in the file store as it was sent: sealing is a matter of what the application shows,
not of encryption, and whoever can read the server's disk can read it. There is no virus scanner yet.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable, Iterator
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.adapters.files import FileStore
from assurance.adapters.inspection import Unacceptable, inspect
from assurance.adapters.vault import FileKey, belonging, decrypt_stream, encrypt_stream
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.tenderbox.file_names import clean_name
from assurance.persistence.models import Bid, BidDocument
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.session import Database
from assurance.services import audit
from assurance.services.bids.own import hold_tender

MAX_BYTES = 10 * 2**20
MAX_DOCUMENTS = 50
FIELD = "document"


def attach(
    session: Session,
    *,
    bid: Bid,
    name: str,
    content: bytes | Iterable[bytes],
    files: FileStore,
    actor: Actor,
    now: datetime,
) -> BidDocument:
    """Attach a PDF, Word, Excel, PNG or JPEG file of up to 10 MB to a tender in hand.

    The content is on the disk before the row is written. Raises `InvalidInput` with the reason, and keeps nothing,
    when the file is empty, too large, of another kind, or could act when opened.
    """
    hold_tender(session, bid, actor, now)
    if len(get_parts(session, bid.id).documents) >= MAX_DOCUMENTS:
        raise InvalidInput(FIELD, f"A tender has at most {MAX_DOCUMENTS} documents. Remove one first")
    whole = _read(content)
    try:
        kind = inspect(whole)
    except Unacceptable as refused:
        raise InvalidInput(FIELD, str(refused)) from refused
    shown = clean_name(name, kind.suffix, FIELD)
    public_id = str(uuid.uuid4())
    encryption, closed = encrypt_stream([whole], belongs_to(bid, public_id))
    stored = files.put(closed)
    document = BidDocument(
        public_id=public_id, bid_id=bid.id, name=shown, content_type=kind.content_type,
        size=encryption.size, storage_key=stored.sha256, commitment=encryption.commitment,
        file_key=encryption.key.to_bytes(), uploaded_at=now, uploaded_by_id=actor.user_id,
    )  # fmt: skip
    session.add(document)
    audit.record(
        session, tag="document:attached", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        document=document.public_id, size=stored.size,
    )  # fmt: skip
    return document


def belongs_to(bid: Bid, document_id: str, version: int = 1) -> bytes:
    """Return what the closed file of a document is bound to, so that it opens nowhere else."""
    return belonging("document", bid.procurement.reference, bid.public_id, document_id, version)


def read(bid: Bid, document: BidDocument, files: FileStore) -> Iterator[bytes]:
    """Yield the content of a document; raise `Conflict` when the application does not hold its key."""
    if document.file_key is None:
        raise Conflict("This document is sealed. It can be read after the opening")
    key = FileKey.from_bytes(document.file_key)
    return decrypt_stream(files.stream(document.storage_key), key, belongs_to(bid, document.public_id))


def remove(session: Session, *, bid: Bid, document: BidDocument, actor: Actor, now: datetime) -> None:
    """Take a document out of a tender in hand; the content stays in the store, where other rows may need it."""
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


def _read(content: bytes | Iterable[bytes]) -> bytes:
    """Take the content whole, stopping as soon as it is over the limit."""
    whole = bytearray()
    for chunk in (content,) if isinstance(content, bytes) else content:
        whole += chunk
        if len(whole) > MAX_BYTES:
            raise InvalidInput(FIELD, "The file must be 10 MB or smaller. Save its pictures smaller, or split it")
    return bytes(whole)
