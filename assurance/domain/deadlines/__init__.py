"""Statutory dates, each with its reason: working days, London time, and standstill as a condition.

Regimes are data and the counting is written once. Only the Provider Selection Regime is here so far.
"""

from assurance.domain.deadlines.london import LONDON, end_of_day_london, london_to_utc, say_day
from assurance.domain.deadlines.standstill import (
    PSR,
    Standstill,
    StandstillRule,
    psr_standstill,
    standstill_over,
    wait_after_decision,
)
from assurance.domain.deadlines.working_days import (
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
    "PSR",
    "Counted",
    "Skipped",
    "Standstill",
    "StandstillRule",
    "WorkingDays",
    "add_working_days",
    "end_of_day_london",
    "is_working_day",
    "london_to_utc",
    "psr_standstill",
    "say_day",
    "standstill_over",
    "wait_after_decision",
    "why_not_working",
    "working_days_calendar",
]
