"""Proposes dates for the stages: forwards from a day on which the first may begin, or backwards from the service start.

Both use one rule for when a stage that begins on a day ends, so that a plan made backwards also holds forwards. A stage
begins on the working day after the one before has ended. Working days are those of England.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from assurance.domain.deadlines.after_call import CALLED, INVITED, earliest, why_earliest
from assurance.domain.deadlines.after_intention import dates as standstill_dates
from assurance.domain.deadlines.circumstances import USUAL, Circumstances
from assurance.domain.deadlines.london import say_day
from assurance.domain.deadlines.periods import Period, request_period, tender_period
from assurance.domain.deadlines.working_days import working_days_calendar
from assurance.domain.errors import InvalidInput
from assurance.domain.stages import Stage
from assurance.domain.timetable.allowances import DAYS_WITHOUT_MINIMUM, WORKING_DAYS


@dataclass(frozen=True, slots=True)
class Span:
    """A stage from its first day to its last."""

    stage: Stage
    starts_on: date
    ends_on: date


@dataclass(frozen=True, slots=True)
class Basis:
    """Under which regime and in which circumstances the dates are counted."""

    regime: str
    given: Circumstances = USUAL


@dataclass(frozen=True, slots=True)
class Ending:
    """The last day of a stage that begins on a given one, and how it was found."""

    on: date
    why: str


@dataclass(frozen=True, slots=True)
class Plan:
    """The spans proposed, first to last."""

    spans: tuple[Span, ...]

    @property
    def begins_on(self) -> date:
        """The day the first stage begins."""
        return self.spans[0].starts_on

    @property
    def ends_on(self) -> date:
        """The day the last stage ends: the start of the service, where the plan goes as far."""
        return self.spans[-1].ends_on


def forwards(start: date, stages: Sequence[Stage], basis: Basis) -> Plan:
    """Propose the stages one after the other, the first on the first working day from `start` on.

    Raises `InvalidInput` naming `anchor_on` where the plan runs into a year whose bank holidays are not known.
    """
    days, spans = working_days_calendar(), []
    try:
        begin = days.working_from(start).on
        for stage in stages:
            end = ending(stage, begin, basis).on
            spans.append(Span(stage, begin, end))
            begin = days.working_from(end + timedelta(days=1)).on if stage is not stages[-1] else end
    except InvalidInput as refused:
        raise InvalidInput("anchor_on", refused.message) from refused
    return Plan(tuple(spans))


def quickest(start: date, stages: Sequence[Stage], basis: Basis) -> date:
    """Return the last day if every stage took the least time: what the law gives, and else one working day."""
    days, begin, end = working_days_calendar(), start, start
    for stage in stages:
        begin = days.working_from(begin).on
        period = minimum(stage, basis)
        if period is not None:
            end = earliest(basis.regime, begin, period).on
        elif stage is Stage.STANDSTILL:
            end = _standstill(begin, basis).on
        else:
            end = begin
        begin = end + timedelta(days=1)
    return end


def backwards(service_on: date, stages: Sequence[Stage], basis: Basis) -> Plan:
    """Propose the stages so that the service starts on a day and each begins as late as it can.

    Raises `InvalidInput` naming `anchor_on` where the plan reaches a year whose bank holidays are not known.
    """
    days, spans = working_days_calendar(), [Span(stages[-1], service_on, service_on)]
    try:
        for stage in reversed(stages[:-1]):
            limit = days.last_before(spans[0].starts_on)
            begin = _latest_start(stage, limit, basis)
            spans.insert(0, Span(stage, begin, ending(stage, begin, basis).on))
    except InvalidInput as refused:
        raise InvalidInput("anchor_on", refused.message) from refused
    return Plan(tuple(spans))


def _latest_start(stage: Stage, limit: date, basis: Basis) -> date:
    """Step back from the last working day on which a stage may end to the last on which it may begin."""
    days, begin = working_days_calendar(), limit
    if stage in WORKING_DAYS:
        for _ in range(WORKING_DAYS[stage] - 1):
            begin = days.last_before(begin)
        return begin
    while not _ends_by(stage, begin, limit, basis):
        begin = days.last_before(begin)
    return begin


def _ends_by(stage: Stage, begin: date, limit: date, basis: Basis) -> bool:
    try:
        return ending(stage, begin, basis).on <= limit
    except InvalidInput:  # it would end beyond the last year that is known, which is after the limit
        return False


def ending(stage: Stage, start: date, basis: Basis) -> Ending:
    """Say when a stage that begins on a working day ends, and why then."""
    if stage is Stage.LIVE:
        return Ending(start, "The service starts on the first working day after everything before it is done.")
    if stage is Stage.STANDSTILL:
        return _standstill(start, basis)
    if stage in DAYS_WITHOUT_MINIMUM:
        return _period(stage, start, basis)
    count = WORKING_DAYS[stage]
    counted = working_days_calendar().beginning_with(start, count)
    return Ending(
        counted.on,
        f"{count} working days from {say_day(start)}, the usual allowance for this stage. No law sets it: change it to "
        f"what you need. {counted.skipped_sentence}",
    )  # fmt: skip


def minimum(stage: Stage, basis: Basis) -> Period | None:
    """Return the least time the law gives bidders in a stage, or None for a stage that does not wait for them."""
    if stage is Stage.CALL:
        return request_period(basis.regime, basis.given) or tender_period(basis.regime, basis.given)
    return tender_period(basis.regime, basis.given) if stage is Stage.FINAL_TENDERS else None


def _period(stage: Stage, start: date, basis: Basis) -> Ending:
    period = minimum(stage, basis)
    event = CALLED[basis.regime] if stage is Stage.CALL else INVITED
    if period is None or not period.days:
        usual = DAYS_WITHOUT_MINIMUM[stage]
        last = start + timedelta(days=usual)
        law = f" There is no minimum: {period.because} ({period.provision})." if period else ""
        why = f"{event} on {say_day(start)}.{law} {usual} days are proposed, an allowance of this service."
    else:
        counted = earliest(basis.regime, start, period)
        last, why = counted.on, why_earliest(event, start, period, counted)
    worked = working_days_calendar().working_from(last)
    if worked.on != last:
        why += f" {say_day(last)} is not a working day: {say_day(worked.on)} is proposed instead."
    return Ending(worked.on, _planned(why))


def _standstill(start: date, basis: Basis) -> Ending:
    rows = standstill_dates(basis.regime, start, basis.given)
    if len(rows) == 1:  # the contract needs no standstill
        return Ending(start, _planned(rows[0].why))
    return Ending(rows[1].on, _planned(f"{rows[0].why} {rows[1].why}"))


def _planned(why: str) -> str:
    """Write the reason of a day that is still to come."""
    return why.replace(" was published on ", " is published on ").replace(" was sent on ", " is sent on ")
