"""How long the records of a procurement are kept, and the periods that an authority sets for itself."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor, Reach, permits
from assurance.domain.errors import InvalidInput, NotPermitted
from assurance.domain.procedures.regimes import Regime
from assurance.domain.retention.classes import LONGEST, Kind
from assurance.domain.retention.schedule import Held, schedule
from assurance.persistence.models import Procurement, RetentionPeriod
from assurance.persistence.queries.retention import ends_of, list_own_periods
from assurance.services import audit


def schedule_of(session: Session, procurement: Procurement) -> tuple[Held, ...]:
    """Return every kind of record of a procurement with its period and its dates."""
    ends = ends_of(session, [procurement])[procurement.id]
    own = list_own_periods(session, procurement.organisation_id)
    return schedule(Regime(procurement.procedure.regime), ends, own)


def set_period(
    session: Session, *, kind: Kind, years: int, reason: str, actor: Actor, now: datetime
) -> RetentionPeriod:
    """Set how long the authority keeps a kind of record; a law that asks for longer still counts."""
    if not permits(actor, Permission.RETENTION_SET, Reach(actor.organisation_id)):
        raise NotPermitted("Whoever leads the authority’s people here sets how long its records are kept")
    if not 1 <= years <= LONGEST:
        raise InvalidInput("years", f"Enter 1 to {LONGEST} years")
    if len(reason.strip()) < 10:
        raise InvalidInput("reason", "Name the schedule or the decision this period comes from")
    before = list_own_periods(session, actor.organisation_id).get(kind)
    row = RetentionPeriod(
        organisation_id=actor.organisation_id, kind=kind, years=years, reason=reason.strip(),
        set_by_id=actor.user_id, set_at=now,
    )  # fmt: skip
    session.add(row)
    audit.record(
        session, tag="retention-period:set", actor=actor, now=now, subject=kind.value,
        before=before[0] if before else None, after=years, reason=row.reason,
    )  # fmt: skip
    return row
