"""Leaves the signed head of the audit trail outside its database, as often as the trail has grown."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from assurance.adapters.witness import Witness
from assurance.persistence.session import Database
from assurance.services import witnessing


def leave_head(database: Database, place: str, *, now: datetime) -> str:
    """Leave the head unless it lies there, and return its name; raise what keeps the place from being reached."""
    with database.reading() as session:
        head = witnessing.sign_head(session, now=now)
    if head is None:
        return ""
    witness = Witness.open(place)
    return "" if witness.newest() >= head["seq"] else witness.leave(head)


def mail_head(database: Database, addresses: Sequence[str], *, now: datetime) -> int:
    """Write the head of the day to whoever has not had it; return to how many. Locks nothing once all have."""
    with database.reading() as session:
        missing = witnessing.unmailed(session, addresses=addresses, now=now)
    if not missing:
        return 0
    with database.transaction() as session:
        return witnessing.mail_head(session, addresses=missing, now=now)
