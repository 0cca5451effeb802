"""Outline solutions: saved version by version, submitted by the participant’s lead while the round is open."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import update
from sqlalchemy.exc import IntegrityError
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


class StaleOutline(Conflict):
    """The outline was saved by a colleague or in another window after the page was opened; both texts are there."""


def save_outline(
    session: Session, *, bid: Bid, text: str, seen: int | None = None, by_itself: bool = False, instead: bool = False,
    actor: Actor, now: datetime,
) -> OutlineVersion:  # fmt: skip
    """Keep an outline solution of the open round; a text that changed becomes a version of its own.

    What is saved `by_itself`, as it is typed, goes into one version until the person keeps it. `seen` is the revision
    that the person was shown, 0 for none; raises `StaleOutline` when another was saved since. Put `instead` of a text
    that was saved meanwhile, it is a version after that one, which is kept.
    """
    demand_own(bid, actor, Permission.BID_WRITE)
    if why := rules.why_not_written(bid.procurement.stage, bid.stage):
        raise Conflict(why)
    if fault := rules.fault_of(text):
        raise InvalidInput("text", fault)
    last = latest(session, bid)
    if seen is not None and seen != (last.revision if last else 0):
        raise StaleOutline(CHANGED)
    if last is not None and last.text == text.strip():
        last.is_kept = last.is_kept or not by_itself
        return last
    if last is not None and instead:
        last.is_kept = True
    if last is None or last.is_kept or last.submitted_at is not None or last.saved_by_id != actor.user_id:
        return _add(session, bid, text.strip(), last, actor, now, is_kept=not by_itself)
    return _go_on(session, last, text.strip(), actor, now, is_kept=not by_itself)


def submit_outline(
    session: Session, *, bid: Bid, number: int, revision: int | None = None, actor: Actor, now: datetime
) -> OutlineVersion:
    """Submit the newest version to the authority; one submitted later stands instead of it, and both are kept.

    Raises `Conflict` where it is not, or no longer, the version and the revision of it that the person was shown.
    """
    demand_own(bid, actor, Permission.BID_SUBMIT)
    if why := rules.why_not_written(bid.procurement.stage, bid.stage):
        raise Conflict(why)
    row = latest(session, bid)
    if row is None:
        raise Conflict("Write the outline solution first")
    if row.number != number or revision not in (None, row.revision):
        raise Conflict(CHANGED)
    if row.submitted_at is not None:
        raise Conflict("This version is submitted already")
    row.submitted_at, row.submitted_by_id, row.is_kept = now, actor.user_id, True
    _record(session, "outline:submitted", row, actor, now)
    return row


def latest(session: Session, bid: Bid) -> OutlineVersion | None:
    """Return the newest version of the round that is open, submitted or not."""
    here = DIALOGUE_STAGES.get(bid.procurement.stage)
    return next((each for each in list_outlines(session, bid.id) if each.round == here), None)


def _add(
    session: Session, bid: Bid, text: str, last: OutlineVersion | None, actor: Actor, now: datetime, *, is_kept: bool
) -> OutlineVersion:
    row = OutlineVersion(
        bid_id=bid.id, bid=bid, round=DIALOGUE_STAGES[bid.procurement.stage], number=(last.number if last else 0) + 1,
        text=text, words=count_words(text), digest=rules.digest(text), saved_by_id=actor.user_id, saved_at=now,
        revision=(last.revision if last else 0) + 1, is_kept=is_kept,
    )  # fmt: skip
    try:
        with session.begin_nested():  # two colleagues who save the same number meet here
            session.add(row)
    except IntegrityError as clash:
        raise StaleOutline(CHANGED) from clash
    _record(session, "outline:saved", row, actor, now)
    return row


def _go_on(
    session: Session, row: OutlineVersion, text: str, actor: Actor, now: datetime, *, is_kept: bool
) -> OutlineVersion:
    """Go on with a version that was only saved as it was typed; raise `StaleOutline` when another save was quicker."""
    revised = session.execute(
        update(OutlineVersion)
        .where(OutlineVersion.id == row.id, OutlineVersion.revision == row.revision, ~OutlineVersion.is_kept)
        .values(revision=OutlineVersion.revision + 1)
    )
    if revised.rowcount != 1:  # type: ignore[attr-defined]  # reason: the result of an UPDATE counts its rows
        raise StaleOutline(CHANGED)
    session.refresh(row)
    row.text, row.words, row.digest, row.saved_at = text, count_words(text), rules.digest(text), now
    row.is_kept = is_kept
    _record(session, "outline:saved", row, actor, now)
    return row


def _record(session: Session, tag: str, row: OutlineVersion, actor: Actor, now: datetime) -> None:
    audit.record(
        session, tag=tag, actor=actor, now=now, procurement=row.bid.procurement, subject=row.bid.public_id,
        round=row.round, number=row.number, words=row.words, digest=row.digest,
    )  # fmt: skip
