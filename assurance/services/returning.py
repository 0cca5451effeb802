"""Going back to an earlier step: what was decided since is superseded and kept, never deleted, and everybody is told.

Under the Provider Selection Regime this is one of three further decisions on a representation (regulation 12(4)(d));
any regime allows it before a contract is entered into, within what was published.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.stages import ENDED_BID_STAGES, BidStage
from assurance.persistence.models import EvaluationResult, Procurement, Recommendation
from assurance.persistence.queries.awards import list_bids_at, list_letters
from assurance.persistence.queries.evaluation import find_result
from assurance.persistence.queries.evidence import result_id
from assurance.services import audit, stages, telling

TOLD = frozenset(BidStage) - ENDED_BID_STAGES - {BidStage.DRAFT_REQUEST}
"""Bids whose bidder still takes part and is told that a step is taken again."""

_CHOSEN = (BidStage.PREFERRED, BidStage.RESERVE, BidStage.UNSUCCESSFUL, BidStage.CONFIRMED)
_JUDGED = (BidStage.MODERATED, BidStage.RANKED, *_CHOSEN)


def moderate_again(session: Session, procurement: Procurement, actor: Actor, now: datetime, reason: str) -> None:
    """Take every judged bid back to moderation; result, recommendation and letters no longer stand."""
    for bid in list_bids_at(session, procurement.id, *_JUDGED):
        stages.move_bid(session, bid=bid, trigger="moderate_again", actor=actor, now=now, reason=reason)
    _supersede_outcome(session, procurement, actor, now)
    session.execute(
        update(EvaluationResult)
        .where(EvaluationResult.procurement_id == procurement.id, EvaluationResult.superseded_at.is_(None))
        .values(superseded_at=now)
    )
    _tell(session, procurement, now, reason, step="moderation")


def recommend_again(session: Session, procurement: Procurement, actor: Actor, now: datetime, reason: str) -> None:
    """Take every ranked bid that is still in back to its place in the ranking; the confirmed result stands."""
    result = find_result(session, procurement.id)
    ranked = {entry["id"] for entry in result.result["bids"] if entry["rank"] is not None} if result else set()
    for bid in list_bids_at(session, procurement.id, *_CHOSEN):
        if result_id(bid) in ranked:
            stages.move_bid(session, bid=bid, trigger="recommend_again", actor=actor, now=now, reason=reason)
    _supersede_outcome(session, procurement, actor, now)
    _tell(session, procurement, now, reason, step="the recommendation")


def talk_again(session: Session, procurement: Procurement, actor: Actor, now: datetime, reason: str) -> None:
    """Tell everybody still in dialogue that it is open again."""
    _tell(session, procurement, now, reason, step="the dialogue")


def _supersede_outcome(session: Session, procurement: Procurement, actor: Actor, now: datetime) -> None:
    session.execute(
        update(Recommendation)
        .where(Recommendation.procurement_id == procurement.id, Recommendation.superseded_at.is_(None))
        .values(superseded_at=now)
    )
    for letter in list_letters(session, procurement.id):
        if letter.issued_at is None:
            session.delete(letter)  # it was never sent: a draft of what is no longer to be said
        else:
            letter.superseded_at = now
            audit.record(
                session, tag="letter:superseded", actor=actor, now=now, procurement=procurement,
                subject=letter.bid.public_id, kind=letter.content["kind"],
            )  # fmt: skip
    procurement.intention_published_on = procurement.standstill_extended_to = None
    procurement.next_due_at = stages.next_due(procurement)


def _tell(session: Session, procurement: Procurement, now: datetime, reason: str, *, step: str) -> None:
    """Tell the bidders still in; each return is a telling of its own, however often a step is taken again."""
    told = [bid.organisation_id for bid in list_bids_at(session, procurement.id, *TOLD)]
    telling.tell(
        session, kind="returned", subject=f"{procurement.reference}:{now.isoformat()}", now=now,
        title=f"{procurement.title} goes back to {step}", text=reason.strip(), endpoint="supplier.bids.show",
        procurement=procurement, organisations=told,
    )  # fmt: skip
