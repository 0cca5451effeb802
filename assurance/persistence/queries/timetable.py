"""The timetable of a procurement, with its planned stages."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.persistence.models import Timetable


def find_timetable(session: Session, procurement_id: int) -> Timetable | None:
    """Return the timetable with its stages, or None before one was proposed; two queries."""
    return session.scalar(select(Timetable).where(Timetable.procurement_id == procurement_id))
