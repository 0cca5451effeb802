"""Replacements during scoring: one more evaluator for one question of one bid, where recusals left too few.

The ordinary duties stay as they were when scoring began; a replacement is an exception for exactly one question of one
bid, with its reason on record, and marks it only after accepting and declaring like everyone else.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.stages import Stage
from assurance.persistence.models import Bid, CriterionAssignment, CriterionRow, Procurement, User
from assurance.persistence.queries.gates import list_holders
from assurance.persistence.queries.panel import (
    REPLACEMENT_ENDED,
    REPLACEMENT_GIVEN,
    find_assignment,
    list_cells,
    list_replacements,
    recused_pairs,
)
from assurance.services import audit
from assurance.services.permission import demand

ENOUGH = 2


def is_short(session: Session, *, bid: Bid, criterion: CriterionRow) -> bool:
    """Say whether fewer than two evaluators are left on a question of a bid."""
    cells = list_cells(session, bid.procurement_id)
    return sum((each.bid_id, each.criterion_id) == (bid.id, criterion.id) for each in cells) < ENOUGH


def candidates(session: Session, *, bid: Bid, criterion: CriterionRow) -> list[User]:
    """List the evaluators who may step in: without a duty on the question, and not out because of a conflict."""
    recused = recused_pairs(session, bid.procurement_id)
    there = list_replacements(session, bid.procurement_id)
    given = {each[1:] for each in there}
    return [
        user
        for user in list_holders(session, bid.procurement_id, Role.EVALUATOR)
        if (user.id, bid.id) not in recused
        and (find_assignment(session, criterion.id, user.id) is None or (criterion.id, user.id) in given)
        and (bid.id, criterion.id, user.id) not in there
    ]


def add(
    session: Session, *, bid: Bid, criterion: CriterionRow, user_id: int, reason: str, actor: Actor, now: datetime
) -> None:
    """Give one question of one bid to one more evaluator, during scoring, where fewer than two are left.

    Raises `Conflict` at another stage or where enough are left, `InvalidInput` for an unsuitable person or no reason.
    """
    procurement = bid.procurement
    demand(actor, Permission.PANEL_ASSIGN, procurement, act="add a replacement evaluator")
    if procurement.stage is not Stage.SCORING:
        raise Conflict("A replacement can be added during individual scoring, while nobody has seen another's marks")
    if not is_short(session, bid=bid, criterion=criterion):
        raise Conflict(f"Two evaluators or more are left on “{criterion.title}” for this bid")
    if not reason.strip():
        raise InvalidInput("reason", "Enter why a replacement is needed")
    if user_id not in {user.id for user in candidates(session, bid=bid, criterion=criterion)}:
        raise InvalidInput("person", "Select an evaluator who does not mark this question and is not recused")
    if find_assignment(session, criterion.id, user_id) is None:
        session.add(CriterionAssignment(criterion_id=criterion.id, user_id=user_id))
    audit.record(
        session, tag=REPLACEMENT_GIVEN, actor=actor, now=now, procurement=procurement,
        subject=f"{bid.public_id}/{criterion.code}", bid=bid.id, criterion=criterion.id, person=user_id,
        reason=reason.strip(),
    )  # fmt: skip


def end(session: Session, *, procurement: Procurement, user_id: int, actor: Actor, now: datetime) -> None:
    """End everything a person was given as a replacement, when they decline or the invitation is withdrawn."""
    for bid_id, criterion_id, person in sorted(list_replacements(session, procurement.id)):
        if person != user_id:
            continue
        duty = find_assignment(session, criterion_id, user_id)
        if duty is not None:
            session.delete(duty)
            session.flush()
        audit.record(
            session, tag=REPLACEMENT_ENDED, actor=actor, now=now, procurement=procurement, subject=str(user_id),
            bid=bid_id, criterion=criterion_id, person=user_id,
        )  # fmt: skip
