"""Representations: a bidder's written challenge in standstill (PSR 2023 reg 12); decided elsewhere, by someone else."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.stages import Stage
from assurance.persistence.models import Bid, Procurement, Representation
from assurance.persistence.queries.bids import find_letter
from assurance.services import audit
from assurance.services.bids.own import hold

LONGEST = 50_000


def send(session: Session, *, bid: Bid, text: str, actor: Actor, now: datetime) -> Representation:
    """Send a representation; standstill then lasts until it is decided.

    Open to every bidder with a letter, from the day standstill begins until the midnight that ends its last day,
    which is too late itself. Raises `Conflict` outside that time.
    """
    hold(session, bid, actor)
    if not may_represent(session, bid=bid, now=now):
        raise Conflict("Representations can be made by bidders with a letter, during standstill and not after it")
    text = text.strip()
    if not text:
        raise InvalidInput("text", "Enter what you ask the authority to look at again, and why")
    if len(text) > LONGEST:
        raise InvalidInput("text", f"The text must be {LONGEST:,} characters or fewer")
    row = Representation(public_id=str(uuid.uuid4()), bid_id=bid.id, text=text, received_at=now)
    session.add(row)
    audit.record(
        session, tag="representation:received", actor=actor, now=now, procurement=bid.procurement, subject=row.public_id
    )
    return row


def may_represent(session: Session, *, bid: Bid, now: datetime) -> bool:
    """Say whether this bidder can make a representation now."""
    until = represent_until(bid.procurement)
    return until is not None and now < until and find_letter(session, bid.id) is not None


def represent_until(procurement: Procurement) -> datetime | None:
    """Return the instant at which representations are too late, or None outside standstill."""
    standstill = procurement.standstill
    if procurement.stage is not Stage.STANDSTILL or standstill is None:
        return None
    return standstill.ends_at
