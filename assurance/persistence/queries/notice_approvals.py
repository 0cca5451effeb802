"""Approvals of notices that are not published yet."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.persistence.models import NoticeApproval


def find_last_approval(session: Session, procurement_id: int, kind: str) -> NoticeApproval | None:
    """Return the newest approval of a kind of notice, whether it still counts or not."""
    query = select(NoticeApproval).where(NoticeApproval.procurement_id == procurement_id, NoticeApproval.kind == kind)
    return session.scalars(query.order_by(NoticeApproval.id.desc()).limit(1)).first()
