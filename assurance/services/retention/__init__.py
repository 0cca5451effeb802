"""Retention: how long records are kept, holds that stop erasure, and erasing what has fallen due."""

from assurance.services.retention.erasing import approve, decline, propose_due, why_not
from assurance.services.retention.holds import end_hold, place_hold
from assurance.services.retention.periods import schedule_of, set_period

__all__ = ["approve", "decline", "end_hold", "place_hold", "propose_due", "schedule_of", "set_period", "why_not"]
