"""A hold keeps every record of a procurement at once; it is ended by somebody other than who placed it."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.persistence.models import LegalHold, Procurement
from assurance.services import audit
from assurance.services.permission import demand

SHORTEST = 20
"""Characters of a reason that says something."""


def place_hold(session: Session, *, procurement: Procurement, reason: str, actor: Actor, now: datetime) -> LegalHold:
    """Keep every record of a procurement from now on, whatever its period; erasures that wait cannot go on."""
    demand(actor, Permission.RETENTION_HOLD, procurement, act="place a hold on its records")
    session.refresh(procurement, with_for_update={"of": Procurement})  # no erasure goes through at this instant
    row = LegalHold(
        public_id=str(uuid.uuid4()), procurement_id=procurement.id, reason=_reason(reason),
        placed_by_id=actor.user_id, placed_at=now,
    )  # fmt: skip
    session.add(row)
    audit.record(
        session, tag="legal-hold:placed", actor=actor, now=now, procurement=procurement, subject=row.public_id,
        reason=row.reason,
    )  # fmt: skip
    return row


def end_hold(
    session: Session, *, procurement: Procurement, hold: LegalHold, reason: str, actor: Actor, now: datetime
) -> None:
    """End a hold that somebody else placed; the periods of the records then count again."""
    demand(actor, Permission.RETENTION_HOLD, procurement, act="end a hold on its records")
    session.refresh(hold, with_for_update={"of": LegalHold})
    if hold.ended_at is not None:
        raise Conflict("This hold is already ended")
    if hold.placed_by_id == actor.user_id:
        raise NotPermitted("A hold is ended by somebody other than the person who placed it")
    hold.end_reason = _reason(reason)
    hold.ended_by_id, hold.ended_at = actor.user_id, now
    audit.record(
        session, tag="legal-hold:ended", actor=actor, now=now, procurement=procurement, subject=hold.public_id,
        reason=hold.end_reason,
    )  # fmt: skip


def _reason(text: str) -> str:
    if len(text.strip()) < SHORTEST:
        raise InvalidInput("reason", f"Give the reason in at least {SHORTEST} characters; it stays on record")
    return text.strip()
