"""What is kept of somebody’s procurement: enough to compare a plan with, and nothing that is executed or fetched."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

DATES = ("published_on", "tenders_due_on", "awarded_on", "starts_on", "ends_on")
CODE = "#"
"""Comes before each code in what is searched, so that a search by code finds codes only."""
LONG_YEAR = Decimal("365.25")


@dataclass(frozen=True, slots=True)
class PastCriterion:
    """An award criterion as it was published."""

    name: str
    kind: str = ""
    weight: str = ""
    """Per cent of the whole as a plain number, where it was published as one."""


@dataclass(frozen=True, slots=True)
class Past:
    """One procurement as its releases tell it."""

    ocid: str
    title: str
    buyer: str
    description: str = ""
    procedure: str = ""
    status: str = ""
    value: Decimal | None = None
    currency: str = ""
    value_basis: str = ""
    """`awarded` or `estimated`."""
    published_on: date | None = None
    tenders_due_on: date | None = None
    awarded_on: date | None = None
    starts_on: date | None = None
    ends_on: date | None = None
    tenders_received: int | None = None
    cpv: tuple[tuple[str, str], ...] = ()
    suppliers: tuple[str, ...] = ()
    criteria: tuple[PastCriterion, ...] = ()

    @property
    def search_text(self) -> str:
        """What the procurement is found by, in lower case, line by line."""
        found = (self.title, self.buyer, *self.suppliers, *(f"{CODE}{code} {name}" for code, name in self.cpv))
        return "\n".join(found).casefold()

    def as_data(self) -> dict[str, Any]:
        """Write it as plain JSON, to be carried from the page that shows it to the one that keeps it."""
        data = asdict(self)
        dates = {name: data[name].isoformat() if data[name] else None for name in DATES}
        return data | dates | {"value": None if self.value is None else str(self.value)}

    @classmethod
    def from_data(cls, data: dict[str, Any]) -> Past:
        """Read what `as_data` wrote."""
        dates = {name: date.fromisoformat(data[name]) if data[name] else None for name in DATES}
        return cls(
            **data
            | dates
            | {
                "value": None if data["value"] is None else Decimal(data["value"]),
                "cpv": tuple((code, name) for code, name in data["cpv"]),
                "suppliers": tuple(data["suppliers"]),
                "criteria": tuple(PastCriterion(**each) for each in data["criteria"]),
            }
        )


def yearly_value(value: Decimal | None, starts_on: date | None, ends_on: date | None) -> Decimal | None:
    """Give the value of one year of a term of at least one, to the nearest pound, or None where that is unknown."""
    if value is None or starts_on is None or ends_on is None:
        return None
    days = (ends_on - starts_on).days + 1
    return (value * LONG_YEAR / days).quantize(Decimal(1)) if days >= 365 else value


def middle(values: Sequence[Decimal]) -> Decimal | None:
    """Give the median: the middle value, or half way between the two in the middle; None of nothing."""
    if not values:
        return None
    ordered = sorted(values)
    half = len(ordered) // 2
    return ordered[half] if len(ordered) % 2 else (ordered[half - 1] + ordered[half]) / 2
