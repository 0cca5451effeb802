"""Walks the audit trail and says whether it holds: every link, and every column against what was hashed.

The arithmetic is `domain/chain.py`; here stored rows are put before it. A row whose columns say something other
than its hashed body is as broken as one with a wrong hash: pages are filtered and sorted by the columns.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime

from sqlalchemy.orm import Session

from assurance.domain.chain import Link, verify
from assurance.persistence.models import AuditEvent
from assurance.persistence.queries import audit as trail


@dataclass(frozen=True, slots=True)
class Check:
    """What a walk along the chain found."""

    entries: int
    head: str
    broken_at: int | None = None
    """The first number that is broken or missing."""
    broken_tag: str = ""
    """What that entry claims to be, where there is one."""


def check_chain(session: Session) -> Check:
    """Walk the whole chain against its head and name the first link that is broken or missing."""
    seq, head = trail.get_head(session)
    broken = verify(_links(session), (seq, head) if seq else None)
    if broken is None:
        return Check(seq, head)
    event = trail.find_event(session, broken)
    return Check(seq, head, broken, event.tag if event is not None else "")


def _links(session: Session) -> Iterator[Link]:
    for event, reference in trail.walk_events(session):
        sound = _columns_agree(event, reference)
        yield Link(event.seq, event.prev, event.body, event.hash if sound else "")


def _columns_agree(event: AuditEvent, reference: str | None) -> bool:
    body = event.body
    said = (body.get("tag"), body.get("actor"), body.get("subject"), body.get("procurement"), _instant(body.get("at")))
    return said == (event.tag, event.actor_id, event.subject, reference, event.at.astimezone(UTC))


def _instant(text: object) -> datetime | None:
    try:
        return datetime.fromisoformat(text) if isinstance(text, str) else None
    except ValueError:
        return None
