"""Approvals of notices that are not published yet."""

from __future__ import annotations

from sqlalchemy import func, select
from sqlalchemy.orm import Session

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
