"""Who reviews a representation: somebody who took no part in what it is about, named by the owner."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.persistence.models import Procurement, Representation, User
from assurance.persistence.queries.disclosure import took_part
from assurance.persistence.queries.gates import list_holders
from assurance.persistence.queries.procurements import list_people
from assurance.services import audit
from assurance.services.permission import demand

NOT_INDEPENDENT = frozenset({Role.EVALUATOR, Role.MODERATOR, Role.OFFICER, Role.APPROVER, Role.DIALOGUE_LEAD})


def list_independent(session: Session, procurement: Procurement) -> list[User]:
    """List who may review: reviewers that took no part and hold no duty in the evaluation."""
    involved = took_part(session, procurement.id) | {
        given.user_id for given in list_people(session, procurement.id) if given.role in NOT_INDEPENDENT
    }
    holders = list_holders(session, procurement.id, Role.REPRESENTATION_REVIEWER)
    return [user for user in holders if user.id not in involved]


def check_independent(session: Session, procurement: Procurement, user_id: int) -> None:
    """Raise `NotPermitted` for somebody who took part, whatever roles they hold now."""
    if user_id in took_part(session, procurement.id):
        raise NotPermitted("You took part in the evaluation, so someone else decides this representation")


def assign(
    session: Session, *, representation: Representation, reviewer_id: int, actor: Actor, now: datetime
) -> Representation:
    """Give a representation to a reviewer; until it is decided it may be given to another."""
    procurement = representation.bid.procurement
    demand(actor, Permission.REPRESENTATION_ASSIGN, procurement, act="say who reviews a representation")
    if representation.decision not in ("", "return"):
        raise Conflict("This representation is already decided")
    if reviewer_id not in {user.id for user in list_independent(session, procurement)}:
        raise InvalidInput("reviewer", "Select a reviewer who took no part in the evaluation")
    before, representation.reviewer_id = representation.reviewer_id, reviewer_id
    audit.record(
        session, tag="representation:assigned", actor=actor, now=now, procurement=procurement,
        subject=representation.public_id, before=before, after=reviewer_id,
    )  # fmt: skip
    return representation
