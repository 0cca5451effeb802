"""Letters to bidders: prepared from the moderated record, issued together, never edited afterwards."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.persistence.models import Bid, Letter, Procurement
from assurance.services import audit


def issue_all(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> None:
    """Issue every prepared outcome letter at the same instant."""
    letters = session.scalars(
        select(Letter)
        .join(Bid, Bid.id == Letter.bid_id)
        .where(Bid.procurement_id == procurement.id, Letter.kind == "outcome", Letter.issued_at.is_(None))
    ).all()
    for letter in letters:
        letter.issued_at = now
        audit.record(
            session, tag="letter:issued", actor=actor, now=now, procurement=procurement, subject=letter.bid.public_id
        )


def issue_abandonment(session: Session, *, procurement: Procurement, actor: Actor, now: datetime, reason: str) -> None:
    """Tell every bidder still taking part that the procurement is abandoned, and why."""
