"""Packs asked for, and what became of each: the same one while it is in hand, issued once, or failed with a reason.

Asking puts the work in the same transaction, so that a pack on the list is a pack being built. The job reports here
in short transactions of its own and holds none while it lays out.
"""

from __future__ import annotations

import uuid
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from assurance.adapters import workflows
from assurance.domain.authority.policy import Actor
from assurance.domain.background import job_work
from assurance.domain.errors import Conflict, InvalidInput
from assurance.packs.catalogue import KINDS
from assurance.persistence.models import Pack, Procurement
from assurance.persistence.queries import packs
from assurance.services import audit, dead_letters

JOB = "build_pack"


@dataclass(frozen=True, slots=True)
class Printed:
    """What the job made: where its bytes lie and what they were made from."""

    sha256: str
    size: int
    pages: int
    snapshot_digest: str


def request_pack(
    session: Session, *, procurement: Procurement, kind: str, subject: str = "", actor: Actor, now: datetime
) -> Pack:
    """Ask for a pack; while the same one is waiting or being built, give that one.

    Raises `Conflict` or `NotFound` while there is nothing to print yet, so that nobody waits for a failure.
    """
    if kind not in KINDS:
        raise InvalidInput("kind", f"There is no pack called “{kind}”")
    if in_hand := packs.find_in_hand(session, procurement.id, kind, subject):
        return in_hand
    pack = Pack(
        public_id=str(uuid.uuid4()), procurement_id=procurement.id, kind=kind, subject=subject,
        title=KINDS[kind].name_of(session, procurement, subject), current_part="Waiting for a worker",
        requested_by_id=actor.user_id, requested_at=now,
    )  # fmt: skip
    try:
        with session.begin_nested():
            session.add(pack)
    except IntegrityError:  # someone else asked for the same a moment ago
        if in_hand := packs.find_in_hand(session, procurement.id, kind, subject):
            return in_hand
        raise
    workflows.enqueue(session, JOB, key=job_key(pack), payload={"pack": pack.public_id})
    audit.record(
        session, tag="pack:requested", actor=actor, now=now, procurement=procurement, subject=pack.public_id,
        kind=kind, about=subject,
    )  # fmt: skip
    return pack


def job_key(pack: Pack) -> str:
    """Return the key under which a pack's work is filed."""
    return f"pack:{pack.public_id}"


def cancel_pack(session: Session, *, pack: Pack, actor: Actor, now: datetime) -> Pack:
    """Stop a pack that is in hand; the job notices at its next part. Raises `Conflict` for one that has ended."""
    if pack.status not in packs.IN_HAND:
        raise Conflict("This pack has ended already and can no longer be cancelled")
    pack.status, pack.finished_at, pack.current_part = "cancelled", now, ""
    audit.record(
        session, tag="pack:cancelled", actor=actor, now=now, procurement=_procurement(session, pack),
        subject=pack.public_id,
    )  # fmt: skip
    return pack


def report_progress(
    session: Session, *, public_id: str, part: str, parts_done: int, parts_total: int, now: datetime
) -> bool:
    """Put on record which part is being made; say False when the pack is no longer wanted."""
    pack = _hold(session, public_id)
    if pack.status not in packs.IN_HAND:
        return False
    pack.status, pack.started_at = "building", pack.started_at or now
    pack.current_part, pack.parts_done, pack.parts_total = part, parts_done, parts_total
    return True


def finish(session: Session, *, public_id: str, printed: Printed, now: datetime) -> Pack:
    """Issue a pack whose bytes are in the file store. Finishing twice, as after a crash, changes nothing."""
    pack = _hold(session, public_id)
    if pack.status not in packs.IN_HAND:
        return pack
    pack.status, pack.finished_at, pack.current_part = "done", now, ""
    pack.parts_done = pack.parts_total
    pack.sha256, pack.size, pack.pages = printed.sha256, printed.size, printed.pages
    pack.snapshot_digest = printed.snapshot_digest
    audit.record(
        session, tag="pack:issued", actor=None, now=now, procurement=_procurement(session, pack),
        subject=pack.public_id, kind=pack.kind, about=pack.subject, sha256=printed.sha256, size=printed.size,
        pages=printed.pages, snapshot=printed.snapshot_digest, requested_by=pack.requested_by.name,
    )  # fmt: skip
    return pack


def fail(
    session: Session, *, public_id: str, message: str, now: datetime, broken: str = "", tries: int = 1
) -> Pack:  # fmt: skip
    """Put on record why a pack could not be made, in words someone can act on. One that has ended stays as it is.

    What `broken` says is a fault nobody who asked can mend: those who look after the background work are told it.
    """
    pack = _hold(session, public_id)
    if pack.status not in packs.IN_HAND:
        return pack
    pack.status, pack.finished_at, pack.error = "failed", now, message
    audit.record(
        session, tag="pack:failed", actor=None, now=now, procurement=_procurement(session, pack),
        subject=pack.public_id, kind=pack.kind, about=pack.subject, reason=message,
    )  # fmt: skip
    if broken:
        dead_letters.bury(
            session, work=job_work(job_key(pack)), job=JOB, reason=broken, tries=tries, now=now,
            procurement=_procurement(session, pack),
        )  # fmt: skip
    return pack


def try_again(session: Session, *, pack: Pack, actor: Actor, now: datetime) -> None:
    """Put a pack that failed back to waiting; its work is put by the caller. Raises `Conflict` for any other."""
    pack = _hold(session, pack.public_id)
    if pack.status != "failed":
        raise Conflict("This document has not failed, so there is nothing to try again. Set it aside.")
    if packs.find_in_hand(session, pack.procurement_id, pack.kind, pack.subject):
        raise Conflict("The same document has been asked for again and is being built. Set this one aside.")
    pack.status, pack.finished_at, pack.error, pack.parts_done = "queued", None, "", 0
    pack.current_part = "Waiting for a worker"
    audit.record(
        session, tag="pack:tried-again", actor=actor, now=now, procurement=_procurement(session, pack),
        subject=pack.public_id,
    )  # fmt: skip


def _hold(session: Session, public_id: str) -> Pack:
    """Return a pack as it stands now and keep it so to the end: two workers may have the same one in hand."""
    pack = packs.get_pack(session, public_id)
    session.refresh(pack, with_for_update={"of": Pack})
    return pack


def _procurement(session: Session, pack: Pack) -> Procurement:
    return session.get_one(Procurement, pack.procurement_id)
