"""Statutory dates, each with its reason: working days, London time, and standstill as a condition.

Regimes are data and the counting is written once. `dates_after` gives what follows from an event under each.
"""

from assurance.domain.deadlines.london import LONDON, end_of_day_london, london_to_utc, say_day
from assurance.domain.deadlines.standstill import (
    Standstill,
    pa23_standstill,
    pcr15_standstill,
    psr_standstill,
    standstill_after,
    standstill_over,
    wait_after_decision,
)
from assurance.domain.deadlines.standstill_rules import PA23, PCR15, PSR, StandstillRule
from assurance.domain.deadlines.working_days import (
    Calendar,
    Counted,
    Skipped,
    WorkingDays,
    add_working_days,
    is_working_day,
    why_not_working,
    working_days_calendar,
)

__all__ = [
    "LONDON",
    "PA23",
    "PCR15",
    "PSR",
    "Calendar",
    "Counted",
    "Skipped",
    "Standstill",
    "StandstillRule",
    "WorkingDays",
    "add_working_days",
    "end_of_day_london",
    "is_working_day",
    "london_to_utc",
    "pa23_standstill",
    "pcr15_standstill",
    "psr_standstill",
    "say_day",
    "standstill_after",
    "standstill_over",
    "wait_after_decision",
    "why_not_working",
    "working_days_calendar",
]
