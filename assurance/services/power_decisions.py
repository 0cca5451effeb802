"""The second person: confirms what another proposed, so that it takes effect, or refuses it with a reason."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor, Audience
from assurance.domain.authority.powers import Outcome, Power, why_not_confirm
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted, SecondPersonNeeded
from assurance.persistence.models import PowerProposal
from assurance.persistence.queries.powers import list_waiting, procurements_given_in
from assurance.services import accounts, audit, factors, power_letters, procurements

NOT_YOURS = "This waits for a board secretary, or for an officer or owner of the procurement it is about"


def confirm(session: Session, *, proposal: PowerProposal, actor: Actor, now: datetime) -> PowerProposal:
    """Agree as the second person; the role or power is given in this transaction.

    Raises `SecondPersonNeeded` for what one proposed or what is about oneself, `Conflict` for what is decided already
    or cannot be given any more.
    """
    _must_wait(proposal)
    _must_decide(session, proposal, actor)
    if why := why_not_confirm(confirmer=actor.user_id, proposer=proposal.proposed_by_id, person=proposal.user_id):
        raise SecondPersonNeeded(why)
    if not proposal.user.is_active:
        raise Conflict(f"{proposal.user.name} is suspended. Refuse this, or let them in again first")
    _EFFECTS[proposal.kind](session, proposal, actor, now)
    return _decide(session, proposal, Outcome.CONFIRMED, "", actor, now)


def refuse(session: Session, *, proposal: PowerProposal, reason: str, actor: Actor, now: datetime) -> PowerProposal:
    """Refuse with a reason, which the proposer is told; or take back what one proposed oneself."""
    _must_wait(proposal)
    is_own = actor.user_id == proposal.proposed_by_id
    if not is_own:
        _must_decide(session, proposal, actor)
    if not reason.strip() and not is_own:
        raise InvalidInput("reason", f"Enter why you refuse: {proposal.proposed_by.name} is told")
    return _decide(session, proposal, Outcome.WITHDRAWN if is_own else Outcome.REFUSED, reason.strip(), actor, now)


def may_decide(proposal: PowerProposal, actor: Actor, given_in: set[int]) -> bool:
    """Say whether a person could be the second one; `given_in` are the procurements in which they give roles."""
    if actor.audience is not Audience.STAFF or actor.organisation_id != proposal.organisation_id:
        return False
    return actor.is_organisation_lead or proposal.procurement_id in given_in


def list_for(session: Session, actor: Actor) -> list[PowerProposal]:
    """List what waits and is for a person to see: what they may decide, what they proposed, what is about them."""
    seen = None if actor.is_organisation_lead else procurements_given_in(session, actor.user_id)
    return list_waiting(session, organisation_id=actor.organisation_id, procurements=seen, about=actor.user_id)


def count_for(session: Session, actor: Actor) -> int:
    """Return how many proposals wait for a person to confirm or refuse."""
    waiting = list_waiting(session, organisation_id=actor.organisation_id)
    others = [each for each in waiting if actor.user_id not in (each.proposed_by_id, each.user_id)]
    given_in = procurements_given_in(session, actor.user_id) if others else set()
    return sum(may_decide(each, actor, given_in) for each in others)


def _must_wait(proposal: PowerProposal) -> None:
    if proposal.outcome is not None and proposal.decided_by is not None:
        raise Conflict(f"This was {proposal.outcome.value} by {proposal.decided_by.name} already")


def _must_decide(session: Session, proposal: PowerProposal, actor: Actor) -> None:
    if not may_decide(proposal, actor, procurements_given_in(session, actor.user_id)):
        raise NotPermitted(NOT_YOURS)


def _decide(
    session: Session, proposal: PowerProposal, outcome: Outcome, reason: str, actor: Actor, now: datetime
) -> PowerProposal:
    proposal.outcome, proposal.outcome_reason = outcome, reason
    proposal.decided_by_id, proposal.decided_at = actor.user_id, now
    audit.record(
        session, tag=f"power:{outcome.value}", actor=actor, now=now, procurement=proposal.procurement,
        subject=str(proposal.user_id), kind=proposal.kind, role=proposal.role, proposal=proposal.public_id,
        proposed_by=proposal.proposed_by_id, reason=reason,
    )  # fmt: skip
    session.flush()
    session.refresh(proposal)
    power_letters.tell_decided(session, proposal, now=now)
    return proposal


def _give_role(session: Session, proposal: PowerProposal, actor: Actor, now: datetime) -> None:
    if proposal.procurement is None or proposal.role is None:
        raise Conflict("This proposal names no role")
    try:
        procurements.assign_role(
            session, procurement=proposal.procurement, user=proposal.user, role=proposal.role, actor=actor, now=now
        )
    except InvalidInput as refused:
        raise Conflict(f"{refused.message}. Refuse this, or propose something else") from refused


def _name_secretary(session: Session, proposal: PowerProposal, actor: Actor, now: datetime) -> None:
    accounts.set_board_secretary(session, email=proposal.user.email, is_secretary=True, now=now)


def _take_factor(session: Session, proposal: PowerProposal, actor: Actor, now: datetime) -> None:
    factors.take_all(session, user_id=proposal.user_id, now=now)
    audit.record(session, tag="factor:taken-away", actor=actor, now=now, subject=str(proposal.user_id))


_EFFECTS: dict[Power, Callable[[Session, PowerProposal, Actor, datetime], None]] = {
    Power.ROLE: _give_role,
    Power.SECRETARY: _name_secretary,
    Power.FACTOR: _take_factor,
}
