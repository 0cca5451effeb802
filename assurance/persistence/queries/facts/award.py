"""Facts about gates, award and contract."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.award.returns import holds_open
from assurance.domain.case import AwardFacts, ContractFacts, GateFacts
from assurance.domain.deadlines import LONDON
from assurance.domain.gates.catalogue import get_gate
from assurance.domain.stages import BidStage
from assurance.persistence.models import (
    Bid,
    Claim,
    Condition,
    Contract,
    ContractSignature,
    GateReview,
    Letter,
    Procurement,
    Recommendation,
    Representation,
)
from assurance.persistence.queries.procurements import find_last_return

LETTER_STAGES = (
    BidStage.ELIMINATED,
    BidStage.NOT_SUBMITTED,
    BidStage.NON_COMPLIANT,
    BidStage.REJECTED,
    BidStage.UNSUCCESSFUL,
    BidStage.RESERVE,
    BidStage.PREFERRED,
)
"""Bids whose bidder is told the outcome in a letter: everyone who was in dialogue and did not withdraw."""

CONFIRMED_STAGES = (BidStage.CONFIRMED, BidStage.CONTRACTED, BidStage.LIVE)
"""Stages of the bid whose award is confirmed."""

CHOSEN_STAGES = (BidStage.PREFERRED, *CONFIRMED_STAGES)
"""Stages of the one bid that is to be, or is, awarded the contract."""

_PARTIES = {"authority": "the authority", "lead_provider": "the lead provider"}


def gate_facts(session: Session, procurement: Procurement, now: datetime) -> GateFacts:
    """Return the verdict of each gate's last sitting and the conditions still open."""
    reviews = session.scalars(
        select(GateReview).where(GateReview.procurement_id == procurement.id).order_by(GateReview.sitting)
    ).all()
    last = {review.gate_code: review.verdict for review in reviews}
    open_conditions = session.scalars(
        select(Condition)
        .where(Condition.procurement_id == procurement.id, Condition.met_at.is_(None))
        .order_by(Condition.reference)
    ).all()
    today = now.astimezone(LONDON).date()
    return GateFacts(
        verdicts={code: verdict for code, verdict in last.items() if verdict is not None},
        blocking_contract=tuple(c.reference for c in open_conditions if c.blocks == "contract_signature"),
        blocking_service_start=tuple(c.reference for c in open_conditions if c.blocks == "service_start"),
        overdue=tuple(c.reference for c in open_conditions if c.due_on < today),
        reopened=tuple(
            get_gate(code).label
            for code, verdict in last.items()
            if verdict is None and sum(1 for review in reviews if review.gate_code == code) > 1
        ),
    )


def award_facts(session: Session, procurement: Procurement) -> AwardFacts:
    """Return how far recommendation, letters and representations are."""
    decisions = session.scalars(
        select(Recommendation.decision)
        .where(Recommendation.procurement_id == procurement.id, Recommendation.superseded_at.is_(None))
        .order_by(Recommendation.id.desc())
    ).all()
    outstanding, last_decision = _representations(session, procurement)
    missing, unissued = _letters(session, procurement)
    return AwardFacts(
        recommendation_written=bool(decisions),
        recommendation_approved="approved" in decisions,
        recommendation_refused=bool(decisions) and decisions[0] == "refused",
        letters_missing=missing,
        letters_unissued=unissued,
        standstill=procurement.standstill,
        claims_suspending=_claims(session, procurement),
        representations_outstanding=outstanding,
        last_further_decision_on=last_decision.astimezone(LONDON).date() if last_decision else None,
        preferred_stands=session.scalar(
            select(Bid.id).where(Bid.procurement_id == procurement.id, Bid.stage.in_(CHOSEN_STAGES)).limit(1)
        )
        is not None,
    )


def contract_facts(session: Session, procurement: Procurement) -> ContractFacts:
    """Return whether the contract is drawn up and who has signed.

    One that was drawn up with a bidder whose award was taken back counts no more: it is drawn up anew.
    """
    contract = session.scalar(select(Contract).where(Contract.procurement_id == procurement.id))
    if contract is None:
        return ContractFacts()
    signed = set(session.scalars(select(ContractSignature.party).where(ContractSignature.contract_id == contract.id)))
    return ContractFacts(
        drawn_up=contract.bid.stage in CONFIRMED_STAGES,
        signatures_missing=tuple(label for party, label in _PARTIES.items() if party not in signed),
        starts_on=contract.starts_on,
    )


def _letters(session: Session, procurement: Procurement) -> tuple[tuple[str, ...], int]:
    bids = session.scalars(select(Bid).where(Bid.procurement_id == procurement.id, Bid.stage.in_(LETTER_STAGES))).all()
    letters = session.execute(
        select(Letter.bid_id, Letter.issued_at)
        .join(Bid, Bid.id == Letter.bid_id)
        .where(Bid.procurement_id == procurement.id, Letter.kind == "outcome", Letter.superseded_at.is_(None))
    ).all()
    have = {bid_id: issued_at for bid_id, issued_at in letters}
    missing = tuple(sorted(bid.organisation.name for bid in bids if bid.id not in have))
    if not bids:
        missing = ("all bidders",)
    return missing, sum(1 for issued_at in have.values() if issued_at is None)


def _claims(session: Session, procurement: Procurement) -> int:
    suspending = select(func.count()).where(
        Claim.procurement_id == procurement.id, Claim.suspends.is_(True), Claim.ended_at.is_(None)
    )
    return session.scalar(suspending) or 0


def _representations(session: Session, procurement: Procurement) -> tuple[int, datetime | None]:
    rows = session.execute(
        select(Representation.decision, Representation.decided_at)
        .join(Bid, Bid.id == Representation.bid_id)
        .where(Bid.procurement_id == procurement.id, Representation.in_time.is_(True))
    ).all()
    returned_at = find_last_return(session, procurement.id) if rows else None
    outstanding = sum(1 for decision, decided_at in rows if holds_open(decision, decided_at, returned_at))
    decided = [decided_at for _, decided_at in rows if decided_at is not None]
    return outstanding, max(decided, default=None)
