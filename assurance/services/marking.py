"""Individual marks: each evaluator writes, alone, on the questions given to them, and locks them all at once.

Every save is kept as a revision and nothing locked ever changes (EnergySolutions v NDA [2016] EWHC 1988 (TCC)).
Nothing here reads anybody's mark but the actor's own.
"""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator
from datetime import datetime

import rfc8785
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound, Objection
from assurance.domain.evaluation.rationale import Finding, findings
from assurance.domain.stages import Stage
from assurance.persistence.models import Bid, CriterionRow, Mark, MarkRevision, Procurement
from assurance.persistence.queries.evaluation import find_mark
from assurance.persistence.queries.panel import Cell, list_cells, list_evaluated_bids
from assurance.services import audit, conflicts
from assurance.services.marking_queue import Question, Queue, my_queue

__all__ = [
    "Question",
    "Queue",
    "check_rationale",
    "lock_marks",
    "lock_objections",
    "my_queue",
    "require_duty",
    "save_mark",
]

LONGEST_RATIONALE, LONGEST_EVIDENCE = 20_000, 300


def save_mark(
    session: Session, *, bid: Bid, criterion: CriterionRow, mark: int | None, rationale: str, evidence: str,
    version: int | None, actor: Actor, now: datetime,
) -> Mark:  # fmt: skip
    """Save the actor's own mark and reason, finished or not, and keep what it was as a revision.

    `version` is the one the person was shown, None when there was none yet. Raises `Conflict` outside scoring, before
    the actor has declared on the bid, after locking, or when the mark was saved elsewhere meanwhile; `NotFound` for
    a question that is not theirs; `InvalidInput` for a mark off the scale or text too long to keep.
    """
    row = _own_draft(session, bid=bid, criterion=criterion, version=version, actor=actor)
    top = criterion.scale_top or 0
    if mark is not None and mark not in range(top + 1):
        raise InvalidInput("mark", f"The mark must be a whole number from 0 to {top}")
    values = (mark, _text("rationale", rationale, LONGEST_RATIONALE), _text("evidence", evidence, LONGEST_EVIDENCE))
    if row is not None and (row.mark, row.rationale, row.evidence) == values:
        return row
    if row is None:
        row = Mark(bid_id=bid.id, criterion_id=criterion.id, evaluator_id=actor.user_id, scale_top=top)
        session.add(row)
    row.mark, row.rationale, row.evidence = values
    row.saved_at = now
    _keep_revision(session, row)
    audit.record(
        session, tag="mark:saved", actor=actor, now=now, procurement=bid.procurement,
        subject=f"{bid.public_id}/{criterion.code}", revision=row.version,
    )  # fmt: skip
    return row


def lock_marks(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> int:
    """Lock all the actor's marks for good and return how many were locked; there is no way back.

    Raises `MoveRefused` listing every question without a mark or reason, or whose reason may not stand; `Conflict`
    outside scoring or when nothing is left to lock. The digest of what was locked goes into the audit trail.
    """
    _check_scoring(procurement)
    queue = my_queue(session, procurement=procurement, actor=actor, now=now)
    if objections := lock_objections(session, procurement=procurement, queue=queue):
        raise MoveRefused("lock_marks", objections)
    to_lock = [question.mark for question in queue.questions if question.mark and question.mark.locked_at is None]
    if not to_lock:
        raise Conflict("There is nothing to lock: your marks are already locked, or no question is yours")
    for mark in to_lock:
        mark.locked_at = now
    audit.record(
        session, tag="mark:locked", actor=actor, now=now, procurement=procurement, count=len(to_lock),
        digest=_digest(to_lock),
    )  # fmt: skip
    session.flush()  # a mark saved in another window meanwhile shows here
    return len(to_lock)


def lock_objections(session: Session, *, procurement: Procurement, queue: Queue) -> list[Objection]:
    """List every question of the actor's that cannot be locked yet, and why."""
    bids = list_evaluated_bids(session, procurement.id)
    return [found for question in queue.questions for found in _objections(question, bids)]


def require_duty(session: Session, *, bid: Bid, criterion: CriterionRow, actor: Actor) -> Cell:
    """Return the actor's duty to mark a question of a bid, or raise `Conflict` (declare first) or `NotFound`."""
    conflicts.require_clear(session, bid=bid, actor=actor)
    cell = Cell(bid.id, criterion.id, actor.user_id)
    if cell not in list_cells(session, bid.procurement_id):
        raise NotFound("There is no such question, or it is not yours to mark")
    return cell


def check_rationale(bid: Bid, rationale: str, bids: Iterable[Bid]) -> tuple[Finding, ...]:
    """Say what is seen in a reason written about a bid, given all the bids of the procurement."""
    others = [other.organisation.name for other in bids if other.id != bid.id]
    return findings(rationale, own_name=bid.organisation.name, other_names=others)


def _own_draft(
    session: Session, *, bid: Bid, criterion: CriterionRow, version: int | None, actor: Actor
) -> Mark | None:
    _check_scoring(bid.procurement)
    row = find_mark(session, require_duty(session, bid=bid, criterion=criterion, actor=actor))
    if row is not None and row.locked_at is not None:
        raise Conflict("You have locked your marks; they can no longer be changed")
    if (row.version if row else None) != version:
        raise Conflict("This mark was saved in another window after you opened the page")
    return row


def _keep_revision(session: Session, row: Mark) -> None:
    session.flush()  # the revision bears the new version, and a clash shows here
    revision = MarkRevision(
        mark_id=row.id, number=row.version, mark=row.mark, rationale=row.rationale, evidence=row.evidence,
        saved_at=row.saved_at,
    )  # fmt: skip
    session.add(revision)


def _check_scoring(procurement: Procurement) -> None:
    if procurement.stage is not Stage.SCORING:
        raise Conflict(f"Marks are written during individual scoring; the stage is “{procurement.stage.label}”")


def _text(field: str, text: str, longest: int) -> str:
    text = text.strip()
    if len(text) > longest:
        raise InvalidInput(field, f"Use {longest:,} characters or fewer: take out {len(text) - longest:,}")
    return text


def _objections(question: Question, bids: list[Bid]) -> Iterator[Objection]:
    where = f"{question.bid.organisation.name}, {question.criterion.title}"
    if question.mark is None or question.mark.mark is None:
        yield _objection("mark", f"{where}: there is no mark yet")
        return
    for found in check_rationale(question.bid, question.mark.rationale, bids):
        if found.blocks_lock:
            yield _objection(found.code, f"{where}: {found.message}")


def _objection(code: str, message: str) -> Objection:
    return Objection(code, message, "Open the question from your list", endpoint="staff.evaluation.queue")


def _digest(marks: list[Mark]) -> str:
    rows = [[m.bid_id, m.criterion_id, m.evaluator_id, m.mark, m.rationale, m.evidence] for m in marks]
    return hashlib.sha256(rfc8785.dumps(rows)).hexdigest()
