"""The decision to go on with few bidders: the owner’s, with a reason, for as few as there were at the time."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.dialogue.competition import ENOUGH
from assurance.domain.errors import Conflict
from assurance.domain.stages import Stage
from assurance.persistence.models import CompetitionDecision, Procurement
from assurance.persistence.queries.competition import get_field
from assurance.persistence.queries.facts.dialogue import dialogue_facts, tender_facts
from assurance.persistence.queries.facts.plan import call_facts
from assurance.services import audit, stages
from assurance.services.dialogue.owning import text_of
from assurance.services.permission import demand

STAGES = (
    Stage.SELECTION, Stage.DIALOGUE_1, Stage.DOWN_SELECT, Stage.DIALOGUE_2, Stage.DIALOGUE_CLOSED, Stage.OPENING,
)  # fmt: skip
"""Stages in which it is known how many would go on, and a move waits for it."""
SHORTEST_REASON = 40


def decide_competition(
    session: Session, *, procurement: Procurement, reason: str, actor: Actor, now: datetime
) -> CompetitionDecision:
    """Put on record why the procurement goes on with few bidders (genuine-competition monitor).

    Refused before it is known how many there are, and where there are enough: a decision made in advance would
    silence the monitor for good.
    """
    demand(actor, Permission.COMPETITION_DECIDE, procurement, act="decide to go on with few bidders")
    stages.require(procurement, *STAGES, act="Decide to go on with few bidders")
    left = left_now(session, procurement)
    if left >= ENOUGH:
        raise Conflict(f"{left} bidders would go on, so there is nothing to decide")
    if not left:
        raise Conflict("Nobody would go on, so there is nothing to decide: it is not yet known, or nobody is left")
    reason = text_of(
        reason, "reason", f"Say in at least {SHORTEST_REASON} characters why there is still genuine competition",
        least=SHORTEST_REASON,
    )  # fmt: skip
    row = CompetitionDecision(
        procurement_id=procurement.id, stage=procurement.stage, bids_left=left, reason=reason,
        decided_by_id=actor.user_id, decided_at=now,
    )  # fmt: skip
    session.add(row)
    audit.record(
        session, tag="competition:decided", actor=actor, now=now, procurement=procurement, left=left, reason=reason
    )
    return row


def left_now(session: Session, procurement: Procurement) -> int:
    """Return how many would go on, counted as the rule that guards the next move counts them."""
    if procurement.stage is Stage.SELECTION:
        return call_facts(session, procurement).selected
    if procurement.stage is Stage.OPENING:
        return tender_facts(session, procurement).compliant
    if procurement.stage in STAGES:
        return dialogue_facts(session, procurement).participants
    return get_field(session, procurement.id).left
