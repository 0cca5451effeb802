"""A calendar file (iCalendar, RFC 5545) of one meeting: written once, read by any calendar, updated by its number.

Times are in UTC, so that no time-zone table has to be told; the identifier never changes and the sequence grows with
every change, so that a calendar replaces the entry it has instead of showing two.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

MOST_BYTES = 75
"""Octets of a line before it is folded (3.1); the line break is not counted."""
_ESCAPES = str.maketrans({"\\": "\\\\", ";": "\\;", ",": "\\,", "\n": "\\n", "\r": None})


@dataclass(frozen=True, slots=True)
class Meeting:
    """What a calendar is told of a meeting."""

    uid: str
    sequence: int
    begins_at: datetime
    lasts: timedelta
    title: str
    place: str
    description: str


def calendar_file(meeting: Meeting, *, now: datetime) -> bytes:
    """Write one meeting as a calendar of its own."""
    lines = (
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//Assurance//Dialogue//EN",
        "METHOD:PUBLISH",
        "BEGIN:VEVENT",
        f"UID:{escaped(meeting.uid)}",
        f"SEQUENCE:{meeting.sequence}",
        f"DTSTAMP:{_utc(now)}",
        f"DTSTART:{_utc(meeting.begins_at)}",
        f"DTEND:{_utc(meeting.begins_at + meeting.lasts)}",
        f"SUMMARY:{escaped(meeting.title)}",
        f"LOCATION:{escaped(meeting.place)}",
        f"DESCRIPTION:{escaped(meeting.description)}",
        "END:VEVENT",
        "END:VCALENDAR",
    )
    return "".join(f"{folded(line)}\r\n" for line in lines).encode()


def escaped(text: str) -> str:
    """Write a text value (3.3.11): backslash, semicolon, comma and line break escaped, other controls left out."""
    ended = text.replace("\r\n", "\n").replace("\r", "\n")
    seen = "".join(each for each in ended if each in "\n\t" or not _is_control(each))
    return seen.translate(_ESCAPES)


def folded(line: str) -> str:
    """Fold a line at 75 octets, never within a character (3.1)."""
    parts, current, size = [], "", 0
    for each in line:
        length = len(each.encode())
        if size + length > MOST_BYTES:
            parts.append(current)
            current, size = " ", 1
        current, size = current + each, size + length
    return "\r\n".join([*parts, current])


def _is_control(each: str) -> bool:
    return ord(each) < 0x20 or 0x7F <= ord(each) <= 0x9F


def _utc(instant: datetime) -> str:
    return f"{instant.astimezone(UTC):%Y%m%dT%H%M%SZ}"
