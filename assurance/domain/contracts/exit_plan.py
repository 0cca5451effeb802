"""The plan for the end of a contract: what brings it into force, what is handed over, when it is settled and reviewed.

UnitingCare ended after eight months with nobody prepared to take the care over, and a contract that runs its term ends
too. Six months and a yearly look are usual terms of ours, which no law sets.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from assurance.domain.contracts.periods import later
from assurance.domain.faults import Fault

USUAL_MONTHS = 6
MOST_MONTHS = 12
MOST_DAYS = 730
A_YEAR = 12


class Trigger(StrEnum):
    """What brings the plan into force."""

    TERM = "term"
    NOTICE = "notice"
    DEFAULT = "default"
    INSOLVENCY = "insolvency"
    REGISTRATION = "registration"
    LOSSES = "losses"
    PARTNER = "partner"

    @property
    def label(self) -> str:
        """What happens, in the words shown to people."""
        return {
            "term": "The term ends",
            "notice": "Either side gives notice",
            "default": "The lead provider fails its duties and does not mend it",
            "insolvency": "The lead provider is or may become insolvent",
            "registration": "It loses a registration that the service needs",
            "losses": "Its losses pass what stands behind them",
            "partner": "A partner leaves without whom the care cannot be given",
        }[self.value]


class HandOver(StrEnum):
    """What has to be handed over, each of which a plan answers."""

    SERVICES = "services"
    DATA = "data"
    STAFF = "staff"
    ASSETS = "assets"
    SUBCONTRACTS = "subcontracts"

    @property
    def label(self) -> str:
        """The kind in the words shown to people."""
        return {
            "services": "Services and people in treatment",
            "data": "Records and data",
            "staff": "Staff, under TUPE or otherwise",
            "assets": "Buildings, equipment and systems",
            "subcontracts": "Subcontracts that are novated",
        }[self.value]


class Standing(StrEnum):
    """How a plan stands on a day."""

    DUE = "due"
    OVERDUE = "overdue"
    SETTLED = "settled"
    REVIEW_DUE = "review_due"


@dataclass(frozen=True, slots=True)
class Item:
    """One thing that is handed over; where there is nothing of its kind, `what` says why."""

    kind: HandOver
    is_needed: bool
    what: str
    owner: str = ""
    receiver: str = ""
    days: int | None = None
    """Days after what brought the plan into force by which it is handed over."""


def item_faults(item: Item) -> Iterator[Fault]:
    """List what an item lacks; each path is the field it is entered in."""
    if not item.what.strip():
        yield Fault("what", "Say what is handed over" if item.is_needed else "Say why there is nothing to hand over")
    if not item.is_needed:
        return
    if not item.owner.strip():
        yield Fault("owner", "Name who hands it over")
    if not item.receiver.strip():
        yield Fault("receiver", "Name who takes it over")
    if item.days is None or not 0 <= item.days <= MOST_DAYS:
        yield Fault("days", f"Enter the days it may take, 0 to {MOST_DAYS}")


def missing(triggers: Sequence[str], step_in: str, kinds: Iterable[str]) -> tuple[str, ...]:
    """Say what keeps a plan from being settled: every kind of hand-over is answered, if only by why there is none."""
    found = []
    if not triggers:
        found.append("Nothing says what brings the plan into force")
    if not step_in.strip():
        found.append("Nothing says how care goes on from the first day")
    answered = set(kinds)
    found += [f"Nothing is said of: {each.label.lower()}" for each in HandOver if each not in answered]
    return tuple(found)


def settle_by(starts_on: date, months: int = USUAL_MONTHS) -> date:
    """Return the day by which the plan of a contract has to be settled, counted from the first day of the service."""
    return later(starts_on, months)


def review_by(looked_at: date) -> date:
    """Return the day by which a settled plan is looked at again."""
    return later(looked_at, A_YEAR)


def standing(due_on: date, looked_at: date | None, today: date) -> Standing:
    """Say how a plan stands; `looked_at` is when it was settled or last reviewed, None while it is not settled."""
    if looked_at is None:
        return Standing.OVERDUE if today > due_on else Standing.DUE
    return Standing.REVIEW_DUE if today >= review_by(looked_at) else Standing.SETTLED
