"""When standstill begins, until when representations may be made, and whether it is over.

Under regulation 12 of the Provider Selection Regime Regulations 2023 the end is a condition and not only a
date: with a representation in hand, standstill stays open until the last one is answered and five more
working days have passed. Each regime is one `StandstillRule`; the counting is the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime, time, timedelta

from assurance.domain.deadlines.london import LONDON, end_of_day_london, say_day
from assurance.domain.deadlines.working_days import Counted, add_working_days
from assurance.domain.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class StandstillRule:
    """The figures of one regime's standstill, and the provision they come from."""

    regime: str
    begins_days_after: int
    working_days: int
    working_days_after_decision: int
    provision: str
    condition_provision: str


PSR = StandstillRule(
    regime="psr",
    begins_days_after=1,
    working_days=8,
    working_days_after_decision=5,
    provision="Provider Selection Regime Regulations 2023, regulation 12",
    condition_provision="Provider Selection Regime Regulations 2023, regulation 12(10)",
)


@dataclass(frozen=True, slots=True)
class Standstill:
    """The dates that follow from publishing an intention to award, with a reason for each."""

    rule: StandstillRule
    begins_on: date
    last_day: date
    representations_until: datetime
    """The last second of the last day in London: for showing. `ends_at` decides."""
    ends_at: datetime
    """The midnight that ends the last day, in UTC: a representation at this instant is out of time."""
    earliest_award_on: date
    why: tuple[str, str, str]
    """Why it begins, why representations may be made until then, why the award may follow."""


def psr_standstill(published_on: date) -> Standstill:
    """Work out the standstill that follows an intention-to-award notice published on a London date."""
    return _standstill(PSR, published_on)


def _standstill(rule: StandstillRule, published_on: date) -> Standstill:
    begins_on = published_on + timedelta(days=rule.begins_days_after)
    counted = add_working_days(begins_on, rule.working_days)
    return Standstill(
        rule=rule,
        begins_on=begins_on,
        last_day=counted.on,
        representations_until=datetime.combine(counted.on, time(23, 59, 59), tzinfo=LONDON),
        ends_at=end_of_day_london(counted.on),
        earliest_award_on=counted.on + timedelta(days=1),
        why=_reasons(rule, published_on, counted),
    )


def _reasons(rule: StandstillRule, published_on: date, counted: Counted) -> tuple[str, str, str]:
    begins_on = published_on + timedelta(days=rule.begins_days_after)
    return (
        f"The notice was published on {say_day(published_on)}; standstill begins on the day after, "
        f"whether or not that is a working day ({rule.provision}).",
        f"Until midnight at the end of working day {rule.working_days} after {say_day(begins_on)}, "
        f"the day standstill began ({rule.provision}). {counted.skipped_sentence}",
        f"The day after {say_day(counted.on)}, if no representation was received in that time; otherwise "
        f"not before the last is answered and {rule.working_days_after_decision} working days have passed "
        f"since the last further decision ({rule.condition_provision}).",
    )


def wait_after_decision(rule: StandstillRule, decided_on: date) -> Counted:
    """Count the working days that must pass in full after a further decision is given."""
    return add_working_days(decided_on, rule.working_days_after_decision)


def standstill_over(
    now: datetime, standstill: Standstill, outstanding: int, last_decision_on: date | None
) -> tuple[bool, str]:
    """Say whether a contract may be awarded now, and why.

    `outstanding` counts representations received in time and not yet answered by a further decision;
    `last_decision_on` is the London date the last further decision was given, if there was one.
    """
    if now.tzinfo is None:
        raise InvalidInput("now", "The instant must carry its time zone")
    rule = standstill.rule
    if now < standstill.ends_at:
        return False, f"Representations may still be made until the end of {say_day(standstill.last_day)}"
    if outstanding:
        what = "1 representation has" if outstanding == 1 else f"{outstanding} representations have"
        return False, f"{what} not been answered by a further decision ({rule.condition_provision})"
    if last_decision_on is None:
        return True, f"Standstill ended with {say_day(standstill.last_day)}; no representation was received"
    return _over_after_decision(now, rule, last_decision_on)


def _over_after_decision(now: datetime, rule: StandstillRule, decided_on: date) -> tuple[bool, str]:
    wait = wait_after_decision(rule, decided_on)
    facts = (
        f"the last further decision was given on {say_day(decided_on)} and working day "
        f"{rule.working_days_after_decision} after it is {say_day(wait.on)} ({rule.condition_provision}). "
        f"{wait.skipped_sentence}"
    )
    if now < end_of_day_london(wait.on):
        return False, f"Standstill stays open until the end of {say_day(wait.on)}: {facts}"
    return True, f"Every representation is answered; {facts}"
