"""Earlier drafts of an evaluator's own mark."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotFound
from assurance.persistence.models import MarkRevision


def list_revisions(session: Session, mark_id: int) -> list[MarkRevision]:
    """List everything a mark has been, newest first."""
    query = select(MarkRevision).where(MarkRevision.mark_id == mark_id).order_by(MarkRevision.number.desc())
    return list(session.scalars(query))


def get_revision(session: Session, mark_id: int, number: int) -> MarkRevision:
    """Return one earlier draft by its number."""
    row = session.scalar(select(MarkRevision).where(MarkRevision.mark_id == mark_id, MarkRevision.number == number))
    if row is None:
        raise NotFound("There is no such draft")
    return row
