"""The decision to go on although everybody costs more than the envelope: the owner’s, for a gap as wide as it was."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict
from assurance.domain.gates.affordability import all_above
from assurance.domain.stages import Stage
from assurance.persistence.models import AffordabilityDecision, Procurement
from assurance.services import audit, stages
from assurance.services.affordability import indicative
from assurance.services.dialogue.owning import text_of
from assurance.services.permission import demand

AFFORDABILITY_STAGES = (Stage.DIALOGUE_1, Stage.DOWN_SELECT, Stage.DIALOGUE_2, Stage.DIALOGUE_CLOSED)
"""Stages in which indicative prices are known and a move waits for the decision."""
SHORTEST_REASON = 40


def decide_affordability(
    session: Session, *, procurement: Procurement, reason: str, actor: Actor, now: datetime
) -> AffordabilityDecision:
    """Put on record why the procurement goes on although everybody costs more than the envelope.

    Refused while somebody is within it: a decision made in advance would silence the alarm for good.
    """
    demand(actor, Permission.COMPETITION_DECIDE, procurement, act="decide to go on although nobody is affordable")
    stages.require(procurement, *AFFORDABILITY_STAGES, act="Decide to go on although nobody is affordable")
    standings = indicative(session, procurement)
    if not all_above(standings):
        raise Conflict("Nobody has stated a price, or somebody is within the envelope, so there is nothing to decide")
    reason = text_of(
        reason, "reason", f"Say in at least {SHORTEST_REASON} characters how it can become affordable",
        least=SHORTEST_REASON,
    )  # fmt: skip
    over = standings[0].over_term
    row = AffordabilityDecision(
        procurement_id=procurement.id, stage=procurement.stage.value, over_amount=over, reason=reason,
        decided_by_id=actor.user_id, decided_at=now,
    )  # fmt: skip
    session.add(row)
    audit.record(
        session, tag="affordability:decided", actor=actor, now=now, procurement=procurement, over=over, reason=reason
    )
    return row
