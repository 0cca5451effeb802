"""Writes out how one price became its percentage: the published formula with the actual numbers put in.

It computes nothing that is shown elsewhere; the figure after the equals sign is that of the result.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assurance.domain.evaluation.pricing import FORMULAS
from assurance.domain.money import round_half_up, round_out


@dataclass(frozen=True, slots=True)
class _Compared:
    """One price, all prices still in, and the parameters of the formula."""

    price: Fraction
    field: Sequence[Fraction]
    given: Mapping[str, Fraction]

    @property
    def low(self) -> Fraction:
        return min(self.field)

    @property
    def high(self) -> Fraction:
        return max(self.field)

    @property
    def mean(self) -> Fraction:
        return sum(self.field, Fraction(0)) / len(self.field)

    @property
    def deviation(self) -> Fraction:
        """The standard deviation of the sample, for print only."""
        squares = sum(((each - self.mean) ** 2 for each in self.field), Fraction(0))
        variance = squares / max(len(self.field) - 1, 1)
        return Fraction((Decimal(variance.numerator) / Decimal(variance.denominator)).sqrt())


Told = tuple[str, Fraction]
"""The formula in numbers, and a figure that is below 0 or above 100 where its own is."""


def price_working(
    name: str, price: Decimal, field: Sequence[Decimal], parameters: Mapping[str, Decimal] | None = None
) -> str:
    """Write the formula for one price among those still in, such as `100 × £40 ÷ £44`."""
    words = _WORDS.get(name)
    if words is None:
        return FORMULAS[name].label
    compared = _Compared(Fraction(price), [Fraction(each) for each in field], _given(name, parameters or {}))
    said, figure = words(compared)
    if figure < 0:
        return f"{said}, which is below zero and counts as"
    return f"{said}, which is above 100 and counts as" if figure > 100 else said


def _given(name: str, parameters: Mapping[str, Decimal]) -> dict[str, Fraction]:
    wanted: Sequence[Any] = getattr(FORMULAS.get(name), "parameters", ())
    given = {each.name: parameters.get(each.name, each.default) for each in wanted}
    return {key: Fraction(value) for key, value in given.items() if value is not None}


def _pounds(amount: Fraction) -> str:
    """Write an amount rounded to the penny, whole pounds without pence."""
    whole, pence = divmod(round_half_up(amount, 2), 100)
    return f"£{whole:,}" + (f".{pence:02d}" if pence else "")


def _lowest(of: _Compared) -> Told:
    return f"100 × {_pounds(of.low)} ÷ {_pounds(of.price)}", Fraction(0)


def _linear(of: _Compared) -> Told:
    words = f"100 × (1 − ({_pounds(of.price)} − {_pounds(of.low)}) ÷ {_pounds(of.low)})"
    return words, 2 - of.price / of.low


def _range(of: _Compared) -> Told:
    if of.high == of.low:
        return "All prices still in are the same, so each earns all of it", Fraction(0)
    high = _pounds(of.high)
    return f"100 × ({high} − {_pounds(of.price)}) ÷ ({high} − {_pounds(of.low)})", Fraction(0)


def _band(best: str) -> Callable[[_Compared], Told]:
    def words(of: _Compared) -> Told:
        top, low = of.given["max"], of.given[best]
        said = f"100 × ({_pounds(top)} − {_pounds(of.price)}) ÷ ({_pounds(top)} − {_pounds(low)})"
        return said, 100 * (top - of.price) / (top - low)

    return words


def _logarithmic(of: _Compared) -> Told:
    base = of.given["base"]
    words = f"100 × (1 − ln({_pounds(of.price)} ÷ {_pounds(of.low)}) ÷ ln {round_out(base)})"
    return words, base * of.low - of.price if of.price > base * of.low else Fraction(0)


def _mean(of: _Compared) -> Told:
    at, each = of.given["points_at_mean"], of.given["points_per_percent"]
    mean = _pounds(of.mean)
    words = f"{round_out(at)} − {round_out(each)} × 100 × ({_pounds(of.price)} − {mean}) ÷ {mean}"
    return words, at - each * 100 * (of.price - of.mean) / of.mean


def _deviation(of: _Compared) -> Told:
    if of.high == of.low:
        return "All prices still in are the same, so each earns half of it", Fraction(0)
    each, deviation = of.given["points_per_sd"], of.deviation
    words = f"50 − {round_out(each)} × ({_pounds(of.price)} − {_pounds(of.mean)}) ÷ {_pounds(deviation)}"
    return words, 50 - each * (of.price - of.mean) / deviation


_WORDS: Mapping[str, Callable[[_Compared], Told]] = {
    "lowest-over-price": _lowest,
    "linear-above-lowest": _linear,
    "range": _range,
    "absolute-band": _band("min"),
    "optimal-price": _band("optimal"),
    "logarithmic": _logarithmic,
    "mean": _mean,
    "standard-deviation": _deviation,
}
