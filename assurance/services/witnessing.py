"""Leaves signed heads of the audit trail outside its database, and holds what lies there against the trail of today."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.adapters.signing import is_genuine, key_id
from assurance.domain.deadlines import LONDON
from assurance.domain.tenderbox.receipt import receipt_faults
from assurance.domain.witness import (
    Finding,
    compare,
    compare_receipt,
    head_faults,
    signed_bytes,
    write_head,
    write_letter,
)
from assurance.persistence.models import AuditEvent, MailMessage, Submission
from assurance.persistence.queries import audit as trail
from assurance.services import mail
from assurance.services.signing import signer


def sign_head(session: Session, *, now: datetime) -> dict[str, Any] | None:
    """Sign the head that the trail has reached; None while it is empty."""
    seq, head = trail.get_head(session)
    if not seq:
        return None
    written = write_head(seq, head, now, signer().key_id)
    return {**written, "signature": signer().sign(signed_bytes(written))}


def mail_head(session: Session, *, addresses: Iterable[str], now: datetime) -> int:
    """Write the signed head of the day to each address that has not had one today; return to how many."""
    head = sign_head(session, now=now)
    if head is None:
        return 0
    day = now.astimezone(LONDON).date().isoformat()
    subject, body = write_letter(head)
    return sum(
        mail.queue(session, key=_mail_key(day, each), recipient=each, subject=subject, body=body, now=now)
        for each in addresses
    )


def unmailed(session: Session, *, addresses: Iterable[str], now: datetime) -> list[str]:
    """Return who has not had a head today, by the calendar of London."""
    day = now.astimezone(LONDON).date().isoformat()
    keys = {_mail_key(day, each): each for each in addresses}
    known = set(session.scalars(select(MailMessage.key).where(MailMessage.key.in_(keys))))
    return [address for key, address in keys.items() if key not in known]


def _mail_key(day: str, address: str) -> str:
    return f"audit-head:{day}:{hashlib.sha256(address.encode()).hexdigest()[:16]}"


def check_heads(session: Session, heads: Iterable[tuple[str, Any]], public_pem: str) -> list[Finding]:
    """Hold every head against the trail; one that is not genuine is a finding of its own."""
    found, sound = [], []
    for name, head in heads:
        faults = head_faults(head, lambda said, signature: is_genuine(said, signature, public_pem), key_id(public_pem))
        found += [Finding("NOT GENUINE", name, fault) for fault in faults]
        sound += [] if faults else [head]
    seq, _ = trail.get_head(session)
    return [*found, *compare(sound, seq, lambda number: _hash_at(session, number))]


def check_receipts(session: Session, receipts: Iterable[tuple[str, Any]], public_pem: str) -> list[Finding]:
    """Hold every receipt of a bidder against the trail and the tenders that are there."""
    found = []
    for name, receipt in receipts:
        faults = receipt_faults(receipt, lambda message, signature: is_genuine(message, signature, public_pem))
        if faults:
            found += [Finding("NOT GENUINE", name, fault) for fault in faults]
            continue
        kept = session.scalar(select(Submission.id).where(Submission.manifest_digest == receipt["digest"]))
        found += compare_receipt(receipt, lambda number: _hash_at(session, number), is_kept=kept is not None)
    return found


def _hash_at(session: Session, seq: int) -> str | None:
    return session.scalar(select(AuditEvent.hash).where(AuditEvent.seq == seq))
