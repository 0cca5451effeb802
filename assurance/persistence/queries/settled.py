"""How much of what a pack prints is settled: it only ever grows, so that it tells an older state from a newer."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.persistence.models import Bid, Consensus, ConsensusApproval, EvaluationResult, GateReview
from assurance.persistence.queries import evidence
from assurance.persistence.queries.panel import list_cells


def count_settled(session: Session, procurement_id: int) -> int:
    """Count approvals of agreed marks, sittings of gates with their verdict, and results that were confirmed."""
    session.flush()
    approvals = (
        select(func.count(ConsensusApproval.id))
        .join(Consensus, Consensus.id == ConsensusApproval.consensus_id)
        .join(Bid, Bid.id == Consensus.bid_id)
        .where(Bid.procurement_id == procurement_id)
    )
    verdicts = select(func.count(GateReview.id)).where(
        GateReview.procurement_id == procurement_id, GateReview.verdict.is_not(None)
    )
    results = select(func.count(EvaluationResult.id)).where(EvaluationResult.procurement_id == procurement_id)
    return sum(session.scalar(each) or 0 for each in (approvals, verdicts, results))


def list_approved(session: Session, procurement_id: int) -> set[tuple[int, int]]:
    """List bid and criterion of every agreed mark that stands and that everybody who marked it has approved."""
    members: dict[tuple[int, int], set[int]] = {}
    for cell in list_cells(session, procurement_id):
        members.setdefault((cell.bid_id, cell.criterion_id), set()).add(cell.evaluator_id)
    return {
        (agreed.bid_id, agreed.criterion_id)
        for agreed in evidence.list_agreed(session, procurement_id)
        if agreed.superseded_at is None
        and members.get((agreed.bid_id, agreed.criterion_id), set()) <= {each.user_id for each in agreed.approvals}
    }
