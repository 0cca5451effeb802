"""How the schedules of a contract change by an amendment, and in what two versions of them differ.

Schedules are plain data, written once and read whole. A change of value is spread over the years it is for in equal
parts, to the penny; every year keeps its outcome share.
"""

from __future__ import annotations

import copy
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assurance.domain.errors import InvalidInput
from assurance.domain.money import format_gbp, from_pence, plain, round_half_up, to_pence

SCHEDULES: dict[str, str] = {
    "coverage": "Care covered",
    "outcomes": "Outcomes",
    "payment": "Payment",
    "subcontractors": "Subcontractors",
    "definitions": "Definitions",
    "integration_form": "Form of working together",
    "conditions": "Conditions precedent",
    "terms": "Term and other terms",
}
"""The schedules in the words shown to people, in the order in which they are printed."""


@dataclass(frozen=True, slots=True)
class Amount:
    """A change of value: how much, from which contract year on, and how many years are added at the end."""

    change: Decimal
    from_year: int
    years_added: int = 0


@dataclass(frozen=True, slots=True)
class Difference:
    """One thing that differs between two versions."""

    schedule: str
    what: str
    before: str
    after: str


def amended(
    schedules: dict[str, Any], amount: Amount, share_percent: Decimal, clauses: dict[str, str]
) -> dict[str, Any]:
    """Return the schedules after an amendment; `clauses` are the words of what else changes, by schedule.

    Raises `InvalidInput` at the field that cannot stand.
    """
    found = copy.deepcopy(schedules)
    found["payment"] = _paid(found["payment"], amount, share_percent)
    changed = [*found.get("changes", ())]
    changed += [{"schedule": schedule, "text": text} for schedule, text in clauses.items() if text]
    return found | ({"changes": changed} if changed else {})


def share_of(row: dict[str, Any], share_percent: Decimal) -> Decimal:
    """Return the share of a year's value that rests on outcomes, from 0 to 1; `share_percent` where it has none."""
    return Decimal(str(row.get("outcome_share_percent", share_percent))) / 100


def total_value(schedules: dict[str, Any]) -> Decimal:
    """Add up the value of all years."""
    return sum((Decimal(row["total"]) for row in schedules["payment"]), Decimal(0))


def differences(before: dict[str, Any], after: dict[str, Any]) -> tuple[Difference, ...]:
    """List in what two versions differ: money by year, and the words of what else changed."""
    return (*_payment_differences(before["payment"], after["payment"]), *_said(before, after))


def _paid(rows: list[dict[str, Any]], amount: Amount, share_percent: Decimal) -> list[dict[str, Any]]:
    last = rows[-1]
    added = [
        {**last, "year": last["year"] + number, "total": "0", "base": "0", "outcome_pool": "0"}
        for number in range(1, amount.years_added + 1)
    ]
    if added and amount.change <= 0:
        raise InvalidInput("change", "Enter the price of the years that are added")
    first = last["year"] + 1 if added else amount.from_year
    touched = [row for row in [*rows, *added] if row["year"] >= first]
    if not touched:
        raise InvalidInput("from_year", f"The contract runs for {len(rows)} years")
    parts = _equal_parts(amount.change, len(touched))
    return [
        _priced(row, parts[row["year"] - first], share_percent) if row["year"] >= first and amount.change else row
        for row in [*rows, *added]
    ]


def _priced(row: dict[str, Any], part: Decimal, share_percent: Decimal) -> dict[str, Any]:
    total = Decimal(row["total"]) + part
    if total <= 0:
        raise InvalidInput("change", f"Nothing would be left to pay in year {row['year']}")
    pool = from_pence(round_half_up(total * share_of(row, share_percent), 2))
    return row | {"base": plain(total - pool), "outcome_pool": plain(pool), "total": plain(total)}


def _equal_parts(change: Decimal, count: int) -> list[Decimal]:
    """Part an amount to the penny; what is over goes to the first."""
    sign = -1 if change < 0 else 1
    whole, odd = divmod(to_pence(abs(change)), count)
    return [from_pence(sign * (whole + (1 if number < odd else 0))) for number in range(count)]


def _payment_differences(before: list[dict[str, Any]], after: list[dict[str, Any]]) -> Iterator[Difference]:
    old = {row["year"]: row["total"] for row in before}
    for row in after:
        was = old.get(row["year"])
        if was != row["total"]:
            yield Difference("payment", f"Year {row['year']}", _amount(was), _amount(row["total"]))


def _said(before: dict[str, Any], after: dict[str, Any]) -> Iterator[Difference]:
    known = before.get("changes", [])
    for each in after.get("changes", [])[len(known) :]:
        yield Difference(each["schedule"], SCHEDULES.get(each["schedule"], each["schedule"]), "", each["text"])


def _amount(written: str | None) -> str:
    return "Not in the contract" if written is None else format_gbp(Decimal(written))
