"""Opening everything in the box with its key: each tender compared with its receipt, and written where it is read.

A tender that is not whole marks itself and holds up nobody: what is damaged is named on the record and left out.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from sqlalchemy import delete
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.tenderbox.manifest import manifest_digest, write_manifest
from assurance.domain.tenderbox.opening import PRICE, TENDER
from assurance.domain.tenderbox.parts import RECEIPT
from assurance.persistence.models import Bid, Price, Procurement, Submission
from assurance.persistence.queries.bids import list_openable
from assurance.persistence.queries.panel import list_evaluated_bids
from assurance.persistence.queries.sealing import find_submission
from assurance.services import audit, stages
from assurance.services.sealing import boxing, contents, told

THE_LIST = "The list of what was submitted"


def open_all(
    session: Session, *, procurement: Procurement, private_key: bytes, envelope: str, openers: list[str], actor: Actor,
    now: datetime, files: boxing.Files,
) -> None:  # fmt: skip
    """Open one envelope of every tender and put on record what came out and who opened; prices wait if published so."""
    bids, envelopes = what_opens(session, procurement, envelope)
    record = []
    for bid in bids:
        if (submission := find_submission(session, bid.id)) is None:
            continue
        opened = _unseal(bid, submission, private_key, envelopes, files)
        write_opened(session, bid=bid, submission=submission, opened=opened, envelope=envelope)
        if envelope == TENDER:
            stages.move_bid(session, bid=bid, trigger="open", actor=actor, now=now)
        record.append(entry(bid, submission, opened.damaged))
    if envelope == PRICE:
        procurement.prices_opened_at = now
    tag = "tender:opened" if envelope == TENDER else "price:opened"
    audit.record(session, tag=tag, actor=actor, now=now, procurement=procurement, bids=record, openers=openers)
    damaged = {each["bid"]: each["altered"] for each in record}
    told.tell_opened(session, procurement=procurement, envelope=envelope, damaged=damaged, actor=actor, now=now)


def what_opens(session: Session, procurement: Procurement, envelope: str) -> tuple[list[Bid], tuple[str, ...]]:
    """Return whose tenders open with an envelope, and which envelopes of them; who is out keeps its price closed."""
    if envelope == PRICE:
        return list_evaluated_bids(session, procurement.id), (PRICE,)
    waits = procurement.price_opens_after_quality
    return list_openable(session, procurement.id), (TENDER,) if waits else (TENDER, PRICE)


def write_opened(session: Session, *, bid: Bid, submission: Submission, opened: boxing.Opened, envelope: str) -> None:
    """Write what came out of an envelope where it is read, and the list of what was submitted beside it."""
    manifest = _manifest(bid, submission)
    if manifest_digest(manifest) != bid.manifest_digest:
        opened.damaged.append(THE_LIST)
    if envelope == TENDER:
        contents.wipe_rows(session, bid)  # a change that was in hand at the deadline was never submitted
        bid.reopened_at, bid.manifest = None, manifest
    else:
        session.execute(delete(Price).where(Price.bid_id == bid.id))
    parts = [part for part in opened.parts if part.kind != RECEIPT]
    contents.write_rows(
        session, bid, parts, by_id=submission.submitted_by_id, at=submission.received_at, files=opened.files
    )


def _unseal(
    bid: Bid, submission: Submission, private_key: bytes, envelopes: tuple[str, ...], files: boxing.Files
) -> boxing.Opened:
    opened = boxing.Opened()
    for envelope in envelopes:
        found = boxing.unseal(bid, submission, private_key=private_key, envelope=envelope, files=files)
        opened.parts += found.parts
        opened.files |= found.files
        opened.damaged += found.damaged
    return opened


def _manifest(bid: Bid, submission: Submission) -> dict[str, Any]:
    return write_manifest(
        boxing.entries(submission.items), procurement=bid.procurement.reference, bid=bid.public_id,
        version=submission.version, received_at=submission.received_at, deadline=submission.deadline,
    )  # fmt: skip


def entry(bid: Bid, submission: Submission, damaged: list[str]) -> dict[str, Any]:
    """Say of one tender what the record of an opening says."""
    return {
        "bid": bid.public_id,
        "bidder": bid.organisation.name,
        "submitted_at": submission.received_at,
        "digest": submission.manifest_digest,
        "altered": damaged,
    }
