"""People who use the care and had a part in the plan: what keeps them well, and what changed because they said so."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.persistence.models import Involvement, Procurement
from assurance.services import audit
from assurance.services.planning.draft import line, revise

LEAST, MOST = 20, 4000
CHANGED = "A colleague changed this record after you opened the page"


def record_involvement(
    session: Session, *, procurement: Procurement, who: str, how: str, said: str, changed: str, actor: Actor,
    now: datetime,
) -> Involvement:  # fmt: skip
    """Write down one group of people, how they were involved, what they said and what changed."""
    revise(procurement)
    row = Involvement(
        procurement_id=procurement.id, public_id=str(uuid.uuid4()), recorded_by_id=actor.user_id, recorded_at=now
    )
    _word(row, who, how, said, changed)
    session.add(row)
    _record(session, "involvement:recorded", procurement, row, actor, now)
    return row


def change_involvement(
    session: Session, *, procurement: Procurement, row: Involvement, who: str, how: str, said: str, changed: str,
    version: int, actor: Actor, now: datetime,
) -> None:  # fmt: skip
    """Word a record anew; what it said before stays in the audit trail."""
    revise(procurement)
    if version != row.version:
        raise Conflict(CHANGED)
    _word(row, who, how, said, changed)
    _record(session, "involvement:changed", procurement, row, actor, now)


def remove_involvement(
    session: Session, *, procurement: Procurement, row: Involvement, actor: Actor, now: datetime
) -> None:
    """Take a record out of the programme."""
    revise(procurement)
    _record(session, "involvement:removed", procurement, row, actor, now)
    session.delete(row)


def _word(row: Involvement, who: str, how: str, said: str, changed: str) -> None:
    row.who = line(who, "who", "Say who was involved", 200)
    row.how = line(how, "how", "Say how they were involved", 200)
    row.said = _text(said, "said", "what they said keeps them well")
    row.changed = _text(changed, "changed", "what changed because of it")


def _text(text: str, field: str, what: str) -> str:
    text = text.strip()
    if len(text) < LEAST:
        raise InvalidInput(field, f"Say in at least {LEAST} characters {what}")
    if (excess := len(text) - MOST) > 0:
        raise InvalidInput(field, f"This must be {MOST:,} characters or fewer: take out {excess:,}")
    return text


def _record(
    session: Session, tag: str, procurement: Procurement, row: Involvement, actor: Actor, now: datetime
) -> None:
    audit.record(
        session, tag=tag, actor=actor, now=now, procurement=procurement, subject=row.public_id, who=row.who,
        how=row.how, said=row.said, changed=row.changed,
    )  # fmt: skip
