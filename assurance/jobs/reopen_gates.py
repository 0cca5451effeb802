"""Opens the gates again that have an overdue condition, and tells their people."""

from __future__ import annotations

import logging
from datetime import datetime

from assurance.persistence.session import Database
from assurance.services import gate_reopening

log = logging.getLogger(__name__)


def reopen_gates(database: Database, *, now: datetime) -> int:
    """Open every gate that waits for it, in one transaction; return how many. Nothing is locked when none does."""
    with database.reading() as session:
        if not gate_reopening.has_overdue(session, now=now):
            return 0
    with database.transaction() as session:
        opened = len(gate_reopening.reopen_overdue(session, now=now))
    log.info("gates opened again: %s", opened)
    return opened
