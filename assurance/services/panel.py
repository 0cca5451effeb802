"""Gives out the marking: who marks which criterion. Fixed once scoring begins, so that nobody is chosen by the bids."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.evaluation.criteria import Kind
from assurance.domain.stages import TERMINAL_STAGES, Stage, reached
from assurance.persistence.models import CriterionAssignment, CriterionRow, Procurement, User
from assurance.persistence.queries.criteria import list_assignments, list_scored
from assurance.persistence.queries.gates import list_holders
from assurance.persistence.queries.panel import find_assignment, marked_pairs
from assurance.services import audit
from assurance.services.permission import demand

Duty = tuple[int, int]
"""Criterion and person."""


def assign(
    session: Session, *, criterion: CriterionRow, user: User, actor: Actor, now: datetime
) -> CriterionAssignment:
    """Give an evaluator the duty to mark a scored criterion of every bid.

    Raises `Conflict` once scoring has begun, `InvalidInput` for someone who is no evaluator here or has the duty.
    """
    procurement = _open(session, criterion, actor)
    if criterion.kind != Kind.SCORED:
        raise InvalidInput("criterion", f"“{criterion.title}” is not marked by evaluators")
    if user.id not in {holder.id for holder in list_holders(session, procurement.id, Role.EVALUATOR)}:
        raise InvalidInput("user", f"{user.name} is not an evaluator in this procurement; give the role first")
    if find_assignment(session, criterion.id, user.id) is not None:
        raise InvalidInput("user", f"{user.name} already marks “{criterion.title}”")
    duty = CriterionAssignment(criterion_id=criterion.id, user_id=user.id)
    session.add(duty)
    audit.record(
        session, tag="panel:assigned", actor=actor, now=now, procurement=procurement,
        subject=criterion.code, person=user.id,
    )  # fmt: skip
    return duty


def unassign(session: Session, *, criterion: CriterionRow, user: User, actor: Actor, now: datetime) -> None:
    """Take a duty back. Raises `Conflict` once scoring has begun or a mark exists: what was marked stays."""
    procurement = _open(session, criterion, actor)
    duty = find_assignment(session, criterion.id, user.id)
    if duty is None:
        raise InvalidInput("user", f"{user.name} does not mark “{criterion.title}”")
    if (criterion.id, user.id) in marked_pairs(session, procurement.id):
        raise Conflict(f"{user.name} has already marked “{criterion.title}”; the duty can no longer be taken back")
    session.delete(duty)
    audit.record(
        session, tag="panel:unassigned", actor=actor, now=now, procurement=procurement,
        subject=criterion.code, person=user.id,
    )  # fmt: skip


def give_out(
    session: Session, *, procurement: Procurement, seen: set[Duty], wanted: set[Duty], actor: Actor, now: datetime
) -> int:
    """Make the duties what a whole table asks for, and return how many changed.

    `seen` is what the person was shown; raises `Conflict` when it is no longer so.
    """
    current = {(duty.criterion_id, duty.user_id) for duty in list_assignments(session, procurement.id)}
    if current != seen:
        raise Conflict("The marking duties were changed by someone else after you opened the page")
    criteria = {row.id: row for row in list_scored(session, procurement.id)}
    people = {user.id: user for user in list_holders(session, procurement.id, Role.EVALUATOR)}
    if any(criterion not in criteria or person not in people for criterion, person in wanted - current):
        raise InvalidInput("duties", "Choose from the criteria and evaluators shown")
    for criterion, person in sorted(wanted - current):
        assign(session, criterion=criteria[criterion], user=people[person], actor=actor, now=now)
    for criterion, person in sorted(current - wanted):
        user = session.get_one(User, person)
        unassign(session, criterion=criteria[criterion], user=user, actor=actor, now=now)
    return len(wanted ^ current)


def is_open(procurement: Procurement) -> bool:
    """Say whether the marking may still be given out: until scoring begins."""
    return procurement.stage not in TERMINAL_STAGES and not reached(procurement.stage, Stage.SCORING)


def _open(session: Session, criterion: CriterionRow, actor: Actor) -> Procurement:
    procurement = session.get_one(Procurement, criterion.procurement_id)
    demand(actor, Permission.PANEL_ASSIGN, procurement, act="give out the marking")
    if not is_open(procurement):
        raise Conflict("The marking is given out before scoring begins; it can no longer be changed")
    return procurement
