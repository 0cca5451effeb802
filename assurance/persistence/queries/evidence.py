"""Everything a pack prints as evidence: who marked what and why, what was agreed, decided and done; read only."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session, joinedload, selectinload
from sqlalchemy.sql.base import ExecutableOption

from assurance.domain.errors import NotFound
from assurance.persistence.models import (
    AuditEvent,
    Bid,
    Condition,
    ConflictDeclaration,
    Consensus,
    DownSelectDecision,
    DownSelectMark,
    EvaluationResult,
    GateLine,
    GateReview,
    Letter,
    Mark,
    OpeningAct,
    PassFail,
    Price,
    Recommendation,
    Representation,
    Subcontractor,
    User,
)
from assurance.persistence.sight import sees_everything


def result_id(bid: Bid) -> str:
    """Return the id of a bid in evaluation documents: its bidder's name in plain letters, which is unique."""
    return re.sub(r"[^a-z0-9]+", "-", bid.organisation.name.lower()).strip("-")


def get_result(session: Session, procurement_id: int) -> EvaluationResult:
    """Return the confirmed result, or raise `NotFound`."""
    found = find_result(session, procurement_id)
    if found is None:
        raise NotFound("The result of the evaluation is not confirmed yet")
    return found


def find_result(session: Session, procurement_id: int) -> EvaluationResult | None:
    """Return the confirmed result, or None."""
    return session.scalar(
        select(EvaluationResult).where(
            EvaluationResult.procurement_id == procurement_id, EvaluationResult.superseded_at.is_(None)
        )
    )


def list_marks(session: Session, procurement_id: int) -> list[Mark]:
    """List every locked individual mark, by bid, criterion and evaluator."""
    return list(
        session.scalars(
            select(Mark)
            .join(Bid, Bid.id == Mark.bid_id)
            .where(Bid.procurement_id == procurement_id, Mark.locked_at.is_not(None))
            .options(joinedload(Mark.evaluator))
            .order_by(Mark.bid_id, Mark.criterion_id, Mark.evaluator_id)
        )
    )


def list_agreed(session: Session, procurement_id: int) -> list[Consensus]:
    """List every agreed mark, retired ones before the one that replaced them."""
    return list(
        session.scalars(
            select(Consensus)
            .join(Bid, Bid.id == Consensus.bid_id)
            .where(Bid.procurement_id == procurement_id)
            .options(joinedload(Consensus.moderator), selectinload(Consensus.approvals))
            .order_by(Consensus.bid_id, Consensus.criterion_id, Consensus.id)
        )
    )


def list_declarations(session: Session, procurement_id: int) -> list[ConflictDeclaration]:
    """List every declaration of interest by person and bidder."""
    found = session.scalars(
        select(ConflictDeclaration)
        .join(Bid, Bid.id == ConflictDeclaration.bid_id)
        .where(Bid.procurement_id == procurement_id)
    ).all()
    return sorted(found, key=lambda each: (each.user.name, each.bid.organisation.name))


def list_openings(session: Session, procurement_id: int) -> list[OpeningAct]:
    """List who opened the final tenders, in the order they did."""
    return list(
        session.scalars(
            select(OpeningAct).where(OpeningAct.procurement_id == procurement_id).order_by(OpeningAct.at, OpeningAct.id)
        )
    )


def list_prices(session: Session, procurement_id: int) -> list[Price]:
    """List every price offered."""
    return list(session.scalars(select(Price).join(Bid).where(Bid.procurement_id == procurement_id).order_by(Price.id)))


def list_pass_fail(session: Session, procurement_id: int) -> list[PassFail]:
    """List every decision on a pass or fail criterion."""
    return list(
        session.scalars(select(PassFail).join(Bid).where(Bid.procurement_id == procurement_id).order_by(PassFail.id))
    )


def list_subcontractors(session: Session, procurement_id: int) -> list[Subcontractor]:
    """List every subcontractor named in a bid."""
    found = session.scalars(select(Subcontractor).join(Bid).where(Bid.procurement_id == procurement_id))
    return sorted(found, key=lambda each: (each.bid_id, each.name))


def list_down_select_marks(session: Session, procurement_id: int) -> list[DownSelectMark]:
    """List the marks of the down-selection between the rounds of dialogue."""
    return list(
        session.scalars(
            select(DownSelectMark)
            .join(Bid)
            .where(Bid.procurement_id == procurement_id)
            .order_by(DownSelectMark.bid_id, DownSelectMark.criterion_id)
        )
    )


def list_down_select_decisions(session: Session, procurement_id: int) -> list[DownSelectDecision]:
    """List who was kept in the dialogue and who was not, with reasons."""
    return list(
        session.scalars(
            select(DownSelectDecision)
            .join(Bid)
            .where(Bid.procurement_id == procurement_id)
            .order_by(DownSelectDecision.bid_id)
        )
    )


def list_reviews(session: Session, procurement_id: int) -> list[GateReview]:
    """List every sitting at every gate, in the order they were opened, with lines, conditions and signatures."""
    return list(
        session.scalars(
            select(GateReview)
            .where(GateReview.procurement_id == procurement_id)
            .options(*_review_parts())
            .order_by(GateReview.opened_at, GateReview.id)
        )
    )


def get_review(session: Session, procurement_id: int, gate_code: str) -> GateReview:
    """Return the last sitting at a gate, or raise `NotFound`."""
    found = session.scalar(
        select(GateReview)
        .where(GateReview.procurement_id == procurement_id, GateReview.gate_code == gate_code)
        .options(*_review_parts())
        .order_by(GateReview.sitting.desc())
        .limit(1)
    )
    if found is None:
        raise NotFound("There has been no review at this gate")
    return found


def list_open_conditions(session: Session, procurement_id: int) -> list[Condition]:
    """List the conditions nobody has met yet, the soonest due first."""
    return list(
        session.scalars(
            select(Condition)
            .where(Condition.procurement_id == procurement_id, Condition.met_at.is_(None))
            .order_by(Condition.due_on, Condition.reference)
        )
    )


def list_recommendations(session: Session, procurement_id: int) -> list[Recommendation]:
    """List the recommendations made, refused ones included, first to last."""
    return list(
        session.scalars(
            select(Recommendation)
            .where(Recommendation.procurement_id == procurement_id)
            .options(joinedload(Recommendation.author), joinedload(Recommendation.decided_by))
            .order_by(Recommendation.id)
        )
    )


def list_representations(session: Session, procurement_id: int) -> list[Representation]:
    """List the representations received, first to last."""
    return list(
        session.scalars(
            select(Representation)
            .join(Bid)
            .where(Bid.procurement_id == procurement_id)
            .order_by(Representation.received_at)
        )
    )


def get_letter(session: Session, procurement_id: int, bid_public_id: str) -> Letter:
    """Return the outcome letter to a bidder, or raise `NotFound`."""
    found = session.scalar(
        select(Letter)
        .join(Bid, Bid.id == Letter.bid_id)
        .where(
            Bid.procurement_id == procurement_id,
            Bid.public_id == bid_public_id,
            Letter.kind == "outcome",
            Letter.superseded_at.is_(None),
        )
    )
    if found is None:
        raise NotFound("There is no outcome letter to this bidder yet")
    return found


@sees_everything  # the point of the trail at which something was printed
def find_last_event(session: Session, procurement_id: int, until: datetime | None = None) -> AuditEvent | None:
    """Return the last entry about a procurement, at an instant or now; its packs do not count.

    So asking for a pack changes nothing that the pack prints.
    """
    query = select(AuditEvent).where(AuditEvent.procurement_id == procurement_id, AuditEvent.tag.not_like("pack:%"))
    if until is not None:
        query = query.where(AuditEvent.at <= until)
    return session.scalar(query.order_by(AuditEvent.seq.desc()).limit(1))


def names_of(session: Session, user_ids: Sequence[int | None]) -> dict[int, str]:
    """Return the names of people by their ids."""
    wanted = {user_id for user_id in user_ids if user_id is not None}
    rows = session.execute(select(User.id, User.name).where(User.id.in_(wanted))).all()
    return {user_id: name for user_id, name in rows}


def _review_parts() -> tuple[ExecutableOption, ...]:
    return (
        selectinload(GateReview.lines).joinedload(GateLine.rated_by),
        selectinload(GateReview.conditions).joinedload(Condition.met_by),
        selectinload(GateReview.signatures),
        selectinload(GateReview.findings),
        joinedload(GateReview.concluded_by),
    )
