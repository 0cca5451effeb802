"""The further decision on a representation, by someone who took no part in the evaluation (PSR 2023 reg 12).

“Proceed” stops a representation from holding standstill open, and five more working days then pass; so does “return”
once the earlier step was taken again, for then everybody has a new outcome and a standstill of its own.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.award.further import DECISIONS, NATURES
from assurance.domain.award.returns import is_carried_out
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.stages import Stage
from assurance.persistence.models import Representation
from assurance.persistence.queries.procurements import find_last_return
from assurance.services import audit, stages
from assurance.services.permission import demand
from assurance.services.representation_reviewers import NOT_INDEPENDENT, check_independent
from assurance.services.representations import LATE

CARRIED_OUT = (
    "The step that this decision went back to was taken again, so nothing is left to decide. Whoever disagrees with "
    "the new outcome makes a representation about it"
)
IN_TIME = (Stage.STANDSTILL,)


def decide(
    session: Session,
    *,
    representation: Representation,
    decision: str,
    reason: str,
    actor: Actor,
    now: datetime,
    nature: str = "",
) -> Representation:
    """Give the further decision with its reason, which the bidder is told as written, and what it was about.

    A decision to go back to an earlier step may be followed by another while no step was taken again; the audit trail
    keeps both. Every other decision is given once.
    """
    procurement = representation.bid.procurement
    demand(actor, Permission.REPRESENTATION_DECIDE, procurement, act="decide a representation")
    if actor.roles & NOT_INDEPENDENT:
        raise NotPermitted("A representation is decided by someone who took no part in the evaluation")
    check_independent(session, procurement, actor.user_id)
    stages.require(procurement, *(IN_TIME if representation.in_time else LATE), act="Decide a representation")
    session.refresh(representation, with_for_update={"of": Representation})
    if representation.reviewer_id not in (None, actor.user_id):
        raise NotPermitted("Another reviewer was given this representation")
    before = representation.decision
    if before not in ("", "return"):
        raise Conflict("This representation is already decided")
    if is_carried_out(before, representation.decided_at, find_last_return(session, procurement.id)):
        raise Conflict(CARRIED_OUT)
    if decision not in DECISIONS:
        raise InvalidInput("decision", "Select what follows from the representation")
    if nature and nature not in NATURES:
        raise InvalidInput("nature", "Select what the representation is about")
    if len(reason.strip()) < 20:
        raise InvalidInput("reason", "Give the reasons in full; the bidder is told them as written")
    representation.decision, representation.decision_reason = decision, reason.strip()
    representation.nature = nature
    representation.decided_by_id, representation.decided_at = actor.user_id, now
    audit.record(
        session, tag="representation:decided", actor=actor, now=now, procurement=procurement,
        subject=representation.public_id, before=before, after=decision, nature=nature,
        reason=representation.decision_reason,
    )  # fmt: skip
    return representation
