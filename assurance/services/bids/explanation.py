"""A bidder's explanation of its own bid: kept in draft by any of its people, sent once, still taken when it is late."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, Stale
from assurance.domain.evaluation.abnormal import is_late
from assurance.domain.stages import ASKABLE_BID_STAGES, ASKING_STAGES
from assurance.domain.words import count_words
from assurance.persistence.models import AbnormalBidQuery
from assurance.services import audit
from assurance.services.bids.own import hold

ANSWER_WORDS = 2_000
"""Enough for a reasoned explanation; figures may be given in words and lines."""


def save_draft(
    session: Session, *, row: AbnormalBidQuery, text: str, actor: Actor, now: datetime, version: int | None = None
) -> AbnormalBidQuery:
    """Keep what is written without sending it; nobody of the authority can read it."""
    _hold(session, row, actor, version)
    _check_length(text)
    row.answer_draft = text.strip()
    audit.record(
        session, tag="abnormal:draft-saved", actor=actor, now=now, procurement=row.bid.procurement,
        subject=row.bid.public_id,
    )  # fmt: skip
    return row


def send(
    session: Session, *, row: AbnormalBidQuery, text: str, actor: Actor, now: datetime, version: int | None = None
) -> AbnormalBidQuery:
    """Send the explanation, once. After the time it was due it is still taken, and marked late, until it is decided.

    Pressed twice, the same text is sent once.
    """
    if row.answer and row.answer == text.strip():
        hold(session, row.bid, actor)
        return row
    _hold(session, row, actor, version)
    if not text.strip():
        raise InvalidInput("text", "Enter your explanation")
    _check_length(text)
    row.answer, row.answer_draft = text.strip(), ""
    row.answered_by_id, row.answered_at = actor.user_id, now
    audit.record(
        session, tag="abnormal:answered", actor=actor, now=now, procurement=row.bid.procurement,
        subject=row.bid.public_id, about=row.about, answer=row.answer, late=is_late(now, row.answer_due_at),
    )  # fmt: skip
    return row


def why_closed(row: AbnormalBidQuery) -> str:
    """Say to the bidder why nothing can be answered any more, or return nothing while it can.

    Not that or how it was decided: the bidder is told that by letter.
    """
    if row.answer:
        return "Your explanation is with the authority. What was sent is no longer changed"
    is_open = row.bid.procurement.stage in ASKING_STAGES and row.bid.stage in ASKABLE_BID_STAGES
    if row.decision or not is_open:
        return "This question is closed, so nothing can be sent any more"
    return ""


def _hold(session: Session, row: AbnormalBidQuery, actor: Actor, version: int | None) -> None:
    hold(session, row.bid, actor)
    session.refresh(row, with_for_update={"of": AbnormalBidQuery})
    if why := why_closed(row):
        raise Conflict(why)
    if version is not None and version != row.version:
        raise Stale("A colleague wrote here after you opened the page")


def _check_length(text: str) -> None:
    if (count := count_words(text)) > ANSWER_WORDS:
        raise InvalidInput("text", f"The text has {count:,} words; at most {ANSWER_WORDS:,} are allowed")
