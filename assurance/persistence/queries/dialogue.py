"""Dialogue sessions and down-selection, for pages and for moves."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, DownSelectDecision


def list_not_kept(session: Session, procurement_id: int) -> list[tuple[Bid, str]]:
    """List the participants that the down-selection does not keep, with the reason recorded for each."""
    rows = session.execute(
        select(Bid, DownSelectDecision.reason)
        .join(DownSelectDecision, DownSelectDecision.bid_id == Bid.id)
        .where(
            Bid.procurement_id == procurement_id,
            Bid.stage == BidStage.IN_DIALOGUE,
            DownSelectDecision.is_kept.is_(False),
        )
        .order_by(Bid.id)
    ).all()
    return [(bid, reason) for bid, reason in rows]
