"""Earlier drafts of a bidder's answers: what was saved, and what was typed and could not be saved as the answer."""

from __future__ import annotations

from datetime import datetime, timedelta
from os.path import commonprefix

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.persistence.models import AnswerDraft, Bid
from assurance.persistence.queries.answers import find_newest_draft
from assurance.services import audit
from assurance.services.bids.own import hold, keep_in_hand

ONE_DRAFT = timedelta(minutes=10)
"""Saves of one person within this time are one draft, so that typing for an hour leaves a handful and not hundreds."""
_LOSS = 10
"""A save that takes a tenth of the text away begins a new draft, so that what was deleted is still there."""

SAVED, CLASH, CHANGED = "saved", "clash", "changed"


def keep_draft(
    session: Session, *, bid: Bid, code: str, text: str, actor: Actor, now: datetime, anew: bool = False
) -> None:
    """Keep what was just saved as an answer among its drafts; `anew` where it does not go on from the newest one."""
    newest = find_newest_draft(session, bid.id, code)
    if newest is not None and not anew and _goes_on(newest, text, actor, now):
        newest.text, newest.written_at = text, now
    elif text or newest is not None:
        _add(session, bid, code, text, SAVED, newest, actor, now)


def set_aside(
    session: Session, *, bid: Bid, code: str, text: str, came_of: str, actor: Actor, now: datetime
) -> AnswerDraft | None:
    """Keep what was typed and not taken as the answer: a colleague was quicker, or something else is asked now.

    Called in a transaction of its own, because what was refused is undone. The same text is kept once.
    """
    hold(session, bid, actor)
    keep_in_hand(bid, now)
    newest = find_newest_draft(session, bid.id, code)
    if not text.strip() or (newest is not None and newest.text == text.strip()):
        return newest
    row = _add(session, bid, code, text.strip(), came_of, newest, actor, now)
    audit.record(
        session, tag="answer:set-aside", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        criterion=code, draft=row.number, because=came_of,
    )  # fmt: skip
    return row


def _goes_on(newest: AnswerDraft, text: str, actor: Actor, now: datetime) -> bool:
    is_same_writing = newest.came_of == SAVED and newest.written_by_id == actor.user_id
    is_close = now - newest.begun_at < ONE_DRAFT
    return is_same_writing and is_close and _taken_out(newest.text, text) * _LOSS <= len(newest.text)


def _taken_out(old: str, new: str) -> int:
    """Count the characters between what both begin with and what both end with."""
    start = len(commonprefix([old, new]))
    end = len(commonprefix([old[start:][::-1], new[start:][::-1]]))
    return len(old) - start - end


def _add(
    session: Session, bid: Bid, code: str, text: str, came_of: str, newest: AnswerDraft | None, actor: Actor,
    now: datetime,
) -> AnswerDraft:  # fmt: skip
    row = AnswerDraft(
        bid_id=bid.id, code=code, number=1 + (newest.number if newest else 0), came_of=came_of, text=text,
        written_by_id=actor.user_id, begun_at=now, written_at=now,
    )  # fmt: skip
    session.add(row)
    return row
