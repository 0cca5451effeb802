"""Facts about dialogue and down-selection, and about the final tenders."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.case import DialogueFacts, TenderFacts
from assurance.domain.dialogue.competition import is_decided
from assurance.domain.stages import DIALOGUE_STAGES, BidStage
from assurance.domain.tenderbox.opening import TENDER
from assurance.persistence.models import (
    Bid,
    CriterionRow,
    DialogueSession,
    DownSelectDecision,
    DownSelectMark,
    OpeningAct,
    Procurement,
)
from assurance.persistence.queries.competition import list_decided
from assurance.persistence.queries.outgoing import list_unexplained
from assurance.persistence.queries.sealing import find_tender_key


def dialogue_facts(session: Session, procurement: Procurement) -> DialogueFacts:
    """Count participants, their agreed sessions of this round, and what is undecided between the rounds."""
    bids = session.scalars(
        select(Bid).where(Bid.procurement_id == procurement.id, Bid.stage == BidStage.IN_DIALOGUE).order_by(Bid.id)
    ).all()
    kept = _decisions(session, procurement)
    participants = [bid for bid in bids if kept.get(bid.id, True)]
    return DialogueFacts(
        participants=len(participants),
        without_agreed_session=_without_agreed_session(session, procurement, bids),
        down_select_undecided=sum(1 for bid in bids if bid.id not in kept)
        + _unmarked(session, procurement, [bid.id for bid in bids if bid.id in kept]),
        competition_decision=is_decided(len(participants), list_decided(session, procurement.id)),
        information_unequal=list_unexplained(session, procurement, bids),
    )


def tender_facts(session: Session, procurement: Procurement) -> TenderFacts:
    """Count final tenders, openers, and tenders not yet checked."""
    submitted = session.scalar(
        select(func.count()).select_from(Bid).where(Bid.procurement_id == procurement.id, Bid.submitted_at.is_not(None))
    )
    unchecked = session.scalar(
        select(func.count())
        .select_from(Bid)
        .where(Bid.procurement_id == procurement.id, Bid.stage.in_((BidStage.SUBMITTED, BidStage.OPENED)))
    )
    openers = session.scalar(
        select(func.count())
        .select_from(OpeningAct)
        .where(OpeningAct.procurement_id == procurement.id, OpeningAct.envelope == TENDER)
    )
    compliant = session.scalar(
        select(func.count())
        .select_from(Bid)
        .where(Bid.procurement_id == procurement.id, Bid.stage == BidStage.COMPLIANT)
    )
    return TenderFacts(
        tenders_due_at=procurement.tenders_due_at,
        submitted=submitted or 0,
        openers=openers or 0,
        compliance_undecided=unchecked or 0,
        compliant=compliant or 0,
        competition_decision=is_decided(compliant or 0, list_decided(session, procurement.id)),
        has_key=find_tender_key(session, procurement.id) is not None,
    )


def _decisions(session: Session, procurement: Procurement) -> dict[int, bool]:
    rows = session.execute(
        select(DownSelectDecision.bid_id, DownSelectDecision.is_kept)
        .join(Bid, Bid.id == DownSelectDecision.bid_id)
        .where(Bid.procurement_id == procurement.id)
    ).all()
    return {bid_id: is_kept for bid_id, is_kept in rows}


def _without_agreed_session(session: Session, procurement: Procurement, bids: Sequence[Bid]) -> tuple[str, ...]:
    round_number = DIALOGUE_STAGES.get(procurement.stage)
    if round_number is None:
        return ()
    agreed = set(
        session.scalars(
            select(DialogueSession.bid_id)
            .join(Bid, Bid.id == DialogueSession.bid_id)
            .where(
                Bid.procurement_id == procurement.id,
                DialogueSession.round == round_number,
                DialogueSession.authority_agreed_at.is_not(None),
                DialogueSession.supplier_agreed_at.is_not(None),
            )
        )
    )
    return tuple(bid.organisation.name for bid in bids if bid.id not in agreed)


def _unmarked(session: Session, procurement: Procurement, bid_ids: list[int]) -> int:
    criteria = session.scalar(
        select(func.count())
        .select_from(CriterionRow)
        .where(CriterionRow.procurement_id == procurement.id, CriterionRow.is_down_select)
    )
    marked = session.execute(
        select(DownSelectMark.bid_id, func.count())
        .where(DownSelectMark.bid_id.in_(bid_ids))
        .group_by(DownSelectMark.bid_id)
    ).all()
    counts = {bid_id: count for bid_id, count in marked}
    return sum(1 for bid_id in bid_ids if counts.get(bid_id, 0) < (criteria or 0))
