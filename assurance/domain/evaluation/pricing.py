"""Formulas that turn a price into a percentage, each one function with its source, found by published name.

A formula sees only the prices of bids still in. It can pick the winner, so the one used is always the one
that was published with the call.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from types import MappingProxyType

from assurance.domain.errors import InvalidInput

HUNDRED = Fraction(100)

DEFAULT_FORMULA = "lowest-over-price"


@dataclass(frozen=True, slots=True)
class PriceFormula:
    """A published way of marking price: its name, how it reads, where it comes from, and the arithmetic."""

    name: str
    label: str
    source: str
    compute: Callable[[Fraction, Sequence[Fraction]], Fraction]


def lowest_over_price(price: Fraction, field: Sequence[Fraction]) -> Fraction:
    """Give 100 L / P: the lowest price earns everything, and one twice as dear earns half."""
    return HUNDRED * min(field) / price


FORMULAS: Mapping[str, PriceFormula] = MappingProxyType(
    {
        formula.name: formula
        for formula in (
            PriceFormula(
                name="lowest-over-price",
                label="Lowest price divided by the bid's price",
                source="The usual UK formula; the same as the World Bank's quality- and cost-based selection",
                compute=lowest_over_price,
            ),
        )
    }
)


def price_percent(name: str, price: Fraction, field: Sequence[Fraction]) -> Fraction:
    """Mark one price among those still in, from 0 to 100; a price not above zero raises `InvalidInput`."""
    formula = FORMULAS.get(name)
    if formula is None:
        raise InvalidInput("formula", f"There is no price formula called “{name}”")
    if price <= 0 or any(other <= 0 for other in field):
        raise InvalidInput("price", "A price must be above zero; a nil price cannot be marked")
    return min(max(formula.compute(price, field), Fraction(0)), HUNDRED)
