"""Submitting a final tender: whole or not at all, with a signed receipt, until the deadline and not at it.

In one transaction every part is closed to the key of the tender box and everything readable is deleted. From then on
reading the tender takes the holders of that key together, or the return code that only the bidder has: the code opens
the bidder's own copy, so that a tender can be taken back and changed. A version that is replaced stays sealed, and its
receipt stays true. Everybody who writes queues at the audit trail, so it is written to last: only what names its entry
comes after it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.adapters import own_copy
from assurance.adapters.crash_points import crash_point
from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, NotFound
from assurance.domain.stages import BidStage
from assurance.domain.tenderbox.manifest import manifest_digest, write_manifest
from assurance.domain.tenderbox.parts import RECEIPT, Part, canonical
from assurance.domain.tenderbox.receipt import signed_bytes, write_receipt
from assurance.persistence.models import Bid, Submission
from assurance.persistence.queries.sealing import find_submission, find_tender_key
from assurance.services import audit, idempotency, stages
from assurance.services.bids.missing import missing_parts
from assurance.services.bids.own import hold, keep_untold
from assurance.services.clock_guard import refuse_clock_set_back
from assurance.services.sealing import boxing, contents, copies
from assurance.services.signing import signer

ROUTE = "submit"
ALREADY = "Your organisation has submitted this tender already. To change it, take it back first"


@dataclass(frozen=True, slots=True)
class Accepted:
    """What the bidder is given once: the receipt and the code that opens its own copy."""

    receipt: dict[str, Any]
    return_code: str
    is_replay: bool = False


def checked_digest(session: Session, bid: Bid, key: str) -> str:
    """Return a digest of the tender as it stands, mixed with the key of the form, so that it tells nobody anything."""
    return _digest(contents.parts_of(session, bid), key)


def submit(
    session: Session, *, bid: Bid, actor: Actor, now: datetime, key: str = "", checked: str | None = None,
    clock: Callable[[], datetime] | None = None,
) -> Accepted:  # fmt: skip
    """Submit the tender as it was checked: `key` and `checked` are those of the form (see `checked_digest`).

    `now` is when it came, `clock` tells what the time is once it is its turn, for whoever had to wait. Sent twice with
    one key, the tender is submitted once and the answer is the same. Raises `MoveRefused` at or after
    the deadline, once closed, or with parts missing; `Conflict` when a colleague changed something after the check or
    has submitted; `NotNow` when the clock has been set back; `InvalidInput` when the key was used for something else.
    """
    hold(session, bid, actor, Permission.BID_SUBMIT)
    keep_untold(session, bid)
    key, sent = key or idempotency.new_key(), f"{bid.public_id}|{checked}"
    if (earlier := idempotency.earlier_answer(session, actor=actor, key=key, route=ROUTE, sent=sent)) is not None:
        return Accepted(earlier["receipt"], earlier["return_code"], is_replay=True)
    refuse_clock_set_back(session, clock() if clock else now)
    parts = contents.parts_of(session, bid)
    _check_in_hand(bid, parts, key, checked)
    trigger = "replace" if bid.stage is BidStage.SUBMITTED else "submit"
    missing = tuple(part.what for part in missing_parts(session, bid))
    stages.judge_bid(bid=bid, trigger=trigger, now=now, missing=missing)
    accepted = _put_in_box(session, bid, parts, trigger, actor, now)
    answer = {"receipt": accepted.receipt, "return_code": accepted.return_code}
    idempotency.keep_answer(session, actor=actor, key=key, route=ROUTE, sent=sent, answer=answer, now=now)
    return accepted


def own_receipt(session: Session, *, bid: Bid, return_code: str) -> dict[str, Any]:
    """Return the receipt of the tender in the box to whoever has its return code; raise `InvalidInput` otherwise."""
    found = find_submission(session, bid.id)
    if found is None:
        raise NotFound("Nothing is submitted, so there is no receipt")
    return copies.open_own_copy(bid, found, return_code).receipt


def _check_in_hand(bid: Bid, parts: list[Part], key: str, checked: str | None) -> None:
    if bid.stage is BidStage.SUBMITTED and bid.reopened_at is None:
        raise Conflict(ALREADY)
    if checked is not None and checked != _digest(parts, key):
        raise Conflict("A colleague changed the tender after you checked it. Check it again, then submit")


def _digest(parts: list[Part], key: str) -> str:
    content = canonical([[part.kind, part.code, part.content] for part in parts])
    return hashlib.sha256(own_copy.tidy(key).encode() + content).hexdigest()


def _put_in_box(
    session: Session, bid: Bid, parts: list[Part], trigger: str, actor: Actor, now: datetime
) -> Accepted:  # fmt: skip
    tender_key = find_tender_key(session, bid.procurement_id)
    deadline = bid.procurement.tenders_due_at
    if tender_key is None or deadline is None:
        raise Conflict("The tender box has no key or no deadline yet. Tell the authority; your tender is kept as it is")
    public_key = tender_key.public_key
    version = 1 + (session.scalar(select(func.max(Submission.version)).where(Submission.bid_id == bid.id)) or 0)
    sealed = boxing.seal(session, bid, parts, public_key=public_key, version=version)
    files = copies.keys_of_files(session, bid)
    crash_point("after_sealing")
    manifest = write_manifest(
        boxing.entries(sealed.items), procurement=bid.procurement.reference, bid=bid.public_id, version=version,
        received_at=now, deadline=deadline,
    )  # fmt: skip
    _forget_drafts(session, bid, manifest_digest(manifest), actor, now)
    crash_point("after_forgetting")
    stages.move_bid(session, bid=bid, trigger=trigger, actor=actor, now=now)
    receipt = _sign(session, bid, manifest, sealed.salts, actor, now)
    boxing.seal_part(bid, Part(RECEIPT, RECEIPT, "Receipt", receipt), sealed, public_key=public_key, version=version)
    code = own_copy.new_code()
    submission = _row(bid, receipt, version, actor, now, deadline)
    submission.own_copy = copies.close_own_copy(bid, parts, files, receipt, version=version, code=code)
    submission.items = sealed.items
    session.add(submission)
    session.flush()
    crash_point("after_sealed_rows")
    return Accepted(receipt, code)


def _sign(
    session: Session, bid: Bid, manifest: dict[str, Any], salts: boxing.Salts, actor: Actor, now: datetime
) -> dict[str, Any]:
    """Put the submission on record and sign a receipt that names the record."""
    event = audit.record(
        session, tag="bid:submitted", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        digest=manifest_digest(manifest), submission=manifest["version"],
    )  # fmt: skip
    receipt = write_receipt(
        manifest, salts=salts, title=bid.procurement.title, authority=bid.procurement.organisation.name,
        bidder=bid.organisation.name, submitted_by=actor.name, audit={"seq": event.seq, "hash": event.hash},
        key_id=signer().key_id,
    )  # fmt: skip
    return {**receipt, "signature": signer().sign(signed_bytes(receipt))}


def _row(
    bid: Bid, receipt: dict[str, Any], version: int, actor: Actor, now: datetime, deadline: datetime
) -> Submission:
    return Submission(
        bid_id=bid.id, version=version, received_at=now, deadline=deadline, submitted_by_id=actor.user_id,
        manifest_digest=receipt["digest"], audit_seq=receipt["audit"]["seq"], audit_hash=receipt["audit"]["hash"],
        key_id=receipt["key_id"],
    )  # fmt: skip


def _forget_drafts(session: Session, bid: Bid, digest: str, actor: Actor, now: datetime) -> None:
    """Delete what was readable, and say on the bid what is submitted; that is written with its next stage."""
    contents.wipe_rows(session, bid)
    bid.submitted_at, bid.submitted_by_id, bid.manifest_digest = now, actor.user_id, digest
    bid.manifest = bid.reopened_at = None
