"""Why a standstill begins and ends on its days: the event, the count, the provision and every day passed over."""

from __future__ import annotations

from datetime import date, timedelta

from assurance.domain.deadlines.london import say_day
from assurance.domain.deadlines.standstill_rules import Count, StandstillRule
from assurance.domain.deadlines.working_days import Counted


def why_begins(rule: StandstillRule, on: date) -> str:
    """Say when standstill begins and by which provision."""
    if rule.count is Count.WORKING_WITH_PUBLICATION:
        published = f"The contract award notice was published on {say_day(on)}"
        return f"{published}; standstill begins with that day ({rule.provision})."
    if rule.count is Count.DAYS_AFTER_SENDING:
        return (
            f"The last notice of the decision was sent on {say_day(on)}; the days are counted from the day after "
            f"({rule.provision})."
        )
    return (
        f"The notice was published on {say_day(on)}; standstill begins on the day after, "
        f"whether or not that is a working day ({rule.provision})."
    )


def why_until(rule: StandstillRule, on: date, counted: Counted) -> str:
    """Say how its end was counted, naming every day that was passed over."""
    if rule.count is Count.WORKING_WITH_PUBLICATION:
        return (
            f"Until midnight at the end of the last of {rule.days} working days beginning with {say_day(on)} "
            f"({rule.provision}); a bank holiday in any part of the United Kingdom is not counted. "
            f"{counted.skipped_sentence}"
        )
    if rule.count is Count.DAYS_AFTER_SENDING:
        day = f"day {rule.days} after {say_day(on)}, {say_day(on + timedelta(days=rule.days))}"
        if not counted.skipped:
            return f"Until midnight at the end of {day}, a working day ({rule.provision}). No day was skipped."
        skipped = "; ".join(str(each) for each in counted.skipped)
        return (
            f"Until midnight at the end of the first working day from {day} on ({rule.provision}). "
            f"Not working days, so the period does not end on them: {skipped}."
        )
    began = say_day(on + timedelta(days=rule.begins_days_after))
    return (
        f"Until midnight at the end of working day {rule.days} after {began}, the day standstill began "
        f"({rule.provision}). {counted.skipped_sentence}"
    )


def why_award(rule: StandstillRule, last_day: date) -> str:
    """Say when the contract may follow and what else must be true."""
    if rule.takes_representations:
        return (
            f"The day after {say_day(last_day)}, if no representation was received in that time; otherwise "
            f"not before the last is answered and {rule.working_days_after_decision} working days have passed "
            f"since the last further decision ({rule.condition_provision})."
        )
    return (
        f"The day after {say_day(last_day)}, if {rule.claim}; such a claim suspends the contract until the court "
        f"decides ({rule.condition_provision})."
    )
