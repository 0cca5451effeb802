"""How values are written as JSON of the standard: instants in UTC, amounts as numbers, nothing empty."""

from __future__ import annotations

from datetime import UTC, date, datetime, time
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assurance.domain.deadlines.london import LONDON
from assurance.domain.money import round_out

JsonObject = dict[str, Any]


def instant(value: datetime | None) -> str:
    """Write an instant in UTC; all in one zone, so that they sort as text."""
    return value.astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ") if value else ""


def day_begins(value: date | None) -> str:
    """Write the first second of a London day."""
    return instant(datetime.combine(value, time(0), tzinfo=LONDON)) if value else ""


def day_ends(value: date | None) -> str:
    """Write the last second of a London day."""
    return instant(datetime.combine(value, time(23, 59, 59), tzinfo=LONDON)) if value else ""


def number(value: Decimal | Fraction | int) -> int | float:
    """Write an exact figure as a JSON number: whole where it is whole, else to six decimals."""
    exact = Fraction(value)
    return int(exact) if exact.denominator == 1 else float(round_out(exact))


def gbp(value: Decimal | None) -> JsonObject:
    """Write an amount in pounds, or nothing."""
    return {} if value is None else {"amount": number(value), "currency": "GBP"}


def without_empty(value: Any) -> Any:
    """Leave out what is None, an empty text, an empty list or an empty object, all the way down."""
    if isinstance(value, dict):
        kept = {key: without_empty(each) for key, each in value.items()}
        return {key: each for key, each in kept.items() if not _is_empty(each)}
    if isinstance(value, list | tuple):
        return [each for each in map(without_empty, value) if not _is_empty(each)]
    return value


def _is_empty(value: Any) -> bool:
    return value is None or (isinstance(value, str | list | dict) and not value)
