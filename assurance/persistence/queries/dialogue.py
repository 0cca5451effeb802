"""Dialogue sessions and down-selection, for pages and for moves."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.domain.evaluation import down_select
from assurance.domain.evaluation.criteria import CriteriaTree
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, CriterionRow, DialogueSession, DownSelectDecision, DownSelectMark
from assurance.persistence.queries.criteria import get_tree, list_criteria


@dataclass(frozen=True, slots=True)
class Participant:
    """A participant in the down-selection: its marks by criterion, its standing, and the decision if there is one."""

    bid: Bid
    marks: dict[str, DownSelectMark]
    unmarked: tuple[str, ...]
    standing: Fraction
    decision: DownSelectDecision | None


def list_sessions(session: Session, procurement_id: int) -> list[DialogueSession]:
    """List every session of a procurement, earliest first."""
    return list(
        session.scalars(
            select(DialogueSession)
            .join(Bid, Bid.id == DialogueSession.bid_id)
            .where(Bid.procurement_id == procurement_id)
            .order_by(DialogueSession.round, DialogueSession.held_at, DialogueSession.id)
        )
    )


def list_sessions_of_bid(session: Session, bid_id: int) -> list[DialogueSession]:
    """List the sessions with one participant, earliest first."""
    query = select(DialogueSession).where(DialogueSession.bid_id == bid_id)
    return list(session.scalars(query.order_by(DialogueSession.held_at, DialogueSession.id)))


def get_session(session: Session, procurement_id: int, public_id: str) -> DialogueSession:
    """Return a session of a procurement by its public id."""
    found = session.scalar(
        select(DialogueSession)
        .join(Bid, Bid.id == DialogueSession.bid_id)
        .where(Bid.procurement_id == procurement_id, DialogueSession.public_id == public_id)
    )
    if found is None:
        raise NotFound("There is no such session, or it is not yours to see")
    return found


def list_down_select_criteria(session: Session, procurement_id: int) -> list[CriterionRow]:
    """List the criteria published for the down-selection, in the order of the tree."""
    return [row for row in list_criteria(session, procurement_id) if row.is_down_select]


def list_participants(session: Session, procurement_id: int) -> list[Participant]:
    """List who was in dialogue when the participants were assessed, by the name of the bidder."""
    criteria = list_down_select_criteria(session, procurement_id)
    tree = get_tree(session, procurement_id)
    decisions = _decisions(session, procurement_id)
    bids = session.scalars(select(Bid).where(Bid.procurement_id == procurement_id)).all()
    taking_part = [bid for bid in bids if bid.stage is BidStage.IN_DIALOGUE or bid.id in decisions]
    return [
        _participant(session, bid, criteria, tree, decisions.get(bid.id))
        for bid in sorted(taking_part, key=lambda bid: (bid.organisation.name, bid.id))
    ]


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


def _decisions(session: Session, procurement_id: int) -> dict[int, DownSelectDecision]:
    rows = session.scalars(
        select(DownSelectDecision)
        .join(Bid, Bid.id == DownSelectDecision.bid_id)
        .where(Bid.procurement_id == procurement_id)
    )
    return {row.bid_id: row for row in rows}


def _participant(
    session: Session,
    bid: Bid,
    criteria: list[CriterionRow],
    tree: CriteriaTree,
    decision: DownSelectDecision | None,
) -> Participant:
    found = session.scalars(select(DownSelectMark).where(DownSelectMark.bid_id == bid.id))
    by_criterion = {row.criterion_id: row for row in found}
    marks = {row.code: by_criterion[row.id] for row in criteria if row.id in by_criterion}
    figures = {
        code: down_select.DownSelectMark(row.mark, row.scale_top, tree.global_weight(code))
        for code, row in marks.items()
    }
    unmarked = tuple(row.title for row in criteria if row.code not in marks)
    return Participant(bid, marks, unmarked, down_select.standing(figures), decision)
