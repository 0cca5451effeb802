"""Turns a timetable into its chart: every day a place between the first and the last in per cent of the width."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from assurance.domain.errors import Objection
from assurance.services.timetable import Row, View
from assurance.web.filters import short_date

MOST_TICKS = 4
"""More names of months than these run into each other on a phone."""
NEAR_TODAY = 15
EDGE, WIDE_EDGE = 12, 33
"""Nearer to an edge than this, in per cent, a short or a long label is set beside its line, not under its middle."""


@dataclass(frozen=True, slots=True)
class Bar:
    """Where a bar begins and how wide it is, in per cent."""

    x: str
    width: str


@dataclass(frozen=True, slots=True)
class Line:
    """One stage of the chart, in words as well."""

    name: str
    figure: str
    words: str
    planned: Bar | None
    actual: Bar | None


@dataclass(frozen=True, slots=True)
class Gantt:
    """The whole chart. `mark` is today, where it lies between the first day and the last."""

    id: str
    title: str
    rows: list[Line]
    ticks: list[dict[str, Any]]
    mark: dict[str, Any] | None
    legend: tuple[str, str] = ("Planned", "Happened")


@dataclass(frozen=True, slots=True)
class Scale:
    """The first day and the number of days shown."""

    first: date
    days: int

    def at(self, day: date) -> float:
        """Return the place of the beginning of a day."""
        return round((day - self.first).days * 100 / self.days, 2)

    def bar(self, start: date, end: date) -> Bar:
        """Return the bar from the beginning of a day to the end of another."""
        x = self.at(start)
        return Bar(f"{x:g}", f"{max(self.at(end + timedelta(days=1)) - x, 0.6):g}")


def gantt(view: View) -> Gantt | None:
    """Draw the timetable, or nothing while nothing is planned."""
    shown = [row for row in view.rows if row.planned or row.actual]
    if view.table is None:
        return None
    scale = _scale(view, shown)
    lines = [_line(row, scale, view.today) for row in shown]
    return Gantt("timetable", "Planned and actual days of each stage", lines, *axis(scale, view.today))


def axis(scale: Scale, day: date) -> tuple[list[dict[str, Any]], dict[str, Any] | None]:
    """Return the names of months under a chart, and the line of today where it lies inside."""
    today = scale.at(day)
    mark = {"at": today, "anchor": _anchor(today, WIDE_EDGE), "label": f"Today, {short_date(day)}"}
    return _ticks(scale, today), mark if 0 <= today <= 100 else None


def _scale(view: View, rows: list[Row]) -> Scale:
    days = [day for row in rows if row.planned for day in (row.planned.starts_on, row.planned.ends_on)]
    days += [day for row in rows if row.actual for day in (row.actual.began_on, row.actual.ended_on or view.today)]
    return Scale(min(days), (max(days) - min(days)).days + 1)


def _line(row: Row, scale: Scale, today: date) -> Line:
    planned = scale.bar(row.planned.starts_on, row.planned.ends_on) if row.planned else None
    actual = scale.bar(row.actual.began_on, row.actual.ended_on or today) if row.actual else None
    words = f"{row.stage.label}. Planned: {planned_words(row)}. Happened: {actual_words(row)}."
    return Line(row.stage.label, planned_words(row) if row.planned else "", words, planned, actual)


def planned_words(row: Row) -> str:
    """Say when a stage is planned."""
    if row.planned is None:
        return "Not planned"
    if row.planned.starts_on == row.planned.ends_on:
        return short_date(row.planned.starts_on)
    return days_words(row.planned.starts_on, row.planned.ends_on)


def days_words(first: date, last: date) -> str:
    """Write two days, with the year once where it is the same."""
    start = short_date(first)
    return f"{start.removesuffix(f' {last.year}')} to {short_date(last)}"


def actual_words(row: Row) -> str:
    """Say when a stage happened."""
    if row.actual is None:
        return "Not yet"
    if row.actual.ended_on is None:
        return f"Since {short_date(row.actual.began_on)}"
    if row.actual.began_on == row.actual.ended_on:
        return short_date(row.actual.began_on)
    return days_words(row.actual.began_on, row.actual.ended_on)


def _ticks(scale: Scale, today: float) -> list[dict[str, Any]]:
    """Name as many first days of months as fit, but none that the line of today would run through."""
    last = scale.first + timedelta(days=scale.days)
    months = [date(year, month, 1) for year in range(scale.first.year, last.year + 1) for month in range(1, 13)]
    firsts = [day for day in months if scale.first <= day <= last]
    step = -(-len(firsts) // MOST_TICKS) or 1
    places = [(day, scale.at(day)) for day in firsts[::step]]
    return [
        {"at": at, "anchor": _anchor(at), "label": "" if abs(at - today) < NEAR_TODAY else f"{day:%b ’%y}"}
        for day, at in places
    ]


def _anchor(at: float, edge: int = EDGE) -> str:
    return "start" if at < edge else "end" if at > 100 - edge else "middle"


def warnings(view: View) -> list[Objection]:
    """Put every warning into the words of the panel that lists what is wrong everywhere."""
    return [
        Objection("timetable", f"{each.stage.label}: {each.what[:1].lower()}{each.what[1:]}", each.mend, each.why)
        for each in view.warnings
    ]


def last_basis(view: View) -> dict[str, Any]:
    """Return how the dates were worked out last, to begin from."""
    if view.table is None:
        return {}
    known = {"direction": view.table.direction.value}
    return known | ({"anchor_on": view.table.anchor_on} if view.table.anchor_on >= view.today else {})
