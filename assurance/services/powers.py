"""Giving roles and powers: one that decides is proposed by one person and given only when another agrees.

Nobody proposes for themselves. The first board secretaries of an authority are named at the command line.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor, Audience, Reach, permits
from assurance.domain.authority.powers import Power, needs_second, why_not_propose
from assurance.domain.authority.roles import Role
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted, SecondPersonNeeded
from assurance.persistence.models import PowerProposal, Procurement, RoleAssignment, User
from assurance.persistence.queries.powers import is_waiting, list_givers, list_waiting
from assurance.services import audit, factors, power_letters, procurements
from assurance.services.permission import demand

LONGEST = 1000


def give_role(
    session: Session, *, procurement: Procurement, user: User, role: Role, reason: str, actor: Actor, now: datetime
) -> RoleAssignment | PowerProposal:
    """Give a role at once, or propose one that decides, for somebody else to confirm.

    Raises `SecondPersonNeeded` for a role of one's own, `InvalidInput` at `user`, `role` or `reason` otherwise.
    """
    demand(actor, Permission.PEOPLE_ASSIGN, procurement, act="give roles")
    _not_for_oneself(actor, user.id)
    if not needs_second(role):
        return procurements.assign_role(session, procurement=procurement, user=user, role=role, actor=actor, now=now)
    procurements.check_role(session, procurement=procurement, user=user, role=role)
    if any(
        each.user_id == user.id and each.role is role
        for each in list_waiting(session, organisation_id=actor.organisation_id, procurements=[procurement.id])
    ):
        raise InvalidInput("role", f"This role is proposed for {user.name} already and waits to be confirmed")
    return _propose(session, Power.ROLE, user, reason, actor, now, procurement=procurement, role=role)


def propose_secretary(session: Session, *, user: User, reason: str, actor: Actor, now: datetime) -> PowerProposal:
    """Propose that a colleague becomes board secretary, who looks after people and gates of the authority."""
    _check_colleague(session, Power.SECRETARY, user, actor, act="name another board secretary")
    if user.is_organisation_lead:
        raise InvalidInput("user", f"{user.name} is board secretary already")
    return _propose(session, Power.SECRETARY, user, reason, actor, now)


def propose_reset(session: Session, *, user: User, reason: str, actor: Actor, now: datetime) -> PowerProposal:
    """Propose that a colleague who lost their device sets their second factor up anew; they are told of it at once."""
    _check_colleague(session, Power.FACTOR, user, actor, act="take away a second factor")
    if not factors.factors_of(session, user_id=user.id, provider=None).has_any:
        raise InvalidInput("user", f"{user.name} has no second factor, so there is nothing to take away")
    return _propose(session, Power.FACTOR, user, reason, actor, now)


def _check_colleague(session: Session, kind: Power, user: User, actor: Actor, *, act: str) -> None:
    if not permits(actor, Permission.POWER_PROPOSE, Reach()):
        raise NotPermitted(f"Only a board secretary may {act}")
    _not_for_oneself(actor, user.id)
    if user.organisation_id != actor.organisation_id or user.organisation.audience is not Audience.STAFF:
        raise InvalidInput("user", "Choose a person of your own organisation")
    if not user.is_active:
        raise InvalidInput("user", f"{user.name} is suspended")
    if is_waiting(session, kind=kind, user_id=user.id):
        raise InvalidInput("user", f"This is proposed for {user.name} already and waits to be confirmed")


def _not_for_oneself(actor: Actor, user_id: int) -> None:
    if why := why_not_propose(proposer=actor.user_id, person=user_id):
        raise SecondPersonNeeded(why)


def _propose(
    session: Session, kind: Power, user: User, reason: str, actor: Actor, now: datetime, *,
    procurement: Procurement | None = None, role: Role | None = None,
) -> PowerProposal:  # fmt: skip
    made = PowerProposal(
        public_id=str(uuid.uuid4()), kind=kind, organisation_id=actor.organisation_id, user_id=user.id, role=role,
        procurement_id=procurement.id if procurement else None, reason=_reason(reason), proposed_by_id=actor.user_id,
        proposed_at=now,
    )  # fmt: skip
    others = list_givers(session, organisation_id=actor.organisation_id, procurement_id=made.procurement_id) - {
        actor.user_id,
        user.id,
    }
    if not others:
        raise Conflict(
            "Nobody else could confirm this. Whoever runs the system names another board secretary at the command line"
        )
    session.add(made)
    session.flush()
    audit.record(
        session, tag="power:proposed", actor=actor, now=now, procurement=procurement, subject=str(user.id), kind=kind,
        role=role, proposal=made.public_id, reason=made.reason,
    )  # fmt: skip
    power_letters.tell_proposed(session, made, others, now=now)
    return made


def _reason(typed: str) -> str:
    reason = typed.strip()
    if not reason:
        raise InvalidInput("reason", "Enter a reason: whoever confirms it reads it")
    if len(reason) > LONGEST:
        raise InvalidInput("reason", f"The reason must have at most {LONGEST:,} characters")
    return reason
