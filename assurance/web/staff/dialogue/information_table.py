"""Lays out who was given what: one row for each thing that left, one column for each participant still in."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.dialogue.information import differences
from assurance.persistence.queries.outgoing import items, label_of, list_addenda_read


@dataclass(frozen=True, slots=True)
class Cell:
    """What one participant has of one thing: when it was given, and when and by whom it was first opened."""

    given_at: datetime | None = None
    seen_at: datetime | None = None
    seen_by: str = ""


@dataclass(frozen=True, slots=True)
class Row:
    """One thing that left the authority."""

    label: str
    row: Any
    """What it is, or None for an addendum, which has a page of its own."""
    cells: tuple[Cell, ...]
    lacks: bool
    reason: str


@dataclass(frozen=True, slots=True)
class Table:
    """The whole table."""

    participants: tuple[str, ...]
    rows: tuple[Row, ...]


def table(session: Session, procurement: Any, sent: Sequence[Any], participants: Sequence[Any]) -> Table:
    """Return the table of what was sent in the dialogue, in a number of queries that does not grow with it."""
    unequal = {each.item.key for each in differences(items(sent), [str(bid.id) for bid in participants])}
    shown = participants or _given_to(sent)
    rows = [Row(label_of(row), row, _cells(row, shown), row.public_id in unequal, row.unequal_reason) for row in sent]
    return Table(
        tuple(bid.organisation.name for bid in shown),
        (*rows, *_addenda(session, procurement, shown)),
    )


def _given_to(sent: Sequence[Any]) -> list[Any]:
    """Return who was ever given something, once nobody is in the dialogue any more."""
    found = {each.bid_id: each.bid for row in sent for each in row.recipients if each.given_at}
    return sorted(found.values(), key=lambda bid: (bid.organisation.name, bid.id))


def _cells(row: Any, participants: Sequence[Any]) -> tuple[Cell, ...]:
    given = {each.bid_id: each for each in row.recipients if each.given_at}
    return tuple(
        Cell(each.given_at, each.seen_at, each.seen_by.name if each.seen_by else "")
        if (each := given.get(bid.id))
        else Cell()
        for bid in participants
    )


def _addenda(session: Session, procurement: Any, participants: Sequence[Any]) -> list[Row]:
    addenda, told = list_addenda_read(session, procurement)
    return [
        Row(
            f"Addendum {each.number}: {each.title}",
            None,
            tuple(_told(each, told, bid) for bid in participants),
            False,
            "",
        )
        for each in addenda
    ]


def _told(addendum: Any, told: Mapping[tuple[int, int | None], Any], bid: Any) -> Cell:
    message = told.get((addendum.number, bid.organisation_id))
    if message is None:
        return Cell(addendum.issued_at)
    return Cell(addendum.issued_at, message.read_at, message.read_by.name if message.read_by else "")
