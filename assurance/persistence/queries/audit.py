"""The audit trail from its first link to its last, for checking. Read in pieces, since it only ever grows."""

from __future__ import annotations

from collections.abc import Iterator

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.persistence.models import AuditEvent, AuditHead, Procurement

PIECE = 1000


def walk_events(session: Session) -> Iterator[tuple[AuditEvent, str | None]]:
    """Give every entry in the order of the chain with the reference of its procurement, if it has one."""
    query = (
        select(AuditEvent, Procurement.reference)
        .outerjoin(Procurement, Procurement.id == AuditEvent.procurement_id)
        .order_by(AuditEvent.seq)
        .execution_options(yield_per=PIECE)
    )
    with session.execute(query) as entries:  # whoever stops at a broken one leaves nothing open at the server
        yield from entries


def get_head(session: Session) -> tuple[int, str]:
    """Return the number and hash the chain has reached; nothing is (0, "")."""
    head = session.get(AuditHead, 1)
    return (head.seq, head.hash) if head is not None else (0, "")


def find_event(session: Session, seq: int) -> AuditEvent | None:
    """Return the entry with a number, or None."""
    return session.scalar(select(AuditEvent).where(AuditEvent.seq == seq))


def count_events(session: Session, procurement_id: int) -> int:
    """Count the entries about one procurement."""
    query = select(func.count()).select_from(AuditEvent).where(AuditEvent.procurement_id == procurement_id)
    return session.scalar(query) or 0
