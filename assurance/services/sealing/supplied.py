"""Giving a tender again from the bidder's own file, without its copy here and without the return code.

Only what matches the commitments of the signed receipt is taken, so that nothing changes and nobody gains time. What
is taken waits, closed, until nothing is missing; then the tender is given again exactly as with the return code.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.adapters.vault import FileKey
from assurance.domain.authority.policy import Actor
from assurance.domain.tenderbox.opening import PRICE
from assurance.domain.tenderbox.parts import RECEIPT, Part, read
from assurance.persistence.models import Bid, SealedItem, Submission, SuppliedPart
from assurance.persistence.queries.bids import get_parts
from assurance.persistence.queries.sealing import list_supplied
from assurance.services import audit
from assurance.services.sealing import boxing, lost_keys, lost_prices
from assurance.services.sealing.given_files import Asked, Found, Wanted


@dataclass(frozen=True, slots=True)
class Line:
    """How far one part of the tender is: given at some time, waiting as published, or missing."""

    label: str
    size: int | None
    given_at: datetime | None
    waits: bool


def ask(session: Session, *, bid: Bid) -> Asked:
    """Say what is to be given again of a tender; raise `Conflict` when nothing is asked for."""
    submission = lost_keys.asked_again(session, bid)
    given = {each.sealed_item_id for each in list_supplied(session, submission.id)}
    items = [
        Wanted(
            item_id=item.id, kind=item.kind, code=item.code, commitment=item.commitment, size=item.size,
            most=len(item.body or b""), waits=not _is_wanted(bid, item), is_given=item.id in given,
        )
        for item in submission.items
        if item.kind != RECEIPT
    ]  # fmt: skip
    return Asked(bid.procurement.reference, bid.public_id, submission.version, submission.manifest_digest, items)


def lay_out(session: Session, *, bid: Bid) -> list[Line]:
    """List the parts of a tender that is asked for again, each with how far it is."""
    submission = lost_keys.asked_again(session, bid)
    given = {each.sealed_item_id: each.given_at for each in list_supplied(session, submission.id)}
    items = [item for item in submission.items if item.kind != RECEIPT]
    if lost_keys.wanted(bid.procurement) == PRICE:
        items = lost_prices.prices_of(submission)
    return [Line(item.label, item.size, given.get(item.id), not _is_wanted(bid, item)) for item in items]


def take(session: Session, *, bid: Bid, found: Found, actor: Actor, now: datetime) -> int:
    """Keep what was found of a tender; return how many parts are still missing. With none, it is given again.

    Held for the bidder by the caller's `hold`. Raises `Conflict` when nothing is asked for any more.
    """
    submission = lost_keys.asked_again(session, bid)
    given = {each.sealed_item_id for each in list_supplied(session, submission.id)}
    new = [item for item in submission.items if item.id not in given and item.id in {*found.parts, *found.files}]
    for item in new:
        stored, key = found.files.get(item.id, (None, None))
        session.add(
            SuppliedPart(
                item=item, content=found.parts.get(item.id), storage_key=stored,
                file_key=None if key is None else key.to_bytes(), given_at=now, given_by_id=actor.user_id,
            )
        )  # fmt: skip
    session.flush()
    audit.record(
        session, tag="bid:parts-given", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        parts=[item.label for item in new], refused=len(found.refused),
    )  # fmt: skip
    taken = {each.sealed_item_id for each in list_supplied(session, submission.id)}
    needed = {item.id for item in submission.items if item.kind != RECEIPT and _is_wanted(bid, item)}
    if needed <= taken and lost_keys.wanted(bid.procurement) == PRICE:
        lost_prices.note_given(session, bid=bid, submission=submission, actor=actor, now=now)
    elif needed <= taken:
        _give(session, bid, submission, actor, now)
    return len(needed - taken)


def _give(session: Session, bid: Bid, submission: Submission, actor: Actor, now: datetime) -> None:
    """Write what is whole by the way of every opening; documents lie where they were put now."""
    opened, stored = boxing.Opened(), {}
    for each in list_supplied(session, submission.id):
        if each.content is not None:
            opened.parts.append(Part(each.item.kind, each.item.code, each.item.label, read(each.content)))
        elif each.file_key is not None:
            opened.files[each.item.code] = FileKey.from_bytes(each.file_key)
            stored[each.item.code] = each.storage_key
    lost_keys.give_whole(session, bid=bid, submission=submission, opened=opened, actor=actor, now=now)
    for document in get_parts(session, bid.id).documents:
        document.storage_key = stored[document.public_id] or document.storage_key
    session.flush()


def _is_wanted(bid: Bid, item: SealedItem) -> bool:
    """Say whether a part is asked for: prices that wait for quality only once they are due, and then nothing else."""
    if lost_keys.wanted(bid.procurement) == PRICE:
        return item.envelope == PRICE
    return item.envelope != PRICE or not bid.procurement.price_opens_after_quality
