"""Files that arrive in parts, so that a broken connection or a closed lid costs at most the part in hand.

Started, continued from the byte that the server says it has, finished into a document, or cancelled. Nothing is
locked while bytes travel; the row is locked only to say that a part has arrived.
"""

from __future__ import annotations

import uuid
from collections.abc import Iterable
from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assurance.adapters.staging import Part, Staging
from assurance.adapters.vault import FileKey
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.tenderbox.file_names import shown_name
from assurance.domain.tenderbox.limits import PART_BYTES
from assurance.persistence.models import Bid, BidDocument, Upload
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.uploads import (
    all_names,
    count_on_their_way,
    get_upload,
    list_untouched,
    list_uploads,
)
from assurance.services import audit, documents
from assurance.services.bids.own import hold, keep_in_hand
from assurance.services.intake import FIELD, Intake, Judged

STILL = timedelta(minutes=2)
"""How long after its last part an upload counts as on its way."""
FORGOTTEN = timedelta(days=1)
"""How long an upload that nobody continues is kept."""


class OtherOffset(Conflict):
    """A part does not begin where the last one ended; `received` says where that is."""

    def __init__(self, received: int) -> None:
        self.received = received
        super().__init__(f"The file is here up to byte {received}. Continue from there")


def start(session: Session, *, bid: Bid, name: str, size: int, intake: Intake, actor: Actor, now: datetime) -> Upload:
    """Announce a file of a name and a size; the same one twice is two files."""
    hold(session, bid, actor)
    keep_in_hand(bid, now)
    name = shown_name(name, FIELD)
    intake.limits.check_size(size, FIELD)
    on_their_way = list_uploads(session, bid.id)
    there = get_parts(session, bid.id).documents
    intake.limits.check_tender(
        documents=len(there) + len(on_their_way), size=size, field=FIELD,
        taken=sum(each.size for each in there) + sum(each.size for each in on_their_way),
    )  # fmt: skip
    intake.limits.check_at_once(count_on_their_way(session, bid.organisation_id, since=now - STILL))
    intake.staging.make_sure_of_room(size)
    upload = Upload(
        public_id=str(uuid.uuid4()), bid_id=bid.id, name=name, size=size, received=0,
        key=FileKey.fresh().to_bytes(), started_by_id=actor.user_id, started_at=now, touched_at=now,
    )  # fmt: skip
    session.add(upload)
    audit.record(
        session, tag="upload:started", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        upload=upload.public_id, size=size,
    )  # fmt: skip
    return upload


def expect(session: Session, *, bid: Bid, upload_id: str, offset: int, actor: Actor, now: datetime) -> Upload:
    """Return an upload that a part at this offset may continue; raise `OtherOffset` when it is elsewhere."""
    hold(session, bid, actor)
    keep_in_hand(bid, now)
    upload = get_upload(session, bid.id, upload_id)
    if offset != upload.received:
        raise OtherOffset(upload.received)
    return upload


def write(upload_id: str, key: bytes, *, offset: int, size: int, content: Iterable[bytes], staging: Staging) -> Part:
    """Write a part aside while it arrives; no row is held meanwhile. `size` is that of the whole file."""
    staging.make_sure_of_room(0)
    most = min(PART_BYTES, size - offset)
    return staging.write(upload_id, offset, FileKey.from_bytes(key), content, most=most)


def arrived(session: Session, *, bid: Bid, upload_id: str, offset: int, part: Part, actor: Actor, now: datetime) -> int:
    """Keep a part that has arrived, unless another copy of it was quicker; return where the next one begins."""
    hold(session, bid, actor)
    keep_in_hand(bid, now)
    upload = get_upload(session, bid.id, upload_id, lock=True)
    if offset != upload.received:
        raise OtherOffset(upload.received)
    part.keep()
    upload.received, upload.touched_at = offset + part.size, now
    return upload.received


def whole(session: Session, *, bid: Bid, upload_id: str, actor: Actor, now: datetime) -> Upload:
    """Return an upload that has arrived whole and may be finished; raise `OtherOffset` when some of it is missing."""
    documents.may_attach(session, bid=bid, actor=actor, now=now)
    upload = get_upload(session, bid.id, upload_id)
    if upload.received != upload.size:
        raise OtherOffset(upload.received)
    return upload


def finish(
    session: Session, *, bid: Bid, upload_id: str, file: Judged, intake: Intake, actor: Actor, now: datetime
) -> BidDocument:
    """Make a judged upload a document of its bid, once: the row of the upload goes in the same transaction."""
    document = documents.accept(session, bid=bid, file=file, intake=intake, actor=actor, now=now)
    session.delete(get_upload(session, bid.id, upload_id, lock=True))
    return document


def cancel(session: Session, *, bid: Bid, upload_id: str, why: str, actor: Actor, now: datetime) -> None:
    """Give up an upload: its row goes and with it the only key to what has arrived."""
    hold(session, bid, actor)
    session.delete(get_upload(session, bid.id, upload_id, lock=True))
    audit.record(
        session, tag="upload:cancelled", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        upload=upload_id, why=why,
    )  # fmt: skip


def forget(session: Session, *, now: datetime) -> int:
    """Delete the uploads that nobody has continued for a day; return how many."""
    stale = list_untouched(session, before=now - FORGOTTEN)
    for upload in stale:
        session.delete(upload)
    return len(stale)


def known(session: Session) -> set[str]:
    """Return the names of all uploads that have a row."""
    return all_names(session)


def parse_offset(text: str) -> int:
    """Read an offset or a size as a program sends it; raise `InvalidInput` for anything but a plain number."""
    if not (text.isascii() and text.isdecimal() and len(text) <= 12):
        raise InvalidInput(FIELD, "The upload was not continued properly. Choose the file again")
    return int(text)
