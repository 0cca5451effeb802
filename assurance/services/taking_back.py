"""Taking a submitted tender back to change it or out of the box; giving it again when the key of the box is lost."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.adapters.files import FileStore
from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict
from assurance.domain.stages import BidStage
from assurance.domain.tenderbox.opening import TENDER
from assurance.persistence.models import Bid, Submission
from assurance.persistence.queries.sealing import find_submission
from assurance.services import audit, stages
from assurance.services.bids.own import hold, keep_untold
from assurance.services.sealing import contents, copies, lost_keys, supplied
from assurance.services.sealing.given_files import Found


def reopen(session: Session, *, bid: Bid, return_code: str | None, actor: Actor, now: datetime) -> Bid:
    """Put a copy of the submitted tender back in the bidder's hands; what was submitted stands until it is replaced.

    With the return code everything comes back as it was submitted; with None the parts are blank, because
    nobody but its holder can open them. Raises `InvalidInput` for a wrong code and `MoveRefused` after the deadline.
    """
    submission = _hold(session, bid, actor)
    if bid.reopened_at is not None:
        raise Conflict("The tender is being changed already. Open its parts, or submit it again")
    stages.judge_bid(bid=bid, trigger="replace", now=now)
    if return_code is not None:
        own = copies.open_own_copy(bid, submission, return_code)
        contents.write_rows(session, bid, own.parts, by_id=actor.user_id, at=now, files=own.files)
    bid.reopened_at = now
    audit.record(
        session, tag="bid:reopened", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        digest=submission.manifest_digest, with_code=return_code is not None,
    )  # fmt: skip
    session.flush()
    return bid


def keep_submitted(session: Session, *, bid: Bid, actor: Actor, now: datetime) -> Bid:
    """Give up changing a tender: the copy in hand is deleted and what was submitted stands."""
    _hold(session, bid, actor)
    if bid.reopened_at is None:
        raise Conflict("The tender is not being changed, so there is nothing to give up")
    contents.wipe_rows(session, bid)
    bid.reopened_at = None
    audit.record(
        session, tag="bid:change-given-up", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id
    )
    return bid


def take_out(session: Session, *, bid: Bid, actor: Actor, now: datetime) -> Bid:
    """Take a submitted tender out of the box before the deadline; until another is submitted there is none.

    A copy in hand stays in hand. Without one the parts are blank: what was sealed stays sealed for ever.
    """
    submission = _hold(session, bid, actor)
    stages.move_bid(session, bid=bid, trigger="take_back", actor=actor, now=now)
    submission.withdrawn_at = now
    bid.submitted_at = bid.submitted_by_id = bid.manifest = bid.manifest_digest = bid.reopened_at = None
    audit.record(
        session, tag="bid:taken-back", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        digest=submission.manifest_digest,
    )  # fmt: skip
    return bid


def give_again(session: Session, *, bid: Bid, return_code: str, files: FileStore, actor: Actor, now: datetime) -> Bid:
    """Give a submitted tender, or its price, again from the bidder's own copy, after the key is declared lost."""
    _hold_lost(session, bid, actor)
    lost_keys.supply(session, bid=bid, return_code=return_code, files=files, actor=actor, now=now)
    return bid


def give_parts(session: Session, *, bid: Bid, found: Found, actor: Actor, now: datetime) -> int:
    """Give parts of a submitted tender again from the bidder's own file; return how many are still missing."""
    _hold_lost(session, bid, actor)
    return supplied.take(session, bid=bid, found=found, actor=actor, now=now)


def _hold_lost(session: Session, bid: Bid, actor: Actor) -> None:
    """Lock a bid of which something is asked again: its tender in the box, or its price while it is evaluated."""
    if lost_keys.wanted(bid.procurement) == TENDER:
        _hold(session, bid, actor)
    else:
        hold(session, bid, actor, Permission.BID_SUBMIT)


def _hold(session: Session, bid: Bid, actor: Actor) -> Submission:
    hold(session, bid, actor, Permission.BID_SUBMIT)
    keep_untold(session, bid)
    submission = find_submission(session, bid.id)
    if bid.stage is not BidStage.SUBMITTED or submission is None:
        raise Conflict("No tender of yours is in the box, so there is nothing to take back")
    return submission
