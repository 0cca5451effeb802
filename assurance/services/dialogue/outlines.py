"""Outline solutions: saved version by version, submitted by the participant’s lead while the round is open."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.dialogue import outlines as rules
from assurance.domain.errors import Conflict, InvalidInput
from assurance.domain.stages import DIALOGUE_STAGES
from assurance.domain.words import count_words
from assurance.persistence.models import Bid, OutlineVersion
from assurance.persistence.queries.dialogue_record import list_outlines
from assurance.services import audit
from assurance.services.dialogue.owning import CHANGED, demand_own


def save_outline(
    session: Session, *, bid: Bid, text: str, seen: int | None = None, actor: Actor, now: datetime
) -> OutlineVersion:
    """Keep an outline solution of the open round; a text that changed becomes a version of its own.

    `seen` is the number of the version the person began from; raises `Conflict` when a colleague saved another since.
    """
    demand_own(bid, actor, Permission.BID_WRITE)
    if why := rules.why_not_written(bid.procurement.stage, bid.stage):
        raise Conflict(why)
    if fault := rules.fault_of(text):
        raise InvalidInput("text", fault)
    last = latest(session, bid)
    if seen is not None and seen != (last.number if last else 0):
        raise Conflict(CHANGED)
    if last is not None and last.text == text.strip():
        return last
    return _add(session, bid, text.strip(), last, actor, now)


def submit_outline(session: Session, *, bid: Bid, number: int, actor: Actor, now: datetime) -> OutlineVersion:
    """Submit the newest version to the authority; one submitted later stands instead of it, and both are kept."""
    demand_own(bid, actor, Permission.BID_SUBMIT)
    if why := rules.why_not_written(bid.procurement.stage, bid.stage):
        raise Conflict(why)
    row = latest(session, bid)
    if row is None:
        raise Conflict("Write the outline solution first")
    if row.number != number:
        raise Conflict(CHANGED)
    if row.submitted_at is not None:
        raise Conflict("This version is submitted already")
    row.submitted_at, row.submitted_by_id = now, actor.user_id
    _record(session, "outline:submitted", row, actor, now)
    return row


def latest(session: Session, bid: Bid) -> OutlineVersion | None:
    """Return the newest version of the round that is open, submitted or not."""
    here = DIALOGUE_STAGES.get(bid.procurement.stage)
    return next((each for each in list_outlines(session, bid.id) if each.round == here), None)


def _add(
    session: Session, bid: Bid, text: str, last: OutlineVersion | None, actor: Actor, now: datetime
) -> OutlineVersion:
    row = OutlineVersion(
        bid_id=bid.id, bid=bid, round=DIALOGUE_STAGES[bid.procurement.stage], number=(last.number if last else 0) + 1,
        text=text, words=count_words(text), digest=rules.digest(text), saved_by_id=actor.user_id, saved_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()  # two colleagues who save the same number meet here
    _record(session, "outline:saved", row, actor, now)
    return row


def _record(session: Session, tag: str, row: OutlineVersion, actor: Actor, now: datetime) -> None:
    audit.record(
        session, tag=tag, actor=actor, now=now, procurement=row.bid.procurement, subject=row.bid.public_id,
        round=row.round, number=row.number, words=row.words, digest=row.digest,
    )  # fmt: skip
