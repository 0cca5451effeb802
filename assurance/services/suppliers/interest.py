"""A provider says that it is interested, before or during the call: a message to the officer, never a request."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotFound
from assurance.domain.stages import Stage
from assurance.persistence.models import Interest, Procurement
from assurance.persistence.queries.engagement import find_engagement
from assurance.persistence.queries.suppliers import find_interest
from assurance.services import audit
from assurance.services.bids.request import call_is_open
from assurance.services.suppliers.own import contributor

LONGEST = 2000


def why_not_interested(session: Session, procurement: Procurement, now: datetime) -> str:
    """Say why interest can no longer, or not yet, be said; nothing while it can.

    It can from the publication of market engagement until the deadline for requests to take part.
    """
    if call_is_open(procurement, now):
        return ""
    if procurement.stage in (Stage.ENGAGEMENT, Stage.CHECKPOINT_1):
        engagement = find_engagement(session, procurement.id)
        if engagement is not None and engagement.published_at is not None:
            return ""
    if procurement.stage is Stage.ABANDONED:
        return "The procurement was abandoned, so there is nothing to be interested in"
    return "Interest can be said until the deadline for requests to take part, which has passed"


def express(session: Session, *, procurement: Procurement, message: str, actor: Actor, now: datetime) -> Interest:
    """Say that one's organisation is interested; said again, the newer message stands."""
    contributor(actor)
    if why := why_not_interested(session, procurement, now):
        raise Conflict(why)
    message = message.strip()
    if len(message) > LONGEST:
        raise InvalidInput("message", f"Enter at most {LONGEST:,} characters: this has {len(message):,}")
    interest = find_interest(session, procurement.id, actor.organisation_id)
    if interest is None:
        interest = Interest(procurement_id=procurement.id, organisation_id=actor.organisation_id)
        session.add(interest)
    interest.message, interest.expressed_by_id, interest.expressed_at = message, actor.user_id, now
    interest.withdrawn_at = None
    session.flush()  # two people of one organisation at once meet here
    audit.record(
        session, tag="interest:expressed", actor=actor, now=now, procurement=procurement,
        subject=str(actor.organisation_id),
    )  # fmt: skip
    return interest


def withdraw_interest(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> None:
    """Take the interest back; possible at any time, it binds nobody."""
    contributor(actor)
    interest = find_interest(session, procurement.id, actor.organisation_id)
    if interest is None or interest.withdrawn_at is not None:
        raise NotFound("Your organisation has not said that it is interested")
    interest.withdrawn_at = now
    audit.record(
        session, tag="interest:withdrawn", actor=actor, now=now, procurement=procurement,
        subject=str(actor.organisation_id),
    )  # fmt: skip
