"""The recommendation: written from the confirmed ranking by one person and decided by another (four eyes).

It cannot depart from the ranking: the preferred bid is the one ranked first, the reserve the next.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid, Procurement, Recommendation
from assurance.persistence.queries.awards import find_standing_recommendation, list_bids_at
from assurance.services import audit, lots, results, stages
from assurance.services.permission import demand


def recommend(
    session: Session,
    *,
    procurement: Procurement,
    preferred: Bid,
    reserve: Bid | None,
    text: str,
    actor: Actor,
    now: datetime,
) -> Recommendation:
    """Recommend the bid ranked first, and the next one as reserve or nobody, with the reasons in words.

    Whom the published limit on lots passes over is as if not ranked. Raises `Conflict` while the ranking of another
    lot is not confirmed.
    """
    demand(actor, Permission.RECOMMENDATION_WRITE, procurement, act="write the recommendation")
    stages.require(procurement, Stage.RECOMMENDATION, act="Write the recommendation")
    if find_standing_recommendation(session, procurement.id) is not None:
        raise Conflict("A recommendation is already written. It is decided before another can follow")
    _check_order(session, procurement, preferred, reserve)
    if not text.strip():
        raise InvalidInput("text", "Say why this bid should be awarded the contract")
    recommendation = Recommendation(
        procurement_id=procurement.id, preferred_bid_id=preferred.id, reserve_bid_id=reserve.id if reserve else None,
        text=text.strip(), author_id=actor.user_id, written_at=now,
    )  # fmt: skip
    session.add(recommendation)
    session.flush()  # of two written at once the second fails here
    audit.record(
        session, tag="recommendation:written", actor=actor, now=now, procurement=procurement,
        subject=preferred.public_id, preferred=preferred.organisation.name,
        reserve=reserve.organisation.name if reserve else None, text=recommendation.text,
    )  # fmt: skip
    return recommendation


def decide(
    session: Session, *, recommendation: Recommendation, approve: bool, reason: str, actor: Actor, now: datetime
) -> Recommendation:
    """Approve or refuse a recommendation written by someone else.

    Approval moves the bids: preferred, reserve, and every other ranked bid unsuccessful. After a refusal a new one
    is written.
    """
    procurement = session.get_one(Procurement, recommendation.procurement_id)
    demand(actor, Permission.RECOMMENDATION_APPROVE, procurement, act="decide on the recommendation")
    if recommendation.author_id == actor.user_id:
        raise NotPermitted("You wrote this recommendation; someone else decides on it")
    stages.require(procurement, Stage.RECOMMENDATION, act="Decide on the recommendation")
    session.refresh(recommendation, with_for_update={"of": Recommendation})
    if recommendation.decision:
        raise Conflict(f"This recommendation is already {recommendation.decision}")
    if approve and recommendation.preferred_bid.stage is not BidStage.RANKED:
        raise Conflict("The bid it prefers no longer takes part. Refuse it, so that a new one is written")
    if not approve and not reason.strip():
        raise InvalidInput("reason", "Say why the recommendation is refused, so that a better one can be written")
    recommendation.decision = "approved" if approve else "refused"
    recommendation.decision_reason = reason.strip()
    recommendation.decided_by_id, recommendation.decided_at = actor.user_id, now
    audit.record(
        session, tag=f"recommendation:{recommendation.decision}", actor=actor, now=now, procurement=procurement,
        subject=recommendation.preferred_bid.public_id, reason=recommendation.decision_reason,
    )  # fmt: skip
    if approve:
        _settle_bids(session, procurement, recommendation, actor, now)
    return recommendation


def _check_order(session: Session, procurement: Procurement, preferred: Bid, reserve: Bid | None) -> None:
    passed = lots.passed_over(session, procurement)
    ranks = {
        bid.id: entry["rank"]
        for bid, entry in results.ranked_bids(session, procurement)
        if bid.stage is BidStage.RANKED and bid.organisation_id not in passed
    }
    if not ranks:
        raise InvalidInput("preferred", "No ranked bid still takes part")
    if ranks.get(preferred.id) != min(ranks.values()):
        raise InvalidInput("preferred", "The preferred bid must be the one ranked first")
    if reserve is None:
        return
    others = {bid_id: rank for bid_id, rank in ranks.items() if bid_id != preferred.id}
    if ranks.get(reserve.id) is None or ranks[reserve.id] != min(others.values(), default=None):
        raise InvalidInput("reserve", "The reserve must be the bid ranked next")


def _settle_bids(
    session: Session, procurement: Procurement, recommendation: Recommendation, actor: Actor, now: datetime
) -> None:
    triggers = {recommendation.preferred_bid_id: "prefer", recommendation.reserve_bid_id: "reserve"}
    for bid in list_bids_at(session, procurement.id, BidStage.RANKED):
        stages.move_bid(session, bid=bid, trigger=triggers.get(bid.id, "not_preferred"), actor=actor, now=now)
