"""The request to take part: started, filled in and sent while the call is open. And withdrawing, at any time."""

from __future__ import annotations

import uuid
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor, Audience
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.money import pounds
from assurance.domain.procedures.bid import BID_LIFECYCLE
from assurance.domain.stages import BidStage, Stage
from assurance.domain.words import count_words
from assurance.persistence.models import Bid, Procurement
from assurance.persistence.queries.bids import find_own, was_opened
from assurance.persistence.queries.sealing import find_submission
from assurance.services import audit, stages
from assurance.services.bids.missing import missing_parts
from assurance.services.bids.own import hold, keep_untold
from assurance.services.sealing import contents

EXPERIENCE_WORDS = 1_000


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
    audit.record(session, tag="bid:started", actor=actor, now=now, procurement=procurement, subject=bid.public_id)
    return bid


def save_request(
    session: Session,
    *,
    bid: Bid,
    annual_turnover_amount: Decimal | None,
    has_no_exclusion_ground: bool,
    experience: str,
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> Bid:
    """Keep the request in draft, complete or not; `version` is the one of the bid that the person was shown."""
    hold(session, bid, actor)
    if bid.stage is not BidStage.DRAFT_REQUEST:
        raise Conflict("The request is sent and can no longer be changed")
    _check_call_open(bid.procurement, now)
    if version is not None and version != bid.version:
        raise Conflict("A colleague changed the request after you opened the page")
    _check_turnover(annual_turnover_amount)
    if (count := count_words(experience)) > EXPERIENCE_WORDS:
        raise InvalidInput("experience", f"The text has {count:,} words; at most {EXPERIENCE_WORDS:,} are allowed")
    bid.annual_turnover_amount = annual_turnover_amount
    bid.has_no_exclusion_ground = has_no_exclusion_ground
    bid.experience = experience.strip()
    audit.record(session, tag="request:saved", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id)
    return bid


def send_request(session: Session, *, bid: Bid, actor: Actor, now: datetime) -> Bid:
    """Send the request to take part; refused with the missing parts named, or when the call is closed."""
    hold(session, bid, actor, Permission.BID_SUBMIT)
    keep_untold(session, bid)
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


def _check_turnover(amount: Decimal | None) -> None:
    try:
        if amount is not None and pounds(amount) < 0:
            raise InvalidInput("annual_turnover_amount", "The annual turnover must not be negative")
    except InvalidInput as refused:
        raise InvalidInput("annual_turnover_amount", refused.message) from refused


def _check_call_open(procurement: Procurement, now: datetime) -> None:
    if not call_is_open(procurement, now):
        raise Conflict("The call is not open for requests to take part")
