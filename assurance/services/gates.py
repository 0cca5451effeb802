"""Gate reviews: opening a sitting, rating lines, conditions, signatures and the verdict."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.persistence.models import GateReview, Procurement
from assurance.services import audit


def open_review(
    session: Session, *, procurement: Procurement, gate_code: str, actor: Actor, now: datetime
) -> GateReview:
    """Open a sitting at a gate; the lines of enquiry are copied from the catalogue as it is today."""
    held = session.scalar(
        select(func.count())
        .select_from(GateReview)
        .where(GateReview.procurement_id == procurement.id, GateReview.gate_code == gate_code)
    )
    review = GateReview(procurement_id=procurement.id, gate_code=gate_code, sitting=(held or 0) + 1, opened_at=now)
    session.add(review)
    audit.record(session, tag="gate:opened", actor=actor, now=now, procurement=procurement, subject=gate_code)
    return review
