"""Saving an evaluator's own mark, and taking up an earlier draft of it again; every save is kept as a revision."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import datetime
from typing import cast

from sqlalchemy import Table, bindparam, insert, update
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session
from sqlalchemy.orm.attributes import set_committed_value

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotFound
from assurance.persistence.models import Bid, CriterionRow, Mark, MarkRevision
from assurance.persistence.queries.revisions import get_revision
from assurance.services import audit
from assurance.services.marking.writing import own_draft, tidy_text

_WRITTEN = ("mark", "rationale", "evidence", "private_note")
LONGEST_RATIONALE, LONGEST_EVIDENCE, LONGEST_NOTE = 20_000, 300, 20_000
_MARK = cast(Table, Mark.__table__)
_REPLACE = (
    update(_MARK)
    .where(_MARK.c.id == bindparam("of_mark"), _MARK.c.version == bindparam("seen"))
    .values({name: bindparam(f"new_{name}") for name in (*_WRITTEN, "saved_at", "version")})
)
_REVISION = insert(cast(Table, MarkRevision.__table__))
"""Many people save often: what they write goes in without the detours that other rows may take."""


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
    if row is None:
        row = _begin(session, _begun(bid, criterion, actor, now), written)
    else:
        _replace(session, row, written, now)
    _keep_revision(session, row)
    audit.record(
        session, tag="mark:saved", actor=actor, now=now, procurement=bid.procurement,
        subject=f"{bid.public_id}/{criterion.code}", revision=row.version,
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


def _begin(session: Session, row: Mark, written: Written) -> Mark:
    """Write the first version of a mark; one that was begun in another window at the same moment makes it stale."""
    for name in _WRITTEN:
        setattr(row, name, getattr(written, name))
    try:
        with session.begin_nested():
            session.add(row)
    except IntegrityError as clash:
        raise StaleMark("This mark was saved in another window at the same moment") from clash
    return row


def _replace(session: Session, row: Mark, written: Written, now: datetime) -> None:
    """Write the next version of a mark, if the one that was read is still the newest."""
    new = {**asdict(written), "saved_at": now, "version": row.version + 1}
    values = {"of_mark": row.id, "seen": row.version, **{f"new_{name}": value for name, value in new.items()}}
    if session.connection().execute(_REPLACE, values).rowcount != 1:
        raise StaleMark("This mark was saved in another window at the same moment")
    for name, value in new.items():
        set_committed_value(row, name, value)


def _keep_revision(session: Session, row: Mark) -> None:
    """Keep what the mark is now under the number of its version."""
    kept = {name: getattr(row, name) for name in (*_WRITTEN, "saved_at")}
    session.connection().execute(_REVISION, {"mark_id": row.id, "number": row.version, **kept})
