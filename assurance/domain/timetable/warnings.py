"""Where a timetable cannot hold: what is wrong, why, and what would mend it. Warnings, never refusals.

An officer may plan against a warning, because a plan is not an act; a move itself is refused where the law
says so.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from assurance.domain.deadlines.after_call import CALLED, INVITED, earliest, why_earliest
from assurance.domain.deadlines.after_intention import dates as standstill_dates
from assurance.domain.deadlines.london import say_day
from assurance.domain.deadlines.working_days import working_days_calendar
from assurance.domain.errors import InvalidInput
from assurance.domain.stages import PATH, Stage
from assurance.domain.timetable.plan import Basis, Span, forwards, minimum, quickest


@dataclass(frozen=True, slots=True)
class Warned:
    """One thing that breaks a timetable."""

    stage: Stage
    what: str
    why: str
    mend: str


@dataclass(frozen=True, slots=True)
class Standing:
    """What has happened so far, against which a plan is held."""

    today: date
    stage: Stage
    told: Mapping[Stage, date] = field(default_factory=dict)
    """The last day of the call and of final tenders as they are set in this service."""


def check(spans: Sequence[Span], basis: Basis, standing: Standing) -> list[Warned]:
    """List every warning of the stages still to come, in the order of the stages."""
    ahead = [span for span in spans if not _is_past(span.stage, standing.stage)]
    found: list[Warned] = []
    for before, span in zip([None, *ahead], ahead, strict=False):
        found += [
            *_overlap(before, span),
            *_known(span, basis),
            *_late(span, standing),
            *_told(span, standing),
        ]
    return [*found, *_service(ahead, basis, standing)]


def _service(ahead: Sequence[Span], basis: Basis, standing: Standing) -> Iterator[Warned]:
    """Say that the service cannot start when it is planned to, whatever is done from today on."""
    if not ahead or ahead[-1].stage is not Stage.LIVE:
        return
    stages, planned = [span.stage for span in ahead], ahead[-1].starts_on
    try:
        soonest, usual = quickest(standing.today, stages, basis), forwards(standing.today, stages, basis).ends_on
    except InvalidInput:  # the bank holidays are not known so far ahead; the stages say so
        return
    if planned < soonest:
        yield Warned(
            Stage.LIVE, f"It cannot start on {say_day(planned)}",
            f"With the least times the law gives, and one working day for every other stage from today on, it would be "
            f"{say_day(soonest)}.",
            f"Plan it for {say_day(usual)} or later, which leaves the usual time for everything.",
        )  # fmt: skip


def _is_past(stage: Stage, now: Stage) -> bool:
    return now is Stage.ABANDONED or PATH.index(stage) < PATH.index(now)


def _known(span: Span, basis: Basis) -> list[Warned]:
    try:
        return [*_not_worked(span), *_too_short(span, basis)]
    except InvalidInput as refused:
        return [Warned(span.stage, "The dates cannot be checked", f"{refused.message}.", "Check them again later.")]


def _overlap(before: Span | None, span: Span) -> Iterator[Warned]:
    if before is None:
        return
    after_standstill = before.stage is Stage.STANDSTILL
    if span.starts_on > before.ends_on or (span.starts_on == before.ends_on and not after_standstill):
        return
    last = f"“{before.stage.label}” is planned to end on {say_day(before.ends_on)}"
    free = say_day(before.ends_on + timedelta(days=1)) if after_standstill else say_day(before.ends_on)
    yield Warned(
        span.stage, f"It begins on {say_day(span.starts_on)}, before “{before.stage.label}” is over",
        f"{last}." + (" Nothing may be awarded before standstill is over." if after_standstill else ""),
        f"Begin on {free} or later, or end “{before.stage.label}” sooner.",
    )  # fmt: skip


def _not_worked(span: Span) -> Iterator[Warned]:
    days = working_days_calendar()
    ends = (("begins", span.starts_on), ("ends", span.ends_on))
    for word, day in ends if span.ends_on != span.starts_on else ends[:1]:
        reason = None if span.stage is Stage.LIVE else days.why_not_working(day)
        if reason is None or (span.stage is Stage.STANDSTILL and word == "ends"):
            continue
        what = f"It {word} on {say_day(day)}, which is not a working day"
        yield Warned(span.stage, what, f"{_named(reason)} {WHO[span.stage]}" if span.stage in WHO else _named(reason),
                     f"Choose {say_day(days.working_from(day).on)}.")  # fmt: skip


WHO = {
    Stage.CALL: "Nobody is there to help those who send their requests in the last hours.",
    Stage.FINAL_TENDERS: "Nobody is there to help those who submit in the last hours.",
    Stage.OPENING: "Several holders of the key must be there together to open.",
}


def _named(reason: str) -> str:
    return f"It is a {reason}." if reason in {"Saturday", "Sunday"} else f"It is a public holiday: {reason}."


def _too_short(span: Span, basis: Basis) -> Iterator[Warned]:
    if span.stage is Stage.STANDSTILL:
        yield from _short_standstill(span, basis)
    period = minimum(span.stage, basis)
    if period is None or not period.days:
        return
    counted = earliest(basis.regime, span.starts_on, period)
    if span.ends_on < counted.on:
        event = CALLED[basis.regime] if span.stage is Stage.CALL else INVITED
        given = (span.ends_on - span.starts_on).days
        yield Warned(
            span.stage, f"Bidders have {given} days, and the law gives them at least {period.days}",
            why_earliest(event, span.starts_on, period, counted), f"End it on {say_day(counted.on)} or later.",
        )  # fmt: skip


def _short_standstill(span: Span, basis: Basis) -> Iterator[Warned]:
    rows = standstill_dates(basis.regime, span.starts_on, basis.given)
    if len(rows) > 1 and span.ends_on < rows[1].on:
        yield Warned(
            span.stage, f"Standstill cannot end before {say_day(rows[1].on)}", rows[1].why,
            f"End it on {say_day(rows[1].on)} or later.",
        )  # fmt: skip


def _late(span: Span, standing: Standing) -> Iterator[Warned]:
    if span.stage is standing.stage and span.ends_on < standing.today and span.stage is not Stage.LIVE:
        yield Warned(
            span.stage, f"It should have ended on {say_day(span.ends_on)}", "The procurement is still at this stage.",
            "Take the next step, or propose the dates anew from here.",
        )  # fmt: skip
    if span.stage is not standing.stage and span.starts_on < standing.today:
        yield Warned(
            span.stage, f"It should have begun on {say_day(span.starts_on)}",
            f"The procurement is at “{standing.stage.label}”.", "Give it a later date, or propose the dates anew.",
        )  # fmt: skip


def _told(span: Span, standing: Standing) -> Iterator[Warned]:
    told = standing.told.get(span.stage)
    if told is not None and told != span.ends_on:
        yield Warned(
            span.stage, f"It ends on {say_day(span.ends_on)} here, and the deadline that is set is {say_day(told)}",
            "Bidders go by the deadline that is set.", "Change the plan, or the deadline while that may be changed.",
        )  # fmt: skip
