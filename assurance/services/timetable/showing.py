"""The timetable as it is shown: planned days beside what happened, each with its reason, and every warning."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from assurance.domain.deadlines import LONDON
from assurance.domain.errors import InvalidInput
from assurance.domain.stages import Stage
from assurance.domain.timetable import Span, Standing, Warned, check
from assurance.domain.timetable.actual import Actual, actual_days
from assurance.domain.timetable.calendar import calendar_file
from assurance.domain.timetable.plan import ending
from assurance.persistence.models import Procurement, Timetable
from assurance.persistence.queries.procurements import list_changes
from assurance.persistence.queries.timetable import find_timetable
from assurance.services.timetable.planning import basis, procedure_stages


@dataclass(frozen=True, slots=True)
class Row:
    """One stage: what is planned, why it ends then, what happened, and what is wrong with the plan."""

    stage: Stage
    planned: Span | None
    is_changed: bool
    why: str
    actual: Actual | None
    warnings: tuple[Warned, ...]


@dataclass(frozen=True, slots=True)
class View:
    """The whole timetable on a day."""

    today: date
    table: Timetable | None
    rows: tuple[Row, ...]

    @property
    def warnings(self) -> list[Warned]:
        """Every warning, in the order of the stages."""
        return [each for row in self.rows for each in row.warnings]

    @property
    def version(self) -> int:
        """The version a change is made against; nought where there is no timetable."""
        return self.table.version if self.table else 0


def view(session: Session, procurement: Procurement, now: datetime) -> View:
    """Gather the timetable as it stands today: three queries, however many stages there are."""
    today = now.astimezone(LONDON).date()
    table = find_timetable(session, procurement.id)
    spans = _spans(procurement, table)
    happened = actual_days(
        procurement.created_at.astimezone(LONDON).date(),
        [(each.from_stage, each.to_stage, each.at.astimezone(LONDON).date())
         for each in list_changes(session, procurement.id)],
    )  # fmt: skip
    standing = Standing(today, procurement.stage, _told(procurement))
    warned = check(list(spans.values()), basis(procurement), standing)
    changed = {each.stage for each in table.stages if each.is_changed} if table else set()
    return View(today, table, tuple(
        Row(stage, spans.get(stage), stage in changed, _why(procurement, spans.get(stage), stage in changed),
            happened.get(stage), tuple(each for each in warned if each.stage is stage))
        for stage in procedure_stages(procurement)
    ))  # fmt: skip


def _spans(procurement: Procurement, table: Timetable | None) -> dict[Stage, Span]:
    planned = {each.stage: Span(each.stage, each.starts_on, each.ends_on) for each in (table.stages if table else ())}
    return {stage: planned[stage] for stage in procedure_stages(procurement) if stage in planned}


def _told(procurement: Procurement) -> dict[Stage, date]:
    """Return the last days that are set in this service, where they are."""
    standstill = procurement.standstill
    due = {Stage.CALL: procurement.requests_due_at, Stage.FINAL_TENDERS: procurement.tenders_due_at}
    told = {stage: (at.astimezone(LONDON) - timedelta(microseconds=1)).date() for stage, at in due.items() if at}
    return told | ({Stage.STANDSTILL: standstill.last_day} if standstill else {})


def _why(procurement: Procurement, span: Span | None, is_changed: bool) -> str:
    """Say why a stage ends when it does; where somebody chose other days, what would have been proposed."""
    if span is None:
        return ""
    try:
        proposed = ending(span.stage, span.starts_on, basis(procurement))
    except InvalidInput as refused:
        return f"{refused.message}."
    if span.stage is Stage.LIVE or proposed.on == span.ends_on:
        return proposed.why
    chosen = "The days were chosen by an officer" if is_changed else "The days fit the stages around this one"
    return f"{chosen}. Counted from its first day: {proposed.why}"


def due_day(session: Session, procurement: Procurement, stage: Stage) -> date | None:
    """Return the last planned day of a stage, for a form that sets the deadline it ends with."""
    table = find_timetable(session, procurement.id)
    return next((each.ends_on for each in table.stages if each.stage is stage), None) if table else None


def service_day(session: Session, procurement: Procurement) -> date | None:
    """Return the planned day on which the service starts."""
    return due_day(session, procurement, Stage.LIVE)


def calendar(session: Session, procurement: Procurement, now: datetime) -> bytes:
    """Write the planned stages as an iCalendar file, each an entry of whole days that a later file replaces."""
    table = find_timetable(session, procurement.id)
    spans: Iterable[Span] = _spans(procurement, table).values()
    return calendar_file(
        reference=procurement.reference, title=procurement.title, spans=spans,
        sequence=table.version if table else 0, now=now,
    )  # fmt: skip
