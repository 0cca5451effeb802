"""Consent to tell one exact wording: asked by the dialogue lead, given or refused by the participant’s lead.

PCR 2015 regulation 30(11): specific information, never a general waiver. What was given may be withdrawn until it is
used; what was told cannot be untold.
"""

from __future__ import annotations

import uuid
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.domain.dialogue.consent import State, why_general
from assurance.domain.dialogue.information import TELLING_STAGES
from assurance.domain.errors import Conflict, InvalidInput
from assurance.persistence.models import Bid, ConsentRecipient, DisclosureConsent, Idea
from assurance.services import audit, stages, telling
from assurance.services.dialogue.owning import demand_lead, demand_own, print_of, require_version


def ask_consent(
    session: Session, *, idea: Idea, wording: str, to: Sequence[Bid], actor: Actor, now: datetime
) -> DisclosureConsent:
    """Ask the owner of an idea whether exactly this wording may be told; `to` names participants, or nobody for all."""
    demand_lead(idea.bid, actor, "ask for consent")
    stages.require(idea.bid.procurement, *TELLING_STAGES, act="Ask for consent")
    wording = wording.strip()
    if why := why_general(wording):
        raise InvalidInput("wording", why)
    if any(bid.id == idea.bid_id or bid.procurement_id != idea.bid.procurement_id for bid in to):
        raise InvalidInput("to", "Select other participants of this dialogue")
    row = DisclosureConsent(
        public_id=str(uuid.uuid4()), idea=idea, wording=wording, is_to_all=not to, asked_by_id=actor.user_id,
        asked_at=now, recipients=[ConsentRecipient(bid_id=bid.id) for bid in to],
    )  # fmt: skip
    session.add(row)
    _record(
        session, "consent:asked", row, actor, now, print=print_of(wording),
        to=[bid.public_id for bid in to] or "all",
    )  # fmt: skip
    telling.tell(
        session, kind="consent-asked", subject=row.public_id, now=now, organisations=[idea.bid.organisation_id],
        title="May this be told to other participants?", procurement=idea.bid.procurement,
        text="The authority asks for your consent to one exact wording about an idea of yours.",
        endpoint="supplier.dialogue.consent", params={"bid_id": idea.bid.public_id, "consent_id": row.public_id},
    )  # fmt: skip
    return row


def answer_consent(
    session: Session,
    *,
    consent: DisclosureConsent,
    give: bool,
    reason: str = "",
    version: int | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """Give or refuse consent for the participant; no reason need be given, and refusing has no consequence."""
    demand_own(consent.idea.bid, actor, Permission.BID_SUBMIT)
    require_version(consent.version, version)
    if consent.state is not State.ASKED:
        raise Conflict(f"This request is answered already: {consent.state.label.lower()}")
    consent.state = State.GIVEN if give else State.REFUSED
    consent.reason, consent.answered_at, consent.answered_by_id = reason.strip(), now, actor.user_id
    _record(session, f"consent:{consent.state.value}", consent, actor, now, print=print_of(consent.wording))
    _tell_lead(session, consent, now)


def withdraw_consent(session: Session, *, consent: DisclosureConsent, actor: Actor, now: datetime) -> None:
    """Withdraw a consent that was given and that nothing has been told on yet."""
    demand_own(consent.idea.bid, actor, Permission.BID_SUBMIT)
    if consent.state is not State.GIVEN:
        raise Conflict(f"Only consent that was given can be withdrawn: {consent.state.label.lower()}")
    if consent.used_at is not None:
        raise Conflict("This wording has been told to other participants, so the consent cannot be withdrawn any more")
    consent.state, consent.withdrawn_at = State.WITHDRAWN, now
    _record(session, "consent:withdrawn", consent, actor, now)
    _tell_lead(session, consent, now)


def _tell_lead(session: Session, row: DisclosureConsent, now: datetime) -> None:
    telling.tell_holders(
        session, procurement=row.idea.bid.procurement, roles=(Role.DIALOGUE_LEAD,), kind=f"consent-{row.state.value}",
        subject=row.public_id, now=now, title=f"Consent of {row.idea.bid.organisation.name}: {row.state.label.lower()}",
        endpoint="staff.dialogue.ideas",
    )  # fmt: skip


def _record(session: Session, tag: str, row: DisclosureConsent, actor: Actor, now: datetime, **data: object) -> None:
    audit.record(
        session, tag=tag, actor=actor, now=now, procurement=row.idea.bid.procurement, subject=row.public_id,
        idea=row.idea.public_id, **data,
    )  # fmt: skip
