"""A calendar file is what RFC 5545 asks for, whatever people type."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.dialogue.calendar_file import MOST_BYTES, Meeting, calendar_file, escaped, folded

NOW = datetime(2025, 3, 1, 8, 30, tzinfo=UTC)
BERLIN = timezone(timedelta(hours=2))


def meeting(**changed: object) -> Meeting:
    fields = {
        "uid": "1@assurance", "sequence": 3, "begins_at": datetime(2025, 7, 1, 10, tzinfo=BERLIN),
        "lasts": timedelta(hours=2), "title": "Dialogue", "place": "Room 2", "description": "Agenda",
    }  # fmt: skip
    return Meeting(**{**fields, **changed})  # type: ignore[arg-type]  # reason: fields by name


def lines(of: Meeting) -> list[str]:
    return unfold(calendar_file(of, now=NOW).decode())


def unfold(text: str) -> list[str]:
    return text.replace("\r\n ", "").removesuffix("\r\n").split("\r\n")


def unescape(value: str) -> str:
    marks = iter(value)
    return "".join({"n": "\n", "N": "\n"}.get(after := next(marks), after) if mark == "\\" else mark for mark in marks)


def test_times_are_in_utc_and_a_version_replaces_the_one_before() -> None:
    found = lines(meeting())
    assert found[0] == "BEGIN:VCALENDAR"
    assert found[-1] == "END:VCALENDAR"
    assert {"VERSION:2.0", "UID:1@assurance", "SEQUENCE:3", "DTSTAMP:20250301T083000Z"} <= set(found)
    assert {"DTSTART:20250701T080000Z", "DTEND:20250701T100000Z"} <= set(found)


def test_what_people_type_cannot_add_a_line() -> None:
    found = lines(meeting(place="Room 2; East, \\ back\r\nATTENDEE:mailto:x@example.org\x00"))
    assert "LOCATION:Room 2\\; East\\, \\\\ back\\nATTENDEE:mailto:x@example.org" in found
    assert not [line for line in found if line.startswith("ATTENDEE")]


@given(st.text())
def test_any_text_comes_back_as_it_was_but_for_controls(text: str) -> None:
    kept = "".join(each for each in text.replace("\r\n", "\n").replace("\r", "\n")
                   if each in "\n\t" or not (ord(each) < 0x20 or 0x7F <= ord(each) <= 0x9F))  # fmt: skip
    value = escaped(text)
    assert not set(value) & set("\r\n")
    assert unescape(value) == kept


@given(st.text(alphabet=st.characters(exclude_categories=("Cs",), exclude_characters="\r\n"), max_size=300))
def test_lines_are_folded_within_75_octets_and_never_within_a_character(line: str) -> None:
    parts = folded(line).split("\r\n")
    assert all(len(part.encode()) <= MOST_BYTES for part in parts)
    assert all(part.startswith(" ") for part in parts[1:])
    assert parts[0] + "".join(part[1:] for part in parts[1:]) == line
