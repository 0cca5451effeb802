"""Locking all of one's marks at once, for good; and what still stands in the way."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator
from datetime import datetime

import rfc8785
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, MoveRefused, Objection
from assurance.persistence.models import Mark, Procurement
from assurance.services import audit
from assurance.services.marking.checking import Checker, checker
from assurance.services.marking.queue import Question, Queue, my_queue
from assurance.services.marking.writing import check_scoring


def lock_marks(session: Session, *, procurement: Procurement, actor: Actor, now: datetime) -> int:
    """Lock all the actor's marks for good and return how many were locked; there is no way back.

    Raises `MoveRefused` listing every question without a mark or reason, or whose reason may not stand; `Conflict`
    outside scoring or when nothing is left to lock. The digest of what was locked goes into the audit trail.
    """
    check_scoring(procurement)
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
    check = checker(session, procurement=procurement, questions=queue.questions)
    return [found for question in queue.questions for found in _objections(question, check)]


def _objections(question: Question, check: Checker) -> Iterator[Objection]:
    where = f"{question.bid.organisation.name}, {question.criterion.title}"
    if question.state == "locked":
        return
    if question.mark is None or question.mark.mark is None:
        yield _objection("mark", f"{where}: there is no mark yet")
        return
    for seen in check.seen(question):
        if seen.blocks:
            yield _objection(seen.finding.code, f"{where}: {seen.finding.message}", answerable=seen.finding.answerable)


def _objection(code: str, message: str, *, answerable: bool = False) -> Objection:
    mend = "Open the question from your list"
    if answerable:
        mend += ", and mend the reason or say there why it may stand"
    return Objection(code, message, mend, endpoint="staff.evaluation.queue")


def _digest(marks: list[Mark]) -> str:
    rows = [[m.bid_id, m.criterion_id, m.evaluator_id, m.mark, m.rationale, m.evidence] for m in marks]
    return hashlib.sha256(rfc8785.dumps(rows)).hexdigest()
