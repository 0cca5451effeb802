"""Whether the background work is done: each worker says twice a minute that it is alive, and a site looks at when.

By the real clock, also where that of the installation is simulated: setting it forward must kill nobody.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.persistence.models import WorkerBeat

SILENT_AFTER = timedelta(minutes=5)
"""How long nothing may be heard of any worker before the site says that none works."""
SILENT = "No background worker has been seen for five minutes: packs are not built and email does not leave."


def beat(session: Session, *, slot: int, now: datetime) -> None:
    """Keep that the worker in a slot is alive."""
    found = session.scalar(select(WorkerBeat).where(WorkerBeat.slot == slot))
    if found is None:
        session.add(WorkerBeat(slot=slot, seen_at=now))
    else:
        found.seen_at = now


def last_seen(session: Session) -> datetime | None:
    """Return when any worker was last heard of, or nothing where none ever was."""
    return session.scalar(select(func.max(WorkerBeat.seen_at)))


def why_silent(session: Session, *, started: datetime, now: datetime) -> str:
    """Say that no worker works, once the site itself has been up long enough for one to have come."""
    heard = max(started, last_seen(session) or started)
    return SILENT if now - heard > SILENT_AFTER else ""
