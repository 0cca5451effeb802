"""The further decision on a representation, by someone who took no part in the evaluation (PSR 2023 reg 12).

Only “proceed” stops a representation from holding standstill open; five more working days then pass.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.stages import Stage
from assurance.persistence.models import Representation
from assurance.services import audit, stages
from assurance.services.permission import demand
from assurance.services.representation_reviewers import NOT_INDEPENDENT, check_independent
from assurance.services.representations import LATE

DECISIONS: dict[str, str] = {
    "proceed": "Go on with the award as intended",
    "return": "Go back to an earlier step",
    "abandon": "Abandon the procurement",
}
IN_TIME = (Stage.STANDSTILL,)


def decide(
    session: Session, *, representation: Representation, decision: str, reason: str, actor: Actor, now: datetime
) -> Representation:
    """Give the further decision with its reason, which the bidder is told as written.

    A decision to go back to an earlier step may be followed by another once that step was taken again; the audit
    trail keeps both. Every other decision is given once.
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
    if decision not in DECISIONS:
        raise InvalidInput("decision", "Select what follows from the representation")
    if len(reason.strip()) < 20:
        raise InvalidInput("reason", "Give the reasons in full; the bidder is told them as written")
    representation.decision, representation.decision_reason = decision, reason.strip()
    representation.decided_by_id, representation.decided_at = actor.user_id, now
    audit.record(
        session, tag="representation:decided", actor=actor, now=now, procurement=procurement,
        subject=representation.public_id, before=before, after=decision, reason=representation.decision_reason,
    )  # fmt: skip
    return representation
