"""Who has to mark what: the cells of the panel's work, without those from which a person is recused."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.stages import BidStage
from assurance.persistence.models import (
    Bid,
    ConflictDeclaration,
    CriterionAssignment,
    CriterionRow,
    Mark,
    Procurement,
    RoleAssignment,
    User,
)

EVALUATED_STAGES = (
    BidStage.COMPLIANT,
    BidStage.SCORED,
    BidStage.MODERATED,
    BidStage.RANKED,
    BidStage.PREFERRED,
    BidStage.RESERVE,
    BidStage.UNSUCCESSFUL,
    BidStage.CONFIRMED,
    BidStage.CONTRACTED,
    BidStage.LIVE,
)
"""Stages of a bid that the panel marks or has marked."""


@dataclass(frozen=True, slots=True)
class Cell:
    """One evaluator's duty: one question of one bid."""

    bid_id: int
    criterion_id: int
    evaluator_id: int


def list_evaluated_bids(session: Session, procurement_id: int) -> list[Bid]:
    """List the bids the panel marks, by the name of the bidder."""
    bids = session.scalars(
        select(Bid).where(Bid.procurement_id == procurement_id, Bid.stage.in_(EVALUATED_STAGES))
    ).all()
    return sorted(bids, key=lambda bid: (bid.organisation.name, bid.id))


def recused_pairs(session: Session, procurement_id: int) -> set[tuple[int, int]]:
    """Return (user, bid) pairs in which the person is recused, or has a conflict that nobody has cleared."""
    rows = session.execute(
        select(ConflictDeclaration.user_id, ConflictDeclaration.bid_id)
        .join(Bid, Bid.id == ConflictDeclaration.bid_id)
        .where(
            Bid.procurement_id == procurement_id,
            ConflictDeclaration.has_conflict,
            ConflictDeclaration.decision != "cleared",
        )
    ).all()
    return {(user_id, bid_id) for user_id, bid_id in rows}


def list_cells(session: Session, procurement_id: int) -> list[Cell]:
    """List every mark that is expected, recusals left out."""
    bids = list_evaluated_bids(session, procurement_id)
    duties = session.execute(
        select(CriterionAssignment.criterion_id, CriterionAssignment.user_id)
        .join(CriterionRow)
        .where(CriterionRow.procurement_id == procurement_id, CriterionRow.kind == Kind.SCORED.value)
        .order_by(CriterionRow.position, CriterionRow.id, CriterionAssignment.user_id)
    ).all()
    recused = recused_pairs(session, procurement_id)
    return [
        Cell(bid.id, criterion_id, user_id)
        for bid in bids
        for criterion_id, user_id in duties
        if (user_id, bid.id) not in recused
    ]


def list_declarers(session: Session, procurement: Procurement) -> list[User]:
    """List the people who must declare conflicts before they see a bid: evaluators with a duty, and moderators."""
    assigned = (
        select(CriterionAssignment.user_id).join(CriterionRow).where(CriterionRow.procurement_id == procurement.id)
    )
    moderators = select(RoleAssignment.user_id).where(
        RoleAssignment.procurement_id == procurement.id, RoleAssignment.role == Role.MODERATOR
    )
    return list(session.scalars(select(User).where(User.id.in_(assigned.union(moderators))).order_by(User.name)))


def find_assignment(session: Session, criterion_id: int, user_id: int) -> CriterionAssignment | None:
    """Return a person's duty to mark a criterion, or None."""
    return session.scalar(
        select(CriterionAssignment).where(
            CriterionAssignment.criterion_id == criterion_id, CriterionAssignment.user_id == user_id
        )
    )


def marked_pairs(session: Session, procurement_id: int) -> set[tuple[int, int]]:
    """Return (criterion, person) pairs for which a mark exists, so that the duty can no longer be taken away."""
    rows = session.execute(
        select(Mark.criterion_id, Mark.evaluator_id)
        .join(CriterionRow)
        .where(CriterionRow.procurement_id == procurement_id)
    )
    return {(criterion_id, user_id) for criterion_id, user_id in rows}


def list_undeclared(session: Session, procurement: Procurement) -> list[tuple[User, int]]:
    """List the people who still have to declare, and on how many of the bids that the panel marks."""
    bids = {bid.id for bid in list_evaluated_bids(session, procurement.id)}
    rows = session.execute(
        select(ConflictDeclaration.user_id, func.count())
        .where(ConflictDeclaration.bid_id.in_(bids))
        .group_by(ConflictDeclaration.user_id)
    )
    made = dict(rows.all())
    missing = [(user, len(bids) - made.get(user.id, 0)) for user in list_declarers(session, procurement)]
    return [(user, count) for user, count in missing if count > 0]
