"""Published notices."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.persistence.models import Notice


def list_notices(session: Session) -> list[Notice]:
    """List everything published, newest first."""
    return list(session.scalars(select(Notice).order_by(Notice.published_at.desc(), Notice.id.desc())))
