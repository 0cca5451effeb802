"""Representations: a bidder's written challenge in standstill (PSR 2023 reg 12); decided elsewhere, by someone else."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.domain.deadlines.london import say_day
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.stages import Stage
from assurance.persistence.models import Bid, Procurement, Representation
from assurance.persistence.queries.bids import find_letter
from assurance.services import audit, telling
from assurance.services.bids.own import hold

LONGEST = 50_000
LATE = (Stage.STANDSTILL, Stage.AWARD, Stage.CONTRACT)
"""Stages in which a late one is taken in: until the contract is signed."""


def send(
    session: Session, *, bid: Bid, text: str, actor: Actor, now: datetime, information_asked: str = ""
) -> Representation:
    """Send a representation; in time, standstill then lasts until it is decided.

    Open to every bidder with a letter, from the day standstill begins until the midnight that ends its last day,
    which is too late itself: a late one is kept and answered, and holds nothing open. Raises `Conflict` before
    standstill, without a letter, and once the contract is signed.
    """
    hold(session, bid, actor)
    in_time = may_represent(session, bid=bid, now=now)
    if not in_time and not may_send_late(session, bid=bid):
        raise Conflict(
            "Representations can be made by bidders with a letter, from the day standstill begins, under the Provider "
            "Selection Regime"
        )
    text = text.strip()
    if not text:
        raise InvalidInput("text", "Enter what you ask the authority to look at again, and why")
    if len(text) > LONGEST:
        raise InvalidInput("text", f"The text must be {LONGEST:,} characters or fewer")
    if len(information_asked) > LONGEST:
        raise InvalidInput("information_asked", f"The text must be {LONGEST:,} characters or fewer")
    row = Representation(
        public_id=str(uuid.uuid4()), bid_id=bid.id, text=text, received_at=now, in_time=in_time,
        timing=_timing(bid.procurement, in_time), information_asked=information_asked.strip(),
    )  # fmt: skip
    session.add(row)
    audit.record(
        session, tag="representation:received", actor=actor, now=now, procurement=bid.procurement,
        subject=row.public_id, in_time=in_time, asks_for_records=bool(row.information_asked),
    )  # fmt: skip
    _tell(session, row, bid, actor, now)
    return row


def _timing(procurement: Procurement, in_time: bool) -> str:
    """Say why it is in time or late, in words that stay true when dates change later."""
    standstill = procurement.standstill
    if standstill is None:
        return "Received after the procurement had left standstill, so it holds nothing open."
    last = say_day(standstill.last_day)
    if in_time:
        return f"In time: representations could be made until the end of {last}. {standstill.why[1]}"
    return f"Late: representations could be made until the end of {last}. It is answered, and holds nothing open."


def _tell(session: Session, row: Representation, bid: Bid, actor: Actor, now: datetime) -> None:
    telling.tell_holders(
        session, procurement=bid.procurement, roles=(Role.OWNER, Role.OFFICER, Role.REPRESENTATION_REVIEWER),
        without=actor, kind="representation", subject=row.public_id, now=now,
        title=f"A representation of {bid.organisation.name}", text=row.timing, endpoint="staff.award.representation",
        params={"representation_id": row.public_id},
    )  # fmt: skip


def may_represent(session: Session, *, bid: Bid, now: datetime) -> bool:
    """Say whether this bidder can make a representation now."""
    until = represent_until(bid.procurement)
    return until is not None and now < until and find_letter(session, bid.id) is not None


def may_send_late(session: Session, *, bid: Bid) -> bool:
    """Say whether what comes too late to hold the award open is still kept and answered."""
    procurement = bid.procurement
    after = procurement.stage in LATE and _are_taken(procurement)
    return after and find_letter(session, bid.id) is not None


def represent_until(procurement: Procurement) -> datetime | None:
    """Return the instant at which representations are too late, or None outside standstill and where none are taken."""
    standstill = procurement.standstill
    if procurement.stage is not Stage.STANDSTILL or standstill is None or not _are_taken(procurement):
        return None
    return standstill.ends_at


def _are_taken(procurement: Procurement) -> bool:
    """Say whether standstill has begun under a law that knows representations; the others know claims in court."""
    return procurement.standstill is not None and procurement.standstill.rule.takes_representations
