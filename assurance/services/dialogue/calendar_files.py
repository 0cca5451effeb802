"""The calendar file of a session, the same for both sides; each side's people open it from their own page."""

from __future__ import annotations

from datetime import datetime, timedelta

from assurance.domain.dialogue.calendar_file import Meeting, calendar_file
from assurance.persistence.models import DialogueSession

LASTS = timedelta(hours=2)
"""How long a session is kept free: its end is not planned."""


def session_file(row: DialogueSession, *, now: datetime) -> bytes:
    """Write a session for a calendar; a later version of it replaces the entry."""
    procurement = row.bid.procurement
    return calendar_file(
        Meeting(
            uid=f"{row.public_id}@assurance",
            sequence=row.version,
            begins_at=row.held_at,
            lasts=LASTS,
            title=f"{procurement.reference}: dialogue with {row.bid.organisation.name}, round {row.round}",
            place=row.place,
            description=f"{procurement.title}\n\nAgenda\n{row.agenda}",
        ),
        now=now,
    )


def file_name(row: DialogueSession) -> str:
    """Return the name the file is saved under."""
    return f"{row.bid.procurement.reference}-dialogue-{row.held_at:%Y-%m-%d}.ics"
