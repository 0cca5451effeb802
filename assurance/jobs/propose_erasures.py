"""Proposes to erase records that have fallen due; people decide, and nothing is erased here."""

from __future__ import annotations

import logging
from datetime import datetime

from assurance.persistence.session import Database
from assurance.services import retention

log = logging.getLogger(__name__)


def propose_erasures(database: Database, *, now: datetime) -> int:
    """Propose what is due and not proposed yet; return how many. Safe to run at any time."""
    with database.transaction() as session:
        made = len(retention.propose_due(session, now=now))
    if made:
        log.info("proposed to erase %s kinds of record", made)
    return made
