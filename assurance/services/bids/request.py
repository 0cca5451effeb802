"""The request to take part: started and sent while the call is open. And withdrawing, at any time."""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor, Audience
from assurance.domain.errors import Conflict, NotPermitted
from assurance.domain.procedures.bid import BID_LIFECYCLE
from assurance.domain.selection.grounds import Party
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid, Organisation, Procurement, SelectionParty
from assurance.persistence.queries.bids import find_own, was_opened
from assurance.persistence.queries.sealing import find_submission
from assurance.services import audit, stages
from assurance.services.bids.missing import missing_parts
from assurance.services.bids.own import hold, keep_untold
from assurance.services.bids.request_checked import refuse_unchecked
from assurance.services.sealing import contents


def call_is_open(procurement: Procurement, now: datetime) -> bool:
    """Say whether a provider can ask to take part now; at the deadline it no longer can."""
    due = procurement.requests_due_at
    return procurement.stage is Stage.CALL and due is not None and now < due


def start_request(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> Bid:
    """Start an organisation's request to take part; asked again, return the bid it already has.

    Raises `Conflict` unless the call is open (half-open: the deadline itself is late).
    """
    if actor.audience is not Audience.SUPPLIER:
        raise NotPermitted("Only a provider can ask to take part")
    if actor.is_organisation_viewer:
        raise NotPermitted("A viewer reads what the organisation does; ask your lead to let you work on bids")
    _check_call_open(procurement, now)
    if (existing := find_own(session, procurement.id, actor.organisation_id)) is not None:
        return existing
    bid = Bid(
        public_id=str(uuid.uuid4()), procurement_id=procurement.id, organisation_id=actor.organisation_id,
        stage=BidStage.DRAFT_REQUEST, created_at=now,
    )  # fmt: skip
    session.add(bid)
    session.flush()  # two requests of one organisation meet here, at the unique pair, and not at the commit
    _add_itself(session, bid, now)
    audit.record(session, tag="bid:started", actor=actor, now=now, procurement=procurement, subject=bid.public_id)
    return bid


def send_request(session: Session, *, bid: Bid, actor: Actor, now: datetime, checked: str | None = None) -> Bid:
    """Send the request to take part; refused with the missing parts named, or when the call is closed.

    `checked` is what the person saw (see `checked_request`): raises `StaleRequest` when a colleague changed it since.
    """
    hold(session, bid, actor, Permission.BID_SUBMIT)
    keep_untold(session, bid)
    if checked is not None and bid.stage is BidStage.DRAFT_REQUEST:
        refuse_unchecked(session, bid, checked)
    missing = tuple(part.what for part in missing_parts(session, bid))
    stages.move_bid(session, bid=bid, trigger="request", actor=actor, now=now, missing=missing)
    bid.requested_at = now
    return bid


def withdraw(session: Session, *, bid: Bid, reason: str, actor: Actor, now: datetime) -> Bid:
    """Withdraw from the procurement for good. A tender that was submitted and not opened stays closed for ever."""
    hold(session, bid, actor, Permission.BID_SUBMIT)
    if bid.stage not in BID_LIFECYCLE.moves["withdraw"].source:
        keep_untold(session, bid)
    stages.move_bid(session, bid=bid, trigger="withdraw", actor=actor, now=now, reason=reason)
    if not was_opened(session, bid.id):
        if (in_box := find_submission(session, bid.id)) is not None:
            in_box.withdrawn_at = now
        contents.wipe_rows(session, bid)
        bid.reopened_at = None
        bid.submitted_at = bid.submitted_by_id = bid.manifest = bid.manifest_digest = None
    return bid


def _add_itself(session: Session, bid: Bid, now: datetime) -> None:
    """Give the bidder its place among those who declare on grounds for exclusion, with nothing declared yet."""
    name = session.get_one(Organisation, bid.organisation_id).name
    session.add(
        SelectionParty(
            public_id=str(uuid.uuid4()), bid_id=bid.id, party=Party.BIDDER, name=name, company_number="", delivers="",
            declared={"applies": {}, "self_cleaning": {}}, updated_at=now,
        )
    )  # fmt: skip


def _check_call_open(procurement: Procurement, now: datetime) -> None:
    if not call_is_open(procurement, now):
        raise Conflict("The call is not open for requests to take part")
