"""Facts about scoring and moderation. The ranking itself is computed by a service."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.case import EvaluationFacts
from assurance.domain.evaluation.criteria import Kind
from assurance.persistence.models import (
    Bid,
    ConflictDeclaration,
    Consensus,
    ConsensusApproval,
    CriterionAssignment,
    CriterionRow,
    EvaluationResult,
    Mark,
    Procurement,
)
from assurance.persistence.queries.invitations import accepted_ids
from assurance.persistence.queries.panel import (
    Cell,
    list_cells,
    list_evaluated_bids,
    list_unaccepted,
    list_undeclared,
)


def evaluation_facts(session: Session, procurement: Procurement) -> EvaluationFacts:
    """Count declarations, marks, agreed marks and approvals against what is expected."""
    bids = list_evaluated_bids(session, procurement.id)
    cells = list_cells(session, procurement.id, bids=bids)
    questions = _questions(session, procurement)
    agreed = _current_consensus(session, bids)
    return EvaluationFacts(
        criteria_short_of_evaluators=_short(session, procurement, questions),
        panel_unaccepted=tuple(user.name for user in list_unaccepted(session, procurement.id)),
        conflicts_undeclared=tuple(user.name for user, _ in list_undeclared(session, procurement, bids)),
        conflicts_undecided=_undecided(session, bids),
        marks_expected=len(cells),
        marks_locked=len(_locked(session, procurement) & set(cells)),
        consensus_expected=len(questions) * len(bids),
        consensus_recorded=len(agreed),
        approvals_missing=_approvals_missing(session, agreed, cells),
        result_confirmed=session.scalar(
            select(EvaluationResult.id).where(
                EvaluationResult.procurement_id == procurement.id, EvaluationResult.superseded_at.is_(None)
            )
        )
        is not None,
    )


def _questions(session: Session, procurement: Procurement) -> dict[int, str]:
    rows = session.execute(
        select(CriterionRow.id, CriterionRow.title).where(
            CriterionRow.procurement_id == procurement.id, CriterionRow.kind == Kind.SCORED.value
        )
    ).all()
    return {criterion_id: title for criterion_id, title in rows}


def _short(session: Session, procurement: Procurement, questions: dict[int, str]) -> tuple[str, ...]:
    accepted = accepted_ids(session, procurement.id)
    held: dict[int, int] = {
        criterion_id: count
        for criterion_id, count in session.execute(
            select(CriterionAssignment.criterion_id, func.count())
            .where(CriterionAssignment.criterion_id.in_(questions), CriterionAssignment.user_id.in_(accepted))
            .group_by(CriterionAssignment.criterion_id)
        )
    }
    return tuple(title for criterion_id, title in questions.items() if held.get(criterion_id, 0) < 2)


def _undecided(session: Session, bids: list[Bid]) -> int:
    """Count conflicts about bids still evaluated: about one that has left there is nothing to decide any more."""
    return (
        session.scalar(
            select(func.count())
            .select_from(ConflictDeclaration)
            .where(
                ConflictDeclaration.bid_id.in_([bid.id for bid in bids]),
                ConflictDeclaration.has_conflict,
                ConflictDeclaration.decision == "",
            )
        )
        or 0
    )


def _locked(session: Session, procurement: Procurement) -> set[Cell]:
    rows = session.execute(
        select(Mark.bid_id, Mark.criterion_id, Mark.evaluator_id)
        .join(Bid, Bid.id == Mark.bid_id)
        .where(Bid.procurement_id == procurement.id, Mark.locked_at.is_not(None))
    ).all()
    return {Cell(*row) for row in rows}


def _current_consensus(session: Session, bids: list[Bid]) -> dict[int, tuple[int, int]]:
    """Return the agreed marks of bids still evaluated: those of one that has left must not stand in for another's."""
    rows = session.execute(
        select(Consensus.id, Consensus.bid_id, Consensus.criterion_id).where(
            Consensus.bid_id.in_([bid.id for bid in bids]), Consensus.superseded_at.is_(None)
        )
    ).all()
    return {consensus_id: (bid_id, criterion_id) for consensus_id, bid_id, criterion_id in rows}


def _approvals_missing(session: Session, agreed: dict[int, tuple[int, int]], cells: list[Cell]) -> int:
    rows = session.execute(
        select(ConsensusApproval.consensus_id, ConsensusApproval.user_id).where(
            ConsensusApproval.consensus_id.in_(agreed)
        )
    ).all()
    given = {Cell(*agreed[consensus_id], user_id) for consensus_id, user_id in rows}
    held = set(agreed.values())
    return len({cell for cell in cells if cell[:2] in held} - given)
