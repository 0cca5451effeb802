"""Column types that keep their promise on every database: UTC instants, exact money, exact percentages, enums by value.

`Numeric` on SQLite is a float, so exact figures are stored as integers of their smallest unit.
"""

from __future__ import annotations

from datetime import UTC, datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any

from sqlalchemy import BigInteger, DateTime, Dialect, Enum
from sqlalchemy.types import JSON, TypeDecorator


class UTCDateTime(TypeDecorator[datetime]):
    """An instant. Refuses a datetime without a zone; always reads back as UTC."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Store as UTC."""
        if value is None:
            return None
        if value.tzinfo is None:
            raise ValueError("an instant needs a time zone")
        value = value.astimezone(UTC)
        return value.replace(tzinfo=None) if dialect.name == "sqlite" else value

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        """Read back with the zone."""
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class FixedPoint(TypeDecorator[Decimal]):
    """An exact decimal with a fixed number of places, stored as an integer."""

    impl = BigInteger
    cache_ok = True

    def __init__(self, places: int) -> None:
        super().__init__()
        self.places = places

    def process_bind_param(self, value: Decimal | int | None, dialect: Dialect) -> int | None:
        """Store in the smallest unit; refuses what has more places than the column."""
        if value is None:
            return None
        if isinstance(value, float):
            raise TypeError("exact figures are never floats")
        scaled = Decimal(value).scaleb(self.places)
        if not scaled.is_finite() or scaled != scaled.to_integral_value():
            raise ValueError(f"{value} does not fit {self.places} decimal places")
        return int(scaled)

    def process_result_value(self, value: int | None, dialect: Dialect) -> Decimal | None:
        """Read back as an exact decimal."""
        return None if value is None else Decimal(value).scaleb(-self.places)


def Pounds() -> FixedPoint:  # noqa: N802 -- reads as a type where it is used
    """Return the type of an amount in GBP, kept in pence."""
    return FixedPoint(2)


def Percent() -> FixedPoint:  # noqa: N802 -- reads as a type where it is used
    """Return the type of a percentage with two decimals."""
    return FixedPoint(2)


def by_value(enum: type[StrEnum], name: str) -> Enum:
    """Return the type of an enum kept by value with a CHECK, never by name or position."""
    return Enum(
        enum,
        native_enum=False,
        create_constraint=True,
        length=40,
        name=name,
        values_callable=lambda members: [member.value for member in members],
    )


Json = JSON().with_variant(JSON(none_as_null=True), "postgresql")
"""A document that is written once and read whole; never queried into."""

JsonDict = dict[str, Any]
