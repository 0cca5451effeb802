"""The formulas that turn prices into percentages, as the description of the evaluation format gives them."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

DIGITS = Context(prec=60)
Formula = Callable[[Fraction, list[Fraction], dict[str, Fraction]], Fraction]


def percents(price: dict[str, Any], prices: list[Fraction]) -> list[Fraction]:
    """Mark every price among those still in, from 0 to 100."""
    given = {"base": Fraction(2), "points_at_mean": Fraction(50), "points_per_percent": Fraction(1)}
    given |= {"points_per_sd": Fraction(25)}
    given |= {name: Fraction(value) for name, value in price.items() if name != "formula"}
    formula = FORMULAS[price.get("formula", "lowest-over-price")]
    return [min(max(formula(each, prices, given), Fraction(0)), Fraction(100)) for each in prices]


def _mean(prices: list[Fraction]) -> Fraction:
    return sum(prices, Fraction(0)) / len(prices)


def _decimal(value: Fraction) -> Decimal:
    return DIGITS.divide(Decimal(value.numerator), Decimal(value.denominator))


def _ln(value: Fraction) -> Fraction:
    return Fraction(DIGITS.ln(_decimal(value)))


def _deviation(prices: list[Fraction]) -> Fraction:
    if len(prices) < 2:
        return Fraction(0)
    mean = _mean(prices)
    squares = sum(((each - mean) ** 2 for each in prices), Fraction(0))
    return Fraction(DIGITS.sqrt(_decimal(squares / (len(prices) - 1))))


def _range(price: Fraction, prices: list[Fraction], _: dict[str, Fraction]) -> Fraction:
    low, high = min(prices), max(prices)
    return 100 * (high - price) / (high - low) if high != low else Fraction(100)


def _standard_deviation(price: Fraction, prices: list[Fraction], given: dict[str, Fraction]) -> Fraction:
    apart = _deviation(prices)
    return 50 - given["points_per_sd"] * (price - _mean(prices)) / apart if apart else Fraction(50)


FORMULAS: dict[str, Formula] = {
    "lowest-over-price": lambda price, prices, _: 100 * min(prices) / price,
    "linear-above-lowest": lambda price, prices, _: 100 * (1 - (price - min(prices)) / min(prices)),
    "range": _range,
    "absolute-band": lambda price, _, given: 100 * (given["max"] - price) / (given["max"] - given["min"]),
    "optimal-price": lambda price, _, given: 100 * (given["max"] - price) / (given["max"] - given["optimal"]),
    "logarithmic": lambda price, prices, given: 100 * (1 - _ln(price / min(prices)) / _ln(given["base"])),
    "mean": lambda price, prices, given: (
        given["points_at_mean"] - given["points_per_percent"] * 100 * (price - _mean(prices)) / _mean(prices)
    ),
    "standard-deviation": _standard_deviation,
}
