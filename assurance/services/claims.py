"""Claims in court: put on record by whoever runs the procurement, ended by its owner, never deleted."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.domain.award.claims import ENDS, effect_of
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.stages import Stage
from assurance.persistence.models import Claim, Procurement
from assurance.services import audit, stages, telling
from assurance.services.permission import demand

STAGES = (Stage.STANDSTILL, Stage.AWARD, Stage.CONTRACT)
"""Between the outcome that is published and the contract that is signed."""


def record(
    session: Session,
    *,
    procurement: Procurement,
    claimant: str,
    court_reference: str,
    grounds: str,
    notified_at: datetime,
    ordered: bool,
    actor: Actor,
    now: datetime,
) -> Claim:
    """Put a claim on record; whether it suspends the award follows from the regime and is told with its reason."""
    demand(actor, Permission.CLAIM_RECORD, procurement, act="record a claim")
    stages.require(procurement, *STAGES, act="Record a claim")
    standstill = procurement.standstill
    if standstill is None:
        raise RuntimeError("these stages come after standstill has begun")
    _check_said(claimant=claimant, court_reference=court_reference, grounds=grounds)
    if notified_at > now:
        raise InvalidInput("notified_on", "The authority cannot have been notified in the future")
    effect = effect_of(procurement.procedure.regime, notified_at, standstill, ordered=ordered)
    row = Claim(
        public_id=str(uuid.uuid4()), procurement_id=procurement.id, claimant=claimant.strip(),
        court_reference=court_reference.strip(), grounds=grounds.strip(), notified_at=notified_at,
        suspends=effect.suspends, why=effect.why, provision=effect.provision, recorded_by_id=actor.user_id,
        recorded_at=now,
    )  # fmt: skip
    session.add(row)
    flag_modified(procurement, "stage")  # an award or a contract at this instant fails, or this does
    audit.record(
        session, tag="claim:recorded", actor=actor, now=now, procurement=procurement, subject=row.public_id,
        court_reference=row.court_reference, suspends=row.suspends, provision=row.provision,
    )  # fmt: skip
    telling.tell_holders(
        session, procurement=procurement, roles=(Role.OWNER, Role.OFFICER, Role.CONTRACT_MANAGER), without=actor,
        kind="claim", subject=row.public_id, now=now, title=f"A claim in court: {row.claimant}", text=row.why,
        endpoint="staff.award.claims",
    )  # fmt: skip
    return row


def _check_said(**said: str) -> None:
    asked = {
        "claimant": "Enter who makes the claim",
        "court_reference": "Enter the reference of the court",
        "grounds": "Say what the claim is about",
    }
    for field, message in asked.items():
        if not said[field].strip():
            raise InvalidInput(field, message)


def end(
    session: Session, *, claim: Claim, procurement: Procurement, how: str, reason: str, actor: Actor, now: datetime
) -> Claim:
    """Put on record how a claim, or the suspension it brought, has ended, and on what evidence."""
    demand(actor, Permission.CLAIM_END, procurement, act="end a claim")
    session.refresh(claim, with_for_update={"of": Claim})
    if claim.ended:
        raise Conflict("This claim has already ended")
    if how not in ENDS:
        raise InvalidInput("how", "Select how it ended")
    if not reason.strip():
        raise InvalidInput("reason", "Give the order or the letter it rests on, with its date")
    claim.ended, claim.end_reason, claim.ended_by_id, claim.ended_at = how, reason.strip(), actor.user_id, now
    audit.record(
        session, tag="claim:ended", actor=actor, now=now, procurement=procurement, subject=claim.public_id, after=how,
        reason=claim.end_reason,
    )  # fmt: skip
    return claim
