"""Puts the entries of the audit trail into the words of the timeline. Formats only: the query says what is listed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from assurance.domain import told
from assurance.domain.deadlines import LONDON
from assurance.domain.happenings import kind_of
from assurance.domain.procedures import get_procedure
from assurance.domain.stages import BID_STAGE_LABELS, STAGE_LABELS
from assurance.exports.tables import Table
from assurance.web.filters import short_date, short_datetime

SENT = "message:sent"
STATES: dict[str, str] = {
    **{stage.value: label for stage, label in STAGE_LABELS.items()},
    **{stage.value: label for stage, label in BID_STAGE_LABELS.items()},
}


def timeline_events(
    events: list[Any], *, procurement: Any, actors: Mapping[int, str], bidders: Mapping[str, str]
) -> list[dict[str, Any]]:
    """Return the entries as the timeline component takes them; `bidders` names bids by their public id."""
    table = get_procedure(procurement.procedure_code, procurement.procedure_version).lifecycle.moves.values()
    moves = {move.trigger: move.label for move in table}
    return [_event(event, actors, {**moves, **bidders}) for event in events]


def _event(event: Any, actors: Mapping[int, str], known: Mapping[str, str]) -> dict[str, Any]:
    data = event.body["data"]
    return {
        "at": event.at,
        "title": _title(event.tag),
        "kind": kind_of(event.tag).label,
        "actor": actors.get(event.actor_id, "the system"),
        "reason": data.get("reason", ""),
        "old": _value(data.get("before", "")),
        "new": _value(data.get("after", "")),
        "about": _about_message(event.subject) if event.tag == SENT else _about(event.subject, known),
        "seq": event.seq,
        "hash": event.hash[:12],
        "whole_hash": event.hash,
    }


def _title(tag: str) -> str:
    """Write `down-select:decided` as "Down-select decided"."""
    subject, _, action = tag.partition(":")
    return f"{subject} {action.replace('-', ' ')}".strip().capitalize()


def _value(value: Any) -> Any:
    """Write a value that was changed: a stage, moments and days, or what a record of many parts holds."""
    if isinstance(value, Mapping):
        return ", ".join(name.replace("_", " ") for name, held in value.items() if held)
    if not isinstance(value, str):
        return value
    try:
        return " to ".join(_day(each) for each in value.split("/"))
    except ValueError:
        return STATES.get(value, value.replace("_", " "))


def _day(text: str) -> str:
    """Write a day or moment of the audit trail as pages do; `ValueError` where it is none."""
    at = datetime.fromisoformat(text)
    return short_datetime(at) if at.tzinfo else short_date(at.date())


def _about(subject: str, known: Mapping[str, str]) -> str:
    """Name what an entry is about; a bare identifier tells a reader nothing and stays in the exported trail."""
    parts = [
        known.get(part, part.replace("_", " ").replace(":", " "))
        for part in subject.split("/")
        if not _is_bare(part, known)
    ]
    return ", ".join(parts)


def _about_message(subject: str) -> str:
    """Say what a message was about; whom it went to stays in the exported trail."""
    return told.kind_of(subject.partition("/")[0]).words


def timeline_table(events: Sequence[Mapping[str, Any]]) -> Table:
    """List entries as a table to be taken out, with all that ties each to the one before it."""
    headings = ("Entry", "When", "Kind", "What", "By", "About", "Reason", "Before", "After", "Hash")
    body = [
        [
            each["seq"], each["at"].astimezone(LONDON).strftime("%Y-%m-%d %H:%M:%S"), each["kind"], each["title"],
            each["actor"], *(_cell(each[name]) for name in ("about", "reason", "old", "new")), each["whole_hash"],
        ]
        for each in events
    ]  # fmt: skip
    return Table("Timeline", headings, body, wide=("Reason", "About"))


def _cell(value: Any) -> str | None:
    return str(value) if value not in (None, "") else None


def _is_bare(part: str, known: Mapping[str, str]) -> bool:
    if part in known:
        return False
    if not part or part.isdigit():
        return True
    try:
        UUID(part)
    except ValueError:
        return False
    return True
