"""Submitting a final tender: whole or not at all, with a receipt, until the deadline and not at it.

Sealed in this version means that no page, query or export gives anyone but the bidder's own people anything of a
tender before the opening, not even that it is there, and that every attempt is refused and recorded. The content is
not yet encrypted at rest: an administrator of the database or of the disk could read it.
"""

from __future__ import annotations

import secrets
from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.adapters.vault import FileKey
from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, NotFound
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.money import plain
from assurance.domain.stages import BidStage
from assurance.domain.tenderbox.manifest import Item, changed_items, manifest_digest, write_manifest
from assurance.domain.tenderbox.receipt import write_receipt
from assurance.persistence.models import Bid, CriterionRow, User
from assurance.persistence.queries.bids import Parts, get_parts
from assurance.persistence.queries.criteria import list_criteria
from assurance.services import audit, stages
from assurance.services.bids.missing import missing_parts
from assurance.services.bids.own import hold, keep_untold


def submit(session: Session, *, bid: Bid, actor: Actor, now: datetime, version: int | None = None) -> Bid:
    """Submit the tender as it stands; `version` is that of the bid the person checked.

    Pressed twice, the tender is submitted once and the receipt is the same. Raises `MoveRefused` at or after the
    deadline, once closed, or with parts missing, and `Conflict` when a colleague changed something after the check.
    """
    hold(session, bid, actor, Permission.BID_SUBMIT)
    keep_untold(session, bid)
    if bid.stage is BidStage.SUBMITTED:
        return bid
    if version is not None and version != bid.version and bid.stage is BidStage.INVITED:
        raise Conflict("A colleague changed the tender after you checked it. Check it again, then submit")
    procurement = bid.procurement
    missing = tuple(part.what for part in missing_parts(session, bid))
    stages.move_bid(session, bid=bid, trigger="submit", actor=actor, now=now, missing=missing)
    if procurement.tenders_due_at is None:
        raise RuntimeError("a tender without a deadline is refused by the rule before it is submitted")
    bid.manifest = write_manifest(
        _items(session, bid), procurement=procurement.reference, bid=bid.public_id, submitted_at=now,
        deadline=procurement.tenders_due_at, salt=secrets.token_hex(16),
    )  # fmt: skip
    bid.manifest_digest = manifest_digest(bid.manifest)
    bid.submitted_at, bid.submitted_by_id = now, actor.user_id
    audit.record(
        session, tag="bid:submitted", actor=actor, now=now, procurement=procurement, subject=bid.public_id,
        digest=bid.manifest_digest,
    )  # fmt: skip
    return bid


def take_back(session: Session, *, bid: Bid, actor: Actor, now: datetime) -> Bid:
    """Take a submitted tender back to change it; until it is submitted again there is no tender."""
    hold(session, bid, actor, Permission.BID_SUBMIT)
    keep_untold(session, bid)
    stages.move_bid(session, bid=bid, trigger="take_back", actor=actor, now=now)
    before = bid.manifest_digest
    bid.submitted_at = bid.submitted_by_id = bid.manifest = bid.manifest_digest = None
    audit.record(
        session, tag="bid:taken-back", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        digest=before,
    )  # fmt: skip
    return bid


def receipt(session: Session, *, bid: Bid) -> dict[str, Any]:
    """Return the receipt of a submitted tender as plain JSON; raise `NotFound` when nothing is submitted."""
    if bid.manifest is None or bid.manifest_digest is None:
        raise NotFound("Nothing is submitted, so there is no receipt")
    person = session.get(User, bid.submitted_by_id)
    return write_receipt(
        bid.manifest, bid.manifest_digest, title=bid.procurement.title,
        authority=bid.procurement.organisation.name, bidder=bid.organisation.name,
        submitted_by=person.name if person else "",
    )  # fmt: skip


def altered_parts(session: Session, bid: Bid) -> tuple[str, ...]:
    """Name the parts of a submitted tender that are no longer as they were submitted; none when it is whole."""
    if bid.manifest is None or manifest_digest(bid.manifest) != bid.manifest_digest:
        return ("The list of what was submitted",)
    return changed_items(bid.manifest, _items(session, bid))


def _items(session: Session, bid: Bid) -> Iterator[Item]:
    parts = get_parts(session, bid.id)
    for row in list_criteria(session, bid.procurement_id):
        yield from _of_criterion(row, parts)
    yield Item("form", "form", "Form of working together", {"form": bid.integration_form})
    for number, each in enumerate(parts.subcontractors, start=1):
        yield Item(
            "subcontractor", str(number), f"Subcontractor {number}",
            {
                "name": each.name, "delivers": each.delivers, "payment_basis": each.payment_basis,
                "share_percent": plain(each.share_percent), "has_no_exclusion_ground": each.has_no_exclusion_ground,
            },
        )  # fmt: skip
    for document in parts.documents:
        salt = FileKey.from_bytes(document.file_key).salt.hex() if document.file_key else ""
        yield Item(
            "document", document.public_id, document.name, {}, sha256=document.commitment, size=document.size, salt=salt
        )


def _of_criterion(row: CriterionRow, parts: Parts) -> Iterator[Item]:
    answer = parts.answers.get(row.id)
    if row.kind == Kind.PRICE and row.id in parts.prices:
        yield Item("price", row.code, row.title, {"amount": plain(parts.prices[row.id])})
    elif row.kind in (Kind.SCORED, Kind.PASS_FAIL) and answer is not None:
        yield Item("answer", row.code, row.title, {"text": answer.text, "is_confirmed": answer.is_confirmed})
