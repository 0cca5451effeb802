"""Approvals of notices that are not published yet."""

from __future__ import annotations

from collections.abc import Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.persistence.among import among
from assurance.persistence.models import Notice, NoticeApproval


def find_last_approval(session: Session, procurement_id: int, kind: str) -> NoticeApproval | None:
    """Return the newest approval of a kind of notice since the last such was published, counting still or not."""
    published = select(func.max(Notice.published_at)).where(
        Notice.procurement_id == procurement_id, Notice.kind == kind, Notice.corrects_id.is_(None)
    )
    last = session.scalar(published)
    query = select(NoticeApproval).where(NoticeApproval.procurement_id == procurement_id, NoticeApproval.kind == kind)
    if last is not None:
        query = query.where(NoticeApproval.approved_at > last)
    return session.scalars(query.order_by(NoticeApproval.id.desc()).limit(1)).first()


def list_approved(session: Session, procurement_ids: Sequence[int]) -> dict[int, set[str]]:
    """Return by procurement which kinds were approved since the last of their kind was published; two queries."""
    wanted = among(Notice.procurement_id, procurement_ids), Notice.corrects_id.is_(None)
    newest = select(Notice.procurement_id, Notice.kind, func.max(Notice.published_at)).where(*wanted)
    published = {
        (each, kind): at for each, kind, at in session.execute(newest.group_by(Notice.procurement_id, Notice.kind))
    }
    rows = session.scalars(select(NoticeApproval).where(among(NoticeApproval.procurement_id, procurement_ids)))
    found: dict[int, set[str]] = {}
    for row in rows:
        last = published.get((row.procurement_id, row.kind))
        if last is None or row.approved_at > last:
            found.setdefault(row.procurement_id, set()).add(row.kind)
    return found
