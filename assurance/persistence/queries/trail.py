"""What staff may know of a procurement's audit trail now; the trail itself leaves nothing out."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ColumnElement, and_, func, not_, or_, select, true
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Audience
from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, Organisation, Procurement, StageChange, User
from assurance.persistence.queries.bids import tenders_opened


def not_sealed(session: Session, procurement_id: int) -> ColumnElement[bool]:
    """Return the condition that leaves out of a procurement's trail what staff may not know yet.

    While the call is open, that is what the bidders' people do, but for their questions: who asks to take part is known
    once all requests are in. From the invitation to the opening it is everything they do, and every step of a bid:
    their number would tell how many tenders are in the box.
    """
    bidders = select(User.id).join(Organisation).where(Organisation.audience == Audience.SUPPLIER)
    by_bidder = func.coalesce(AuditEvent.actor_id, 0).in_(bidders)
    if session.get_one(Procurement, procurement_id).stage is Stage.CALL:
        called_at = _last_moved(session, procurement_id, "publish_call")
        since = true() if called_at is None else AuditEvent.at >= called_at
        return not_(and_(by_bidder, since, not_(AuditEvent.tag.startswith("question:"))))
    invited_at = _last_moved(session, procurement_id, "invite_final_tenders")
    if invited_at is None or tenders_opened(session, procurement_id):
        return true()
    step = and_(AuditEvent.at > invited_at, AuditEvent.tag == "bid:moved")
    return not_(or_(and_(AuditEvent.at >= invited_at, by_bidder), step))


def _last_moved(session: Session, procurement_id: int, trigger: str) -> datetime | None:
    return session.scalar(
        select(func.max(StageChange.at)).where(
            StageChange.procurement_id == procurement_id, StageChange.trigger == trigger
        )
    )
