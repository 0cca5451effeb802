"""The record of the opening: who held the key, who opened and when, what was in the box and whether it was whole.

Printed from the entry that the opening itself put on the audit trail, and from the key that was made before.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from sqlalchemy.orm import Session

from assurance.domain.errors import Conflict
from assurance.domain.tenderbox.receipt import receipt_number
from assurance.packs.heading import AuditHead, Heading, heading
from assurance.packs.snapshot import Part, Snapshot, snapshot
from assurance.packs.wording import listed, moment, moment_to_the_second
from assurance.persistence.queries.bids import find_opening_record, list_openers
from assurance.persistence.queries.sealing import find_tender_key

if TYPE_CHECKING:
    from assurance.persistence.models import AuditEvent, Procurement

KIND = "opening_record"
TITLE = "Record of the opening"
HOW = "How it was opened"
NOT_YET = "The final tenders have not been opened yet, so there is no record to print."


@dataclass(frozen=True, slots=True)
class OpenedTender:
    """One tender as it came out of the box."""

    bidder: str
    received: str
    receipt: str
    digest: str
    state: str


@dataclass(frozen=True, slots=True)
class OpeningContent:
    """Everything the record prints."""

    heading: Heading
    facts: tuple[tuple[str, str], ...]
    openers: tuple[tuple[str, str], ...]
    tenders: tuple[OpenedTender, ...]
    audit: AuditHead


def name_of(session: Session, procurement: Procurement, subject: str) -> str:
    """Return the title, or raise `Conflict` before the opening."""
    _record(session, procurement)
    return TITLE


def gather(session: Session, procurement: Procurement, subject: str) -> Snapshot:
    """Gather what the opening put on record; raise `Conflict` before it."""
    event = _record(session, procurement)
    instant = event.at.isoformat(timespec="seconds")
    head = AuditHead(event.seq, event.hash, moment(event.at), instant)
    acts = list_openers(session, procurement.id)
    content = OpeningContent(
        heading=heading(procurement, title=TITLE, variant=TITLE, as_at=head.at),
        facts=_facts(session, procurement) + _how(event),
        openers=tuple((act.user.name, moment_to_the_second(act.at)) for act in acts),
        tenders=tuple(_tender(each) for each in event.body["data"]["bids"]),
        audit=head,
    )
    return snapshot(KIND, TITLE, instant, content)


def parts(content: object) -> tuple[Part, ...]:
    """List the parts the record is made of."""
    return (Part("The opening", "opening.html"), Part("The tenders", "tenders.html"))


def _record(session: Session, procurement: Procurement) -> AuditEvent:
    event = find_opening_record(session, procurement.id)
    if event is None:
        raise Conflict(NOT_YET)
    return event


def _facts(session: Session, procurement: Procurement) -> tuple[tuple[str, str], ...]:
    facts = [
        ("Deadline for final tenders", moment(procurement.tenders_due_at)),
        ("Closed", moment(procurement.tenders_closed_at)),
    ]
    if key := find_tender_key(session, procurement.id):
        holders = listed([share.user.name for share in key.shares])
        facts += [
            ("Key of the tender box", hashlib.sha256(key.public_key).hexdigest()[:16].upper()),
            ("Key made", moment(key.made_at)),
            ("Holders of a share", holders),
            ("Needed together", f"{key.needed} of {len(key.shares)}"),
        ]
    return tuple(facts)


def _how(event: AuditEvent) -> tuple[tuple[str, str], ...]:
    """Say how the box was opened where it was not by its holders."""
    how = event.body["data"].get("how")
    return ((HOW, how[:1].upper() + how[1:]),) if how else ()


def _tender(entry: dict[str, Any]) -> OpenedTender:
    altered = entry["altered"]
    return OpenedTender(
        bidder=entry["bidder"],
        received=moment_to_the_second(datetime.fromisoformat(entry["submitted_at"])),
        receipt=receipt_number(entry["digest"]),
        digest=entry["digest"],
        state=f"Damaged: {listed(altered)}" if altered else "As on its receipt",
    )
