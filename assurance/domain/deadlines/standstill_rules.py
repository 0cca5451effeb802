"""The figures of each regime's standstill as data, with the provisions they come from, all read in their text."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from assurance.domain.deadlines.working_days import Calendar


class Count(StrEnum):
    """How the days of a standstill are counted."""

    WORKING_AFTER_IT_BEGAN = "working days after the day it began"
    WORKING_WITH_PUBLICATION = "working days beginning with the day of publication"
    DAYS_AFTER_SENDING = "days after the day of sending, ending on a working day"


@dataclass(frozen=True, slots=True)
class StandstillRule:
    """The figures of one regime's standstill, and the provisions they come from."""

    regime: str
    count: Count
    days: int
    begins_days_after: int
    calendar: Calendar
    provision: str
    condition_provision: str
    """Of what else must be true before the contract may be entered into."""
    claim: str = ""
    """The claim in court that would keep the contract waiting, where the regime has no representations."""
    working_days_after_decision: int = 0
    """Working days that must pass after a further decision; nought where representations have no procedure."""

    @property
    def takes_representations(self) -> bool:
        """Say whether representations keep standstill open under this regime."""
        return self.working_days_after_decision > 0


PSR = StandstillRule(
    regime="psr",
    count=Count.WORKING_AFTER_IT_BEGAN,
    days=8,
    begins_days_after=1,
    calendar=Calendar.ENGLAND,
    provision="Provider Selection Regime Regulations 2023, regulation 12",
    condition_provision="Provider Selection Regime Regulations 2023, regulation 12(10)",
    working_days_after_decision=5,
)
PA23 = StandstillRule(
    regime="pa23",
    count=Count.WORKING_WITH_PUBLICATION,
    days=8,
    begins_days_after=0,
    calendar=Calendar.UNITED_KINGDOM,
    provision="Procurement Act 2023, section 51(2), with working days as in section 123",
    condition_provision="Procurement Act 2023, section 101",
    claim="the authority was not told in that time of a claim about the award started in court",
)
PCR15 = StandstillRule(
    regime="pcr15",
    count=Count.DAYS_AFTER_SENDING,
    days=10,
    begins_days_after=1,
    calendar=Calendar.ENGLAND_AND_WALES,
    provision="Public Contracts Regulations 2015, regulation 87(2), with regulation 2(4)",
    condition_provision="Public Contracts Regulations 2015, regulation 95",
    claim="the authority knows of no claim form issued about the award",
)
PCR15_BY_POST = replace(
    PCR15, days=15, provision="Public Contracts Regulations 2015, regulation 87(3)(a), with regulation 2(4)"
)
"""Notices sent only otherwise than electronically. It may end sooner, ten days after the last one is received."""
