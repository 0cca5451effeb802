"""The past procurements that a plan is compared with: chosen with a reason, let go of again, both on record."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput, NotFound
from assurance.persistence.models import Comparable, PastProcurement, Procurement
from assurance.persistence.queries.past import get_past, list_comparables
from assurance.services import audit

MOST = 30


def compare_with(
    session: Session, *, procurement: Procurement, past_id: str, reason: str, actor: Actor, now: datetime
) -> Comparable:
    """Compare a plan with a past procurement of the same authority. Raises `InvalidInput` for one chosen already."""
    try:
        past = get_past(session, procurement.organisation_id, past_id)
    except NotFound as unknown:
        raise InvalidInput("past", str(unknown)) from None
    chosen = list_comparables(session, procurement.id)
    if any(each.past_procurement_id == past.id for each in chosen):
        raise InvalidInput("past", "The plan is compared with this procurement already")
    if len(chosen) >= MOST:
        raise InvalidInput("past", f"A plan is compared with {MOST} at most: take one away first")
    if not reason.strip():
        raise InvalidInput("reason", "Say why it can be compared")
    row = Comparable(
        procurement_id=procurement.id, past=past, reason=reason.strip(), chosen_by_id=actor.user_id, chosen_at=now
    )
    session.add(row)
    _record(session, "comparable:chosen", procurement, past, actor, now, reason=reason.strip())
    return row


def let_go(session: Session, *, procurement: Procurement, past_id: str, actor: Actor, now: datetime) -> None:
    """No longer compare a plan with a past procurement."""
    chosen = list_comparables(session, procurement.id)
    row = next((each for each in chosen if each.past.public_id == past_id), None)
    if row is None:
        raise NotFound("The plan is not compared with this procurement")
    _record(session, "comparable:removed", procurement, row.past, actor, now)
    session.delete(row)


def _record(
    session: Session,
    tag: str,
    procurement: Procurement,
    past: PastProcurement,
    actor: Actor,
    now: datetime,
    **more: str,
) -> None:
    audit.record(
        session, tag=tag, actor=actor, now=now, procurement=procurement, subject=past.public_id, ocid=past.ocid, **more
    )
