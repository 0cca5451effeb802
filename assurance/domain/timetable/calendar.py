"""The planned stages as a calendar file (iCalendar, RFC 5545): whole days, which no time zone moves."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta

from assurance.domain.dialogue.calendar_file import escaped, folded
from assurance.domain.timetable.plan import Span


def calendar_file(*, reference: str, title: str, spans: Iterable[Span], sequence: int, now: datetime) -> bytes:
    """Write every stage as an entry of its own; the identifier stays, so that a later file replaces what is there."""
    lines = ["BEGIN:VCALENDAR", "VERSION:2.0", "PRODID:-//Assurance//Timetable//EN", "METHOD:PUBLISH"]
    for span in spans:
        lines += _entry(reference, title, span, sequence, now)
    return "".join(f"{folded(line)}\r\n" for line in (*lines, "END:VCALENDAR")).encode()


def _entry(reference: str, title: str, span: Span, sequence: int, now: datetime) -> Iterator[str]:
    yield "BEGIN:VEVENT"
    yield f"UID:{escaped(f'{reference}-{span.stage.value}@assurance')}"
    yield f"SEQUENCE:{sequence}"
    yield f"DTSTAMP:{now.astimezone(UTC):%Y%m%dT%H%M%SZ}"
    yield f"DTSTART;VALUE=DATE:{span.starts_on:%Y%m%d}"
    yield f"DTEND;VALUE=DATE:{span.ends_on + timedelta(days=1):%Y%m%d}"  # the day after the last (3.6.1)
    yield f"SUMMARY:{escaped(f'{reference}: {span.stage.label}')}"
    yield f"DESCRIPTION:{escaped(f'{title}. Planned; what bidders are told is in the notices.')}"
    yield "TRANSP:TRANSPARENT"
    yield "END:VEVENT"
