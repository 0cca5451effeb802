"""When standstill begins, until when it runs under each regime, and whether it is over.

Each regime is one `StandstillRule`; the counting is written once. Under regulation 12 of the Provider Selection Regime
Regulations 2023 the end is a condition and not only a date: with a representation in hand, standstill stays open until
the last one is answered and five more working days have passed. The provisions named here were read in their text.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from assurance.domain.deadlines.london import end_of_day_london, last_second_of, say_day
from assurance.domain.deadlines.standstill_reasons import why_award, why_begins, why_until
from assurance.domain.deadlines.standstill_rules import PA23, PCR15, PSR, Count, StandstillRule
from assurance.domain.deadlines.working_days import Counted, working_days_calendar
from assurance.domain.errors import InvalidInput


@dataclass(frozen=True, slots=True)
class Standstill:
    """The dates that follow from publishing or sending the intention to award, with a reason for each."""

    rule: StandstillRule
    begins_on: date
    last_day: date
    representations_until: datetime
    """The last second of the last day in London: for showing. `ends_at` decides."""
    ends_at: datetime
    """The midnight that ends the last day, in UTC: a representation at this instant is out of time."""
    earliest_award_on: date
    why: tuple[str, str, str]
    """Why it begins, why it runs until then, why the award may follow."""

    def extended(self, until: date | None) -> Standstill:
        """Return the standstill that the authority has promised to keep longer, to the end of a later day.

        No law shortens it: a day that is not later changes nothing.
        """
        if until is None or until <= self.last_day:
            return self
        begins, runs, award = self.why
        longer = f"The authority has extended it from the end of {say_day(self.last_day)} to that of {say_day(until)}."
        award = award.replace(say_day(self.last_day), say_day(until))
        return replace(_ending(self, until), why=(begins, f"{runs} {longer}", award))


def psr_standstill(published_on: date) -> Standstill:
    """Work out the standstill that follows an intention-to-award notice published on a London date."""
    return standstill_after(PSR, published_on)


def pa23_standstill(published_on: date) -> Standstill:
    """Work out the mandatory standstill that follows a contract award notice (UK6) published on a London date."""
    return standstill_after(PA23, published_on)


def pcr15_standstill(sent_on: date) -> Standstill:
    """Work out the standstill that follows regulation 86 notices, the last of which was sent electronically."""
    return standstill_after(PCR15, sent_on)


def standstill_after(rule: StandstillRule, on: date) -> Standstill:
    """Work out the standstill that follows what was published or sent on a London date."""
    counted = _counted(rule, on)
    begins_on = on + timedelta(days=rule.begins_days_after)
    draft = Standstill(
        rule=rule, begins_on=begins_on, last_day=counted.on, representations_until=last_second_of(counted.on),
        ends_at=end_of_day_london(counted.on), earliest_award_on=counted.on + timedelta(days=1), why=("", "", ""),
    )  # fmt: skip
    return replace(draft, why=(why_begins(rule, on), why_until(rule, on, counted), why_award(rule, counted.on)))


def _ending(standstill: Standstill, on: date) -> Standstill:
    return replace(
        standstill, last_day=on, representations_until=last_second_of(on), ends_at=end_of_day_london(on),
        earliest_award_on=on + timedelta(days=1),
    )  # fmt: skip


def _counted(rule: StandstillRule, on: date) -> Counted:
    days = working_days_calendar(rule.calendar)
    if rule.count is Count.WORKING_AFTER_IT_BEGAN:
        return days.add(on + timedelta(days=rule.begins_days_after), rule.days)
    if rule.count is Count.WORKING_WITH_PUBLICATION:
        return days.beginning_with(on, rule.days)
    days.check(on)
    return days.working_from(on + timedelta(days=rule.days))


def wait_after_decision(rule: StandstillRule, decided_on: date) -> Counted:
    """Count the working days that must pass in full after a further decision is given."""
    return working_days_calendar(rule.calendar).add(decided_on, rule.working_days_after_decision)


def standstill_over(
    now: datetime, standstill: Standstill, outstanding: int, last_decision_on: date | None
) -> tuple[bool, str]:
    """Say whether a contract may be awarded now as far as standstill goes, and why.

    `outstanding` counts representations received in time and not yet answered by a further decision;
    `last_decision_on` is the London date the last further decision was given, if there was one. Both matter only
    where the regime has representations; a claim in court is asked about elsewhere.
    """
    if now.tzinfo is None:
        raise InvalidInput("now", "The instant must carry its time zone")
    rule, last = standstill.rule, say_day(standstill.last_day)
    if not rule.takes_representations:
        if now < standstill.ends_at:
            return False, f"Standstill runs until the end of {last}"
        return True, f"Standstill ended with {last}"
    if now < standstill.ends_at:
        return False, f"Representations may still be made until the end of {last}"
    if outstanding:
        what = "1 representation has" if outstanding == 1 else f"{outstanding} representations have"
        return False, f"{what} not been answered by a further decision ({rule.condition_provision})"
    if last_decision_on is None:
        return True, f"Standstill ended with {last}; no representation was received"
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
