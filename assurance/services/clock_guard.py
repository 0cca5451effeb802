"""Notices a clock that was set back, so that what is late does not become early again."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.errors import NotNow
from assurance.persistence.models import AuditEvent

TOLERANCE = timedelta(seconds=2)
"""How far the clocks of two servers may differ."""


def refuse_clock_set_back(session: Session, now: datetime) -> None:
    """Raise `NotNow` when the clock shows an earlier time than the newest entry of the audit trail."""
    newest = session.scalar(select(AuditEvent.at).order_by(AuditEvent.seq.desc()).limit(1))
    if newest is not None and now < newest - TOLERANCE:
        raise NotNow(
            "The clock of this service shows an earlier time than it did before, so nothing can be received until it "
            "is right. Your tender is kept as it is. Tell the authority, and try again",
            code="clock_anomaly",
        )
