"""Who is entitled to what is published during a procurement, and who is told of it."""

from __future__ import annotations

from datetime import UTC, datetime

from sqlalchemy import func, or_, select, union
from sqlalchemy.orm import Session

from assurance.domain.clarifications.questions import CIRCLES, TAKES_PART, Circle
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, BidStageChange, Clarification, Interest, Procurement

LEFT = (BidStage.ELIMINATED, BidStage.WITHDRAWN, BidStage.EXCLUDED)
"""Stages in which a participant is out and knows it: nothing published afterwards is for it."""


def list_told(session: Session, procurement: Procurement) -> list[int]:
    """List the organisations that are told what is published now, in the order of their registration.

    While the call is open everybody registered may read it, and those are told who have shown that they follow it:
    by saying so, by starting a request or by a question. Later it is the participants, and nobody else.
    """
    if CIRCLES.get(procurement.stage) is Circle.PARTICIPANTS:
        query = select(Bid.organisation_id).where(Bid.procurement_id == procurement.id, Bid.stage.in_(TAKES_PART))
        return sorted(session.scalars(query))
    follow = union(
        select(Interest.organisation_id).where(
            Interest.procurement_id == procurement.id, Interest.withdrawn_at.is_(None)
        ),
        select(Bid.organisation_id).where(
            Bid.procurement_id == procurement.id, Bid.stage.in_((BidStage.DRAFT_REQUEST, BidStage.REQUESTED))
        ),
        select(Clarification.organisation_id).where(Clarification.procurement_id == procurement.id),
    )
    return sorted(session.scalars(follow))


def takes_part(session: Session, procurement_id: int, organisation_id: int) -> bool:
    """Say whether an organisation is one of the participants now."""
    query = select(Bid.id).where(
        Bid.procurement_id == procurement_id, Bid.organisation_id == organisation_id, Bid.stage.in_(TAKES_PART)
    )
    return session.scalar(query) is not None


def reads_until(session: Session, procurement_id: int, organisation_id: int) -> datetime | None:
    """Return until when what went to participants is for this organisation too; None when it never took part.

    A participant that was eliminated or has left keeps what it was sent and gets nothing more.
    """
    row = session.execute(
        select(Bid.id, Bid.stage).where(Bid.procurement_id == procurement_id, Bid.organisation_id == organisation_id)
    ).first()
    if row is None:
        return None
    steps = select(BidStageChange).where(BidStageChange.bid_id == row.id)
    took_part = session.scalar(
        steps.where(or_(BidStageChange.from_stage.in_(TAKES_PART), BidStageChange.to_stage.in_(TAKES_PART))).limit(1)
    )
    if took_part is None and row.stage not in TAKES_PART:
        return None
    if row.stage not in LEFT:
        return datetime.max.replace(tzinfo=UTC)
    return session.scalar(select(func.max(BidStageChange.at)).where(BidStageChange.bid_id == row.id))
