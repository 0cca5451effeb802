"""Holds a bid for its own bidder: theirs, unchanged by others while they work, and still in their hands."""

from __future__ import annotations

from datetime import datetime
from typing import Any, Protocol

from sqlalchemy import select
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import flag_modified

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor, Reach, permits
from assurance.domain.errors import Conflict, NotFound, NotPermitted, Stale
from assurance.domain.stages import BidStage, Stage
from assurance.domain.tenderbox.visibility import UNTOLD_STAGES
from assurance.persistence.models import Bid, Procurement
from assurance.persistence.queries.bids import find_letter

CLOSED = "Final tenders are closed. What was submitted before the deadline stands; nothing can be changed any more"
NEWER = "A colleague changed this after you opened the page"
WHO_MAY = {Permission.BID_WRITE: "A viewer reads what the organisation does; ask your lead to let you work on bids"}


class Versioned(Protocol):
    """A row that counts its changes."""

    version: Any


def hold(session: Session, bid: Bid, actor: Actor, permission: Permission = Permission.BID_WRITE) -> Bid:
    """Lock a bid for one of its bidder's people, as it is now, or refuse.

    The procurement is held against closing meanwhile, so that nothing is written to a tender after its latch; it is
    locked first, in the same order as by the moves. Reading each row is what brings it up to date. Raises `NotFound`
    for anyone else's bid, `NotPermitted` when the act belongs to the organisation's lead.
    """
    session.scalars(
        select(Procurement)
        .where(Procurement.id == bid.procurement_id)
        .with_for_update(read=True, of=Procurement)
        .execution_options(populate_existing=True)
    ).one()
    session.scalars(
        select(Bid).where(Bid.id == bid.id).with_for_update(of=Bid).execution_options(populate_existing=True)
    ).one()
    reach = Reach(bid.procurement.organisation_id, bid.organisation_id)
    if not permits(actor, Permission.BID_VIEW, reach):
        raise NotFound("There is no such bid, or it is not yours to see")
    if not permits(actor, permission, reach):
        raise NotPermitted(WHO_MAY.get(permission, "Only the lead of your organisation can do this"))
    return bid


def keep_untold(session: Session, bid: Bid) -> None:
    """Refuse an act on a bid that is being evaluated, in words that tell its bidder nothing of where it stands."""
    if bid.stage in UNTOLD_STAGES and find_letter(session, bid.id) is None:
        raise Conflict("Your tender is with the authority. You are told the outcome by letter; until then it stands")


def hold_tender(session: Session, bid: Bid, actor: Actor, now: datetime) -> Bid:
    """Lock a bid whose final tender may be worked on now; raise `Conflict` when it is not with the bidder.

    Marks the bid as changed, so that whoever looked at the whole tender before has to look again before submitting.
    """
    hold(session, bid, actor)
    keep_in_hand(bid, now)
    flag_modified(bid, "integration_form")
    return bid


def check_version(seen: int | None, standing: Versioned | None) -> None:
    """Raise `Stale` when another version stands than the one a person was shown, 0 for none; None leaves it open."""
    if seen is not None and seen != (standing.version if standing is not None else 0):
        raise Stale(NEWER)


def keep_in_hand(bid: Bid, now: datetime) -> None:
    """Raise `Conflict` when the final tender of a bid that is held may not be worked on now."""
    if why := why_not_in_hand(bid, now):
        raise Conflict(why)


def why_not_in_hand(bid: Bid, now: datetime) -> str:
    """Say why the final tender of a bid may not be worked on now, or return nothing while it may."""
    if bid.stage is BidStage.SUBMITTED and bid.reopened_at is None:
        return "The tender is submitted. Take it back, change it, and submit it again before the deadline"
    procurement = bid.procurement
    due = procurement.tenders_due_at
    is_open = procurement.stage is Stage.FINAL_TENDERS and procurement.tenders_closed_at is None
    if not is_open or due is None or now >= due:
        return CLOSED if procurement.tenders_due_at else "Final tenders are not open yet"
    if bid.stage not in (BidStage.INVITED, BidStage.SUBMITTED):
        return "Your organisation is not invited to submit a final tender, so there is nothing to work on"
    return ""
