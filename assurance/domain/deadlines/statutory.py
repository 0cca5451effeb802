"""The dates that follow from an event under each regime, each with its reason; `dates_after` is the one door.

Read in their text: Provider Selection Regime Regulations 2023 regs 4, 11, 12 and 15; Procurement Act 2023 ss50 to 54,
98, 101 and 123; Public Contracts Regulations 2015 regs 2, 27 to 30, 47, 48, 50, 53, 76, 84, 87 and 95. From memory:
what makes a contract light touch (Act s9) and a planned procurement notice qualify (Act s15), which the caller must
know. What the texts leave open is said where it is decided.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

from assurance.domain.deadlines import after_award, after_call, after_intention
from assurance.domain.deadlines.circumstances import REGIMES, USUAL, Circumstances, without_meaning
from assurance.domain.deadlines.dated import Dated, Event
from assurance.domain.deadlines.working_days import working_days_calendar
from assurance.domain.errors import InvalidInput

Follow = Callable[[str, date, Circumstances], list[Dated]]

FOLLOWS: dict[Event, Follow] = {
    Event.CALL: after_call.dates,
    Event.INTENTION: after_intention.dates,
    Event.FURTHER_DECISION: after_intention.dates_of_further_decision,
    Event.AWARD: after_award.dates,
}


def dates_after(regime: str, event: Event, on: date, given: Circumstances = USUAL) -> list[Dated]:
    """Give the statutory dates that follow from an event on a London date, in order of what must come first.

    Raises `InvalidInput` naming `regime`, `event`, `on` or a circumstance: for a regime or an event it does not know, a
    day in a year whose bank holidays are not known, or a circumstance without a meaning under the regime.
    """
    if regime not in REGIMES:
        raise InvalidInput("regime", "There is no such regime; there is " + ", ".join(REGIMES))
    if event is Event.FURTHER_DECISION and regime != "psr":
        raise InvalidInput("event", "Further decisions follow representations, which only the regime psr has")
    for name, why in without_meaning(regime, given):
        raise InvalidInput(name, why)
    try:
        working_days_calendar().check(on)
        return FOLLOWS[event](regime, on, given)
    except InvalidInput as refused:
        raise InvalidInput("on", refused.message) from refused
