"""What the register of representations says of each beside its own row."""

from __future__ import annotations

from datetime import date

from assurance.domain.deadlines import LONDON
from assurance.domain.deadlines.standstill import wait_after_decision
from assurance.persistence.models import Representation


def waits_until(representation: Representation) -> date | None:
    """Return the last of the working days that must pass after its decision; None while it holds nothing open so."""
    standstill = representation.bid.procurement.standstill
    if standstill is None or representation.decided_at is None or not representation.in_time:
        return None
    return wait_after_decision(standstill.rule, representation.decided_at.astimezone(LONDON).date()).on
