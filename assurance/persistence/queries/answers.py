"""Answers of a bid while they are written: the answer, its earlier drafts, what is asked, who changed what last."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.persistence.models import Addendum, Answer, AnswerDraft, AuditEvent, Bid, CriteriaVersion


@dataclass(frozen=True, slots=True)
class LastChange:
    """When something was last done, and by whom."""

    at: datetime
    by_id: int | None


def find_answer(session: Session, bid_id: int, criterion_id: int) -> Answer | None:
    """Return the answer of a bid to a criterion, or None."""
    return session.scalar(select(Answer).where(Answer.bid_id == bid_id, Answer.criterion_id == criterion_id))


def list_drafts(session: Session, bid_id: int, code: str) -> list[AnswerDraft]:
    """List the drafts of one answer, newest first."""
    query = select(AnswerDraft).where(AnswerDraft.bid_id == bid_id, AnswerDraft.code == code)
    return list(session.scalars(query.order_by(AnswerDraft.number.desc())))


def find_newest_draft(session: Session, bid_id: int, code: str) -> AnswerDraft | None:
    """Return the newest draft of one answer, or None."""
    query = select(AnswerDraft).where(AnswerDraft.bid_id == bid_id, AnswerDraft.code == code)
    return session.scalar(query.order_by(AnswerDraft.number.desc()).limit(1))


def get_draft(session: Session, bid_id: int, code: str, number: int) -> AnswerDraft:
    """Return one draft by its number."""
    found = session.scalar(
        select(AnswerDraft).where(AnswerDraft.bid_id == bid_id, AnswerDraft.code == code, AnswerDraft.number == number)
    )
    if found is None:
        raise NotFound("There is no such draft")
    return found


def list_unasked(session: Session, bid_id: int, asked: Collection[str]) -> list[str]:
    """List the short names of questions of which there are drafts although they are not asked any more."""
    codes = select(AnswerDraft.code).where(AnswerDraft.bid_id == bid_id, AnswerDraft.code.not_in(asked)).distinct()
    return sorted(session.scalars(codes))


def newest_numbers(session: Session, procurement_id: int) -> tuple[int, int]:
    """Return the numbers of the newest version of the criteria and of the newest addendum that asks; 0 for none."""
    version = select(func.max(CriteriaVersion.number)).where(CriteriaVersion.procurement_id == procurement_id)
    addendum = select(func.max(Addendum.number)).where(Addendum.procurement_id == procurement_id, Addendum.is_asking)
    found = session.execute(select(version.scalar_subquery(), addendum.scalar_subquery())).one()
    return found[0] or 0, found[1] or 0


def list_asking(session: Session, procurement_id: int, after: int) -> Sequence[Addendum]:
    """List the addenda that change what must be answered and have a higher number than one."""
    query = select(Addendum).where(Addendum.procurement_id == procurement_id, Addendum.is_asking)
    return session.scalars(query.where(Addendum.number > after).order_by(Addendum.number)).all()


def last_changes(session: Session, bid: Bid, tags: Collection[str]) -> dict[str, LastChange]:
    """Return when each of some things was last done to a bid, and by whom."""
    newest = (
        select(func.max(AuditEvent.seq))
        .where(
            AuditEvent.procurement_id == bid.procurement_id,
            AuditEvent.subject == bid.public_id,
            AuditEvent.tag.in_(tags),
        )
        .group_by(AuditEvent.tag)
    )
    rows = session.execute(select(AuditEvent.tag, AuditEvent.at, AuditEvent.actor_id).where(AuditEvent.seq.in_(newest)))
    return {tag: LastChange(at, by_id) for tag, at, by_id in rows}
