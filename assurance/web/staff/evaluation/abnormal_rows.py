"""Puts low prices and questions into rows for people. Asks rows and services; decides nothing."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.evaluation.abnormal import PRICE, is_late, may_decide
from assurance.persistence.queries.abnormal import hidden_bids
from assurance.persistence.queries.bids import list_opened
from assurance.persistence.queries.evaluation_evidence import list_abnormal
from assurance.services import abnormal_bids, low_bids


@dataclass(frozen=True, slots=True)
class Asked:
    """One question, or one decision that none was needed, with its number among those to the bidder."""

    row: Any
    number: int


@dataclass(frozen=True, slots=True)
class Table:
    """Everything the list shows to one person."""

    low: list[low_bids.LowBid]
    settled: frozenset[int]
    """Bids whose price was asked about or let be."""
    asked: list[Asked]
    askable: list[Any]
    """Bids that may be asked about a promise now."""


def table(session: Session, procurement: Any, person: Actor, *, shows_prices: bool) -> Table:
    """Gather what a person may see: without bids in which they have a conflict, and without what tells of prices."""
    hidden = hidden_bids(session, procurement.id, person.user_id)
    counted: dict[int, int] = defaultdict(int)
    asked = []
    for row in list_abnormal(session, procurement.id):
        counted[row.bid_id] += 1
        if row.bid_id not in hidden and (shows_prices or row.about != PRICE):
            asked.append(Asked(row, counted[row.bid_id]))
    low = low_bids.list_low(session, procurement) if shows_prices else []
    opened = list_opened(session, procurement.id)
    return Table(
        low=[each for each in low if each.bid.id not in hidden],
        settled=frozenset(each.row.bid_id for each in asked if each.row.about == PRICE),
        asked=asked,
        askable=[bid for bid in opened if bid.id not in hidden and not abnormal_bids.why_closed(bid)],
    )


def state(row: Any, now: datetime) -> tuple[str, str]:
    """Return the key of a status and its words for one question."""
    if row.decision == "accepted":
        return ("done", "Accepted") if row.question else ("done", "No question needed")
    if row.decision:
        return "failed", "Rejected"
    if row.answer:
        late = is_late(row.answered_at, row.answer_due_at)
        return "due", "Answered late" if late else "Answered"
    return ("overdue", "No answer in time") if now >= row.answer_due_at else ("pending", "Asked")


def why_waits(row: Any, now: datetime) -> str:
    """Say why a question cannot be decided now, or return nothing when it can."""
    if row.decision:
        return "This is decided, and a decision is taken once."
    if why := abnormal_bids.why_closed(row.bid):
        return f"{why}."
    if not may_decide(answered=bool(row.answer), due=row.answer_due_at, now=now):
        return "It can be decided once the bidder has answered or the time for it has passed."
    return ""
