"""Searches that people keep to be told of what is published."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.persistence.models import SavedSearch


def list_own(session: Session, user_id: int) -> list[SavedSearch]:
    """List a person's live alerts, newest first."""
    query = select(SavedSearch).where(SavedSearch.user_id == user_id, SavedSearch.ended_at.is_(None))
    return list(session.scalars(query.order_by(SavedSearch.id.desc())))


def list_live(session: Session) -> list[SavedSearch]:
    """List everybody's live alerts, oldest first, so that of several the same one is always named."""
    return list(session.scalars(select(SavedSearch).where(SavedSearch.ended_at.is_(None)).order_by(SavedSearch.id)))


def find_search(session: Session, public_id: str) -> SavedSearch | None:
    """Return an alert by its public id, live or ended."""
    return session.scalar(select(SavedSearch).where(SavedSearch.public_id == public_id))
