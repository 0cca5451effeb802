"""Notices a clock that is wrong: set back, so that what is late would be early again, or known to be off.

The background worker compares the clock with another one twice a minute and keeps what it found for every server.
While it is known to be off by more than two seconds nothing is closed by it; it is right again by itself.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.roles import Role
from assurance.domain.errors import NotNow
from assurance.domain.procedures.rules.wording import when
from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, ClockState, Procurement
from assurance.persistence.sight import sees_everything
from assurance.services import audit, telling

TOLERANCE = timedelta(seconds=2)
"""How far the clocks of two servers may differ."""
CODE = "clock_anomaly"
OFF = (
    "clock-off", "The clock of the service is wrong",
    "Final tenders cannot be closed until it is right. Tell the people who run the service",
)  # fmt: skip
RIGHT = ("clock-right", "The clock of the service is right again", "Final tenders can be closed at their deadline")


@dataclass(frozen=True, slots=True)
class Reading:
    """By how much the clock here is ahead of another one, and which."""

    ahead: timedelta
    source: str

    @property
    def is_off(self) -> bool:
        """Whether that is more than may be."""
        return abs(self.ahead) > TOLERANCE


@sees_everything  # the newest entry, whoever wrote it
def refuse_clock_set_back(session: Session, now: datetime) -> None:
    """Raise `NotNow` when the clock shows an earlier time than the newest entry of the audit trail."""
    newest = session.scalar(select(AuditEvent.at).order_by(AuditEvent.seq.desc()).limit(1))
    if newest is not None and now < newest - TOLERANCE:
        raise NotNow(
            "The clock of this service shows an earlier time than it did before, so nothing can be received until it "
            "is right. Your tender is kept as it is. Tell the authority, and try again",
            code=CODE,
        )


def refuse_clock_known_wrong(session: Session) -> None:
    """Raise `NotNow` while the clock is known to be off, so that nothing is closed before or after its time."""
    if why := why_wrong(session):
        raise NotNow(f"{why} Nothing is closed by a wrong clock. Try again once it is right", code=CODE)


def why_wrong(session: Session) -> str:
    """Say by how much the clock is off and since when, or nothing while it is not known to be."""
    state = session.get(ClockState, 1, populate_existing=True)
    if state is None or state.off_since is None:
        return ""
    off = f"The clock of this service is {_seconds(state.offset_ms)} compared with {state.source}"
    return f"{off}, first seen at {when(state.off_since)}."


def note(session: Session, reading: Reading, *, now: datetime) -> None:
    """Keep what was found; when it is newly off, or right again, put that on record and tell the officers."""
    state = session.get(ClockState, 1, with_for_update=True, populate_existing=True)
    if state is None:
        state = ClockState(id=1, offset_ms=0, source="", checked_at=now)
        session.add(state)
    was_off = state.off_since
    state.offset_ms, state.source = round(reading.ahead / timedelta(milliseconds=1)), reading.source
    state.checked_at, state.off_since = now, (was_off or now) if reading.is_off else None
    session.flush()
    if (was_off is None) == (state.off_since is None):
        return
    tag = "clock:anomaly" if reading.is_off else "clock:right"
    audit.record(session, tag=tag, actor=None, now=now, source=reading.source, offset_ms=state.offset_ms)
    _tell(session, state, since=was_off or now, now=now)


def _tell(session: Session, state: ClockState, *, since: datetime, now: datetime) -> None:
    """Tell who waits for a deadline that the clock is wrong, or right again, once for each time."""
    said = f"It is {_seconds(state.offset_ms)} compared with {state.source}"
    kind, title, text = OFF if state.off_since is not None else RIGHT
    waiting = select(Procurement).where(Procurement.stage.in_((Stage.CALL, Stage.FINAL_TENDERS)))
    for procurement in session.scalars(waiting):
        telling.tell_holders(
            session, procurement=procurement, roles=(Role.OFFICER, Role.OWNER), kind=kind, title=title,
            subject=f"{since.isoformat()}/{procurement.reference}"[:80], text=f"{said}. {text}", now=now,
            endpoint="staff.procurements.show",
        )  # fmt: skip


def _seconds(milliseconds: int) -> str:
    seconds = abs(milliseconds) / 1000
    said = f"{seconds:,.1f} seconds"
    return f"{said} {'ahead' if milliseconds > 0 else 'behind'}"
