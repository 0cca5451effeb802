"""The dates that follow in law from what has happened, and how soon a deadline may be, each with its reason."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta

from sqlalchemy.orm import Session

from assurance.domain.deadlines import LONDON
from assurance.domain.deadlines.after_call import CALLED, INVITED, deadline
from assurance.domain.deadlines.after_intention import rows_of
from assurance.domain.deadlines.circumstances import USUAL, Circumstances
from assurance.domain.deadlines.dated import Dated, Event
from assurance.domain.deadlines.statutory import dates_after
from assurance.domain.errors import InvalidInput
from assurance.domain.stages import Stage
from assurance.domain.timetable.plan import minimum
from assurance.persistence.models import Procurement, Representation
from assurance.persistence.queries.contracts import find_contract
from assurance.persistence.queries.evidence import list_representations
from assurance.persistence.queries.procurements import list_changes
from assurance.services.timetable.planning import basis

PARTIES = 2


@dataclass(frozen=True, slots=True)
class Followed:
    """An event, the day it happened, and what follows from it."""

    event: Event
    on: date
    dates: tuple[Dated, ...]


def soonest(procurement: Procurement, stage: Stage, on: date) -> Dated | None:
    """Say how soon requests or final tenders may be due if the call or the invitation goes out on a day."""
    period = minimum(stage, basis(procurement))
    if period is None:
        return None
    event = CALLED[basis(procurement).regime] if stage is Stage.CALL else INVITED
    try:
        return deadline(basis(procurement).regime, "soonest deadline", event, on, period)
    except InvalidInput:  # bank holidays are not known so far ahead
        return None


def following(session: Session, procurement: Procurement, *, tells_representations: bool = False) -> list[Followed]:
    """List what follows from each event that has happened, first to last.

    Without `tells_representations` nothing is listed that would tell that a bidder has made one.
    """
    events = _events(session, procurement, tells_representations=tells_representations)
    return [Followed(event, on, tuple(_dates(procurement, event, on))) for event, on in events]


def _counted_after_award(procurement: Procurement) -> Circumstances:
    """Return what changes a date after the award: of everything stated, only that the contract is light touch."""
    return replace(USUAL, light_touch=basis(procurement).given.light_touch)


def _dates(procurement: Procurement, event: Event, on: date) -> list[Dated]:
    if event is Event.INTENTION and procurement.standstill is not None:
        return rows_of(procurement.standstill, procurement.given)
    try:
        return dates_after(basis(procurement).regime, event, on, _counted_after_award(procurement))
    except InvalidInput:
        return []


def _events(session: Session, procurement: Procurement, *, tells_representations: bool) -> Iterator[tuple[Event, date]]:
    if procurement.intention_published_on is not None:
        yield Event.INTENTION, procurement.intention_published_on
    if tells_representations:
        decided = [_day(each) for each in list_representations(session, procurement.id) if each.decided_at]
        if decided:
            yield Event.FURTHER_DECISION, max(decided)
    if awarded := _awarded_on(session, procurement):
        yield Event.AWARD, awarded


def _day(row: Representation) -> date:
    if row.decided_at is None:
        raise RuntimeError("only decided representations are asked for their day")
    return row.decided_at.astimezone(LONDON).date()


def _awarded_on(session: Session, procurement: Procurement) -> date | None:
    """Return the day of the award: when it was confirmed, or under the Act when the contract was entered into."""
    if basis(procurement).regime != "pa23":
        entered = [each.at for each in list_changes(session, procurement.id) if each.to_stage is Stage.AWARD]
        return entered[-1].astimezone(LONDON).date() if entered else None
    contract = find_contract(session, procurement.id)
    signed = [each.signed_on for each in contract.signatures] if contract else []
    return max(signed) if len(signed) == PARTIES else None


@dataclass(frozen=True, slots=True)
class KeyDate:
    """A date people go by now: an instant or a whole day, and why it is that one."""

    label: str
    on: date
    at: datetime | None
    why: str


def key_dates(
    session: Session, procurement: Procurement, now: datetime, *, tells_representations: bool = False
) -> list[KeyDate]:
    """List the dates that matter at the present stage and are still ahead, soonest first."""
    found = [
        *_set(procurement),
        *_law(procurement, following(session, procurement, tells_representations=tells_representations)),
    ]
    today = now.astimezone(LONDON).date()
    return sorted((each for each in found if each.on >= today), key=lambda each: each.on)


def _set(procurement: Procurement) -> Iterator[KeyDate]:
    due = {Stage.CALL: procurement.requests_due_at, Stage.FINAL_TENDERS: procurement.tenders_due_at}.get(
        procurement.stage
    )
    if due is None:
        return
    label = "Requests to take part until" if procurement.stage is Stage.CALL else "Final tenders until"
    period = minimum(procurement.stage, basis(procurement))
    law = "The authority set it and told everybody."
    if period is not None:
        least = f"at least {period.days} days" if period.days else "no minimum time"
        law += f" The law gives {least}: {period.because} ({period.provision})."
    yield KeyDate(label, due.astimezone(LONDON).date(), due, law)


def _law(procurement: Procurement, found: list[Followed]) -> Iterator[KeyDate]:
    for followed in found:
        if procurement.stage is Stage.STANDSTILL or followed.event is Event.AWARD:
            for each in followed.dates:
                label = each.what[:1].upper() + each.what[1:]
                over = each.at + timedelta(seconds=1) if each.at else None  # the midnight that ends the day
                yield KeyDate(f"{label}, {each.condition}" if each.condition else label, each.on, over, each.why)
