"""The history of conflict declarations and of what was decided on them, as the audit trail keeps it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.persistence.models import AuditEvent, Bid, User


@dataclass(frozen=True, slots=True)
class Declared:
    """One declaration or decision as it was made: when, by whom, about which bidder, and in which words."""

    at: datetime
    who: str
    bidder: str
    what: str
    words: str
    set_apart: int


def list_declared_before(session: Session, procurement_id: int, user_id: int | None = None) -> list[Declared]:
    """List every declaration and decision ever made, oldest first, those about one person where one is given.

    Read from the audit trail: a later declaration takes the place of an earlier one in the row, never in the trail.
    """
    events = session.scalars(
        select(AuditEvent)
        .where(AuditEvent.procurement_id == procurement_id, AuditEvent.tag.in_(_CONFLICT_TAGS))
        .order_by(AuditEvent.seq)
    ).all()
    if user_id is not None:
        events = [event for event in events if event.body["data"].get("person", event.actor_id) == user_id]
    people = session.execute(select(User.id, User.name).where(User.id.in_({each.actor_id for each in events})))
    names = {person: name for person, name in people}
    bids = session.scalars(select(Bid).where(Bid.procurement_id == procurement_id))
    bidders = {bid.public_id: bid.organisation.name for bid in bids}
    return [_declared(event, names.get(event.actor_id or 0, ""), bidders.get(event.subject, "")) for event in events]


_CONFLICT_TAGS = ("conflict:declared", "conflict:decided")


def _declared(event: AuditEvent, who: str, bidder: str) -> Declared:
    data = event.body["data"]
    if event.tag == "conflict:decided":
        return Declared(event.at, who, bidder, str(data["decision"]), str(data["reason"]), 0)
    what = "conflict" if data["has_conflict"] else "none"
    return Declared(event.at, who, bidder, what, str(data["detail"]), int(data["marks_set_apart"]))
