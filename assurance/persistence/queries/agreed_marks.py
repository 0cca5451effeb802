"""Agreed marks that stand, as others need them: which there are, whose marks they rest on, who approved them."""

from __future__ import annotations

from sqlalchemy import and_, select
from sqlalchemy.orm import Session

from assurance.persistence.models import Bid, Consensus, ConsensusApproval, Mark


def list_agreed_keys(session: Session, procurement_id: int) -> set[tuple[int, int]]:
    """Return bid and criterion of each agreed mark that stands; never what it is."""
    rows = session.execute(
        select(Consensus.bid_id, Consensus.criterion_id)
        .join(Bid, Bid.id == Consensus.bid_id)
        .where(Bid.procurement_id == procurement_id, Consensus.superseded_at.is_(None))
    )
    return {(bid_id, criterion_id) for bid_id, criterion_id in rows}


def list_resting_on(session: Session, bid_id: int, user_id: int) -> list[Consensus]:
    """List the agreed marks of a bid that stand and for which this person's own locked mark counted."""
    return list(
        session.scalars(
            select(Consensus)
            .join(Mark, and_(Mark.bid_id == Consensus.bid_id, Mark.criterion_id == Consensus.criterion_id))
            .where(
                Consensus.bid_id == bid_id,
                Consensus.superseded_at.is_(None),
                Mark.evaluator_id == user_id,
                Mark.locked_at.is_not(None),
            )
            .order_by(Consensus.id)
        )
    )


def list_approvals_given(
    session: Session, procurement_id: int
) -> tuple[dict[tuple[int, int], int], set[tuple[int, int]]]:
    """Return the agreed marks that stand by bid and criterion, and (record, person) of each approval of them."""
    rows = session.execute(
        select(Consensus.id, Consensus.bid_id, Consensus.criterion_id)
        .join(Bid, Bid.id == Consensus.bid_id)
        .where(Bid.procurement_id == procurement_id, Consensus.superseded_at.is_(None))
    )
    records = {(bid_id, criterion_id): record for record, bid_id, criterion_id in rows}
    given = session.execute(
        select(ConsensusApproval.consensus_id, ConsensusApproval.user_id).where(
            ConsensusApproval.consensus_id.in_(records.values())
        )
    )
    return records, {(record, user_id) for record, user_id in given}
