"""The calendar file of a timetable: whole days, the day after the last as its end, replaced by its number."""

from __future__ import annotations

from datetime import UTC, date, datetime

from assurance.domain.dialogue.calendar_file import MOST_BYTES
from assurance.domain.stages import Stage
from assurance.domain.timetable.calendar import calendar_file
from assurance.domain.timetable.plan import Span

SPANS = [
    Span(Stage.CALL, date(2026, 3, 2), date(2026, 3, 31)),
    Span(Stage.LIVE, date(2026, 12, 1), date(2026, 12, 1)),
]


def test_each_stage_is_an_entry_of_whole_days() -> None:
    made = calendar_file(
        reference="PR-2026-0042", title="Knees, hips; and\nbacks " + "x" * 90, spans=SPANS, sequence=4,
        now=datetime(2026, 1, 5, 9, tzinfo=UTC),
    )  # fmt: skip
    raw = made.decode().removesuffix("\r\n").split("\r\n")
    assert max(len(line.encode()) for line in raw) <= MOST_BYTES
    lines = made.decode().replace("\r\n ", "").removesuffix("\r\n").split("\r\n")
    assert (lines[0], lines[-1], lines.count("BEGIN:VEVENT"), lines.count("END:VEVENT")) == (
        "BEGIN:VCALENDAR", "END:VCALENDAR", 2, 2,
    )  # fmt: skip
    assert {"DTSTART;VALUE=DATE:20260302", "DTEND;VALUE=DATE:20260401", "UID:PR-2026-0042-call@assurance"} <= set(lines)
    assert {"DTSTART;VALUE=DATE:20261201", "DTEND;VALUE=DATE:20261202", "SEQUENCE:4"} <= set(lines)
    assert any(line.startswith("DESCRIPTION:Knees\\, hips\\; and\\nbacks") for line in lines)
