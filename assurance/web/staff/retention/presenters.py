"""Puts what is kept and what falls due into rows; decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.deadlines import LONDON
from assurance.domain.procedures.regimes import Regime
from assurance.domain.retention.schedule import Held, schedule
from assurance.persistence.queries.retention import ends_of, list_erasures, list_held, list_own_periods

KEPT, DUE, PROPOSED, HELD, ERASED = "Kept", "Due", "Erasure proposed", "Held", "Erased"
TAGS = {KEPT: "answered", DUE: "unanswered", PROPOSED: "unanswered", HELD: "closed", ERASED: "closed"}
"""The colour of each standing, by the name of a tag that has it."""


@dataclass(frozen=True, slots=True)
class Row:
    """One kind of record of one procurement in the list of what falls due."""

    procurement: Any
    held: Held
    standing: str
    tag: str


def standing_of(held: Held, erasures: Sequence[Any], now: datetime, *, is_held: bool = False) -> tuple[str, str]:
    """Say in a word how a kind of record stands, with the tag to show it in."""
    said = _standing(held, erasures, now.astimezone(LONDON).date(), is_held)
    return said, TAGS[said]


def _standing(held: Held, erasures: Sequence[Any], today: date, is_held: bool) -> str:
    standing = next((each for each in erasures if each.kind is held.kind and each.declined_at is None), None)
    if standing is not None and standing.erased_at is not None:
        return ERASED
    if is_held:
        return HELD
    if standing is not None:
        return PROPOSED
    return DUE if held.is_due(today) else KEPT


def falling_due(session: Session, procurements: Sequence[Any], now: datetime) -> list[Row]:
    """List every kind of record with an end, soonest first, in a number of queries that does not grow."""
    ids = [each.id for each in procurements]
    ends, kept = ends_of(session, procurements), list_held(session, ids)
    erasures: dict[int, list[Any]] = {}
    for each in list_erasures(session, ids):
        erasures.setdefault(each.procurement_id, []).append(each)
    own = list_own_periods(session, procurements[0].organisation_id) if procurements else {}
    rows = [
        Row(each, held, *standing_of(held, erasures.get(each.id, ()), now, is_held=each.id in kept))
        for each in procurements
        for held in schedule(Regime(each.procedure.regime), ends[each.id], own)
        if held.until is not None
    ]
    return sorted(rows, key=lambda row: (row.held.until or date.max, row.procurement.reference, row.held.kind))
