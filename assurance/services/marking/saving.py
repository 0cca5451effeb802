"""Saving an evaluator's own mark, and taking up an earlier draft of it again; every save is kept as a revision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.exc import StaleDataError

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotFound
from assurance.persistence.models import Bid, CriterionRow, Mark, MarkRevision
from assurance.persistence.queries.revisions import get_revision
from assurance.services import audit
from assurance.services.marking.writing import own_draft, tidy_text

LONGEST_RATIONALE, LONGEST_EVIDENCE, LONGEST_NOTE = 20_000, 300, 20_000


class StaleMark(Conflict):
    """The mark was saved in another window after the page was opened; both texts are still there."""


@dataclass(frozen=True, slots=True)
class Written:
    """What an evaluator has written: all of it may be unfinished."""

    mark: int | None
    rationale: str
    evidence: str
    private_note: str


def save_mark(
    session: Session, *, bid: Bid, criterion: CriterionRow, mark: int | None, rationale: str, evidence: str,
    version: int | None, actor: Actor, now: datetime, private_note: str | None = None,
) -> Mark:  # fmt: skip
    """Save the actor's own mark and reason, finished or not, and keep what it was as a revision.

    `version` is the one the person was shown, None when there was none yet; a private note that is not given stays as
    it is. Raises `Conflict` outside scoring, before the actor has declared on the bid or after locking; `StaleMark`
    when the mark was saved elsewhere meanwhile; `NotFound` for a question that is not theirs; `InvalidInput` for a
    mark off the scale or text that cannot be kept.
    """
    row = own_draft(session, bid=bid, criterion=criterion, actor=actor)
    _check_fresh(row, version)
    kept = row.private_note if row else ""
    written = _tidied(criterion, Written(mark, rationale, evidence, kept if private_note is None else private_note))
    if row is not None and _of(row) == written:
        return row
    row = row or _begun(bid, criterion, actor, now)
    _write(session, row, written, now)
    number = _keep_revision(session, row)
    audit.record(
        session, tag="mark:saved", actor=actor, now=now, procurement=bid.procurement,
        subject=f"{bid.public_id}/{criterion.code}", revision=number,
    )  # fmt: skip
    return row


def restore_draft(
    session: Session, *, bid: Bid, criterion: CriterionRow, number: int, version: int, actor: Actor, now: datetime
) -> Mark:
    """Take an earlier draft up again as the newest one; what stood until now stays among the drafts.

    Raises `NotFound` for a draft that is not the actor's own, and whatever `save_mark` raises.
    """
    row = own_draft(session, bid=bid, criterion=criterion, actor=actor)
    if row is None:
        raise NotFound("There is no such draft")
    old = get_revision(session, row.id, number)
    row = save_mark(
        session, bid=bid, criterion=criterion, mark=old.mark, rationale=old.rationale, evidence=old.evidence,
        private_note=old.private_note, version=version, actor=actor, now=now,
    )  # fmt: skip
    audit.record(
        session, tag="mark:restored", actor=actor, now=now, procurement=bid.procurement,
        subject=f"{bid.public_id}/{criterion.code}", draft=number, revision=row.version,
    )  # fmt: skip
    return row


def _check_fresh(row: Mark | None, version: int | None) -> None:
    if (row.version if row else None) != version:
        raise StaleMark("This mark was saved in another window after you opened the page")


def _tidied(criterion: CriterionRow, written: Written) -> Written:
    top = criterion.scale_top or 0
    if written.mark is not None and written.mark not in range(top + 1):
        raise InvalidInput("mark", f"The mark must be a whole number from 0 to {top}")
    return Written(
        written.mark,
        tidy_text("rationale", written.rationale, LONGEST_RATIONALE),
        tidy_text("evidence", written.evidence, LONGEST_EVIDENCE),
        tidy_text("private_note", written.private_note, LONGEST_NOTE),
    )


def _of(row: Mark) -> Written:
    return Written(row.mark, row.rationale, row.evidence, row.private_note)


def _begun(bid: Bid, criterion: CriterionRow, actor: Actor, now: datetime) -> Mark:
    """Begin a mark."""
    return Mark(
        bid_id=bid.id, criterion_id=criterion.id, evaluator_id=actor.user_id, scale_top=criterion.scale_top or 0,
        mark=None, rationale="", evidence="", private_note="", saved_at=now, finding_answers=[],
    )  # fmt: skip


def _write(session: Session, row: Mark, written: Written, now: datetime) -> None:
    """Write a mark; one that was saved or begun in another window at the same moment makes this one stale."""
    try:
        with session.begin_nested():
            row.mark, row.rationale, row.evidence = written.mark, written.rationale, written.evidence
            row.private_note, row.saved_at = written.private_note, now
            session.add(row)
    except (IntegrityError, StaleDataError) as clash:
        raise StaleMark("This mark was saved in another window at the same moment") from clash


def _keep_revision(session: Session, row: Mark) -> int:
    """Keep what the mark is now under the number of its version, and return the number."""
    revision = MarkRevision(
        mark_id=row.id, number=row.version, mark=row.mark, rationale=row.rationale, evidence=row.evidence,
        private_note=row.private_note, saved_at=row.saved_at,
    )  # fmt: skip
    session.add(revision)
    return row.version
