"""Formulas that turn a price into a percentage, each one function with its source, found by published name.

A formula sees only the prices of bids still in. It can pick the winner, so the one used is always the one that was
published with the call, with its parameters. Percentages are from 0 to 100; whatever a formula gives beyond is cut off.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from functools import cached_property
from types import MappingProxyType

from assurance.domain.errors import InvalidInput
from assurance.domain.evaluation.precise import logarithm, root

HUNDRED = Fraction(100)

DEFAULT_FORMULA = "lowest-over-price"

Given = Mapping[str, Fraction]
"""Every parameter of a formula, defaults filled in."""


class PriceField:
    """The prices that are compared with each other; what formulas need of them is worked out once."""

    def __init__(self, prices: Sequence[Fraction]) -> None:
        self.prices = prices

    @cached_property
    def lowest(self) -> Fraction:
        """The lowest price."""
        return min(self.prices)

    @cached_property
    def highest(self) -> Fraction:
        """The highest price."""
        return max(self.prices)

    @cached_property
    def mean(self) -> Fraction:
        """The mean price."""
        return sum(self.prices, Fraction(0)) / len(self.prices)

    @cached_property
    def deviation(self) -> Fraction:
        """The standard deviation of the sample, to 50 digits; nothing for a single price."""
        if len(self.prices) < 2:
            return Fraction(0)
        return root(sum(((price - self.mean) ** 2 for price in self.prices), Fraction(0)) / (len(self.prices) - 1))


@dataclass(frozen=True, slots=True)
class Parameter:
    """A figure a formula needs beside the prices; without a default it must be published with the call."""

    name: str
    label: str
    default: Decimal | None = None


@dataclass(frozen=True, slots=True)
class PriceFormula:
    """A published way of marking price: its name, how it reads, where it comes from, and the arithmetic."""

    name: str
    label: str
    source: str
    compute: Callable[[Fraction, PriceField, Given], Fraction]
    parameters: tuple[Parameter, ...] = ()
    is_relative: bool = True
    """The percentage of a bid depends on the prices of others."""

    def given(self, parameters: Mapping[str, Decimal]) -> dict[str, Fraction]:
        """Fill in defaults; raises `InvalidInput` for what `parameter_faults` names."""
        for name, message in self.parameter_faults(parameters):
            raise InvalidInput(name or "formula", message)
        merged = {each.name: parameters.get(each.name, each.default) for each in self.parameters}
        return {name: Fraction(value) for name, value in merged.items() if value is not None}

    def parameter_faults(self, parameters: Mapping[str, Decimal]) -> Iterator[tuple[str, str]]:
        """List what is wrong with the parameters, as pairs of the parameter's name and a message."""
        known = {each.name: each for each in self.parameters}
        for name, value in parameters.items():
            if name not in known:
                yield name, f'"{self.name}" has no parameter called "{name}"'
            elif not value.is_finite() or value <= 0:
                yield name, "must be above zero"
        for each in self.parameters:
            if each.default is None and each.name not in parameters:
                yield each.name, "missing; it is published with the formula"
        yield from _range_faults(parameters)


def _range_faults(parameters: Mapping[str, Decimal]) -> Iterator[tuple[str, str]]:
    finite = {name: value for name, value in parameters.items() if value.is_finite()}
    highest = finite.get("max")
    for name in ("min", "optimal"):
        if highest is not None and name in finite and finite[name] >= highest:
            yield name, 'must be below "max"'
    if finite.get("base", Decimal(2)) <= 1 and finite["base"] > 0:
        yield "base", "must be above 1"
    if finite.get("points_at_mean", Decimal(50)) > 100:
        yield "points_at_mean", "must be at most 100"


def _lowest_over_price(price: Fraction, field: PriceField, _: Given) -> Fraction:
    """Give 100 L / P: the lowest price earns everything, and one twice as dear earns half."""
    return HUNDRED * field.lowest / price


def _linear_above_lowest(price: Fraction, field: PriceField, _: Given) -> Fraction:
    """Give 100 (1 - (P - L) / L): each per cent above the lowest costs one."""
    return HUNDRED * (2 - price / field.lowest)


def _range(price: Fraction, field: PriceField, _: Given) -> Fraction:
    """Give 100 (H - P) / (H - L): the lowest earns everything and the highest nothing."""
    if field.highest == field.lowest:
        return HUNDRED
    return HUNDRED * (field.highest - price) / (field.highest - field.lowest)


def _band(lower: str) -> Callable[[Fraction, PriceField, Given], Fraction]:
    def compute(price: Fraction, _: PriceField, given: Given) -> Fraction:
        return HUNDRED * (given["max"] - price) / (given["max"] - given[lower])

    return compute


def _logarithmic(price: Fraction, field: PriceField, given: Given) -> Fraction:
    """Give 100 (1 - ln(P / L) / ln base): a price `base` times the lowest earns nothing."""
    return HUNDRED * (1 - logarithm(price / field.lowest) / logarithm(given["base"]))


def _mean(price: Fraction, field: PriceField, given: Given) -> Fraction:
    """Give points at the mean, less so many for each per cent above it."""
    above = 100 * (price - field.mean) / field.mean
    return given["points_at_mean"] - given["points_per_percent"] * above


def _standard_deviation(price: Fraction, field: PriceField, given: Given) -> Fraction:
    """Give 50 points at the mean, less so many for each standard deviation above it."""
    if not field.deviation:
        return Fraction(50)
    return 50 - given["points_per_sd"] * (price - field.mean) / field.deviation


_ALL = (
    PriceFormula(
        "lowest-over-price",
        "Lowest price divided by the bid’s price",
        "The usual UK formula; the same as the World Bank's quality- and cost-based selection",
        _lowest_over_price,
    ),
    PriceFormula(
        "linear-above-lowest",
        "One point lost for each per cent above the lowest price",
        "Used by UK councils; a price twice the lowest earns nothing",
        _linear_above_lowest,
    ),
    PriceFormula(
        "range",
        "Straight line from the lowest price to the highest",
        "Common in spreadsheets; the highest price earns nothing however near it is",
        _range,
    ),
    PriceFormula(
        "absolute-band",
        "Straight line between two prices published in advance",
        "Absolute methods in Dutch practice: a bid's points do not depend on the other bids",
        _band("min"),
        (Parameter("min", "Price that earns all points (£)"), Parameter("max", "Price that earns none (£)")),
        is_relative=False,
    ),
    PriceFormula(
        "optimal-price",
        "Straight line down from a published optimal price",
        "A price at or below the optimal earns all points and a published ceiling earns none",
        _band("optimal"),
        (Parameter("max", "Price that earns none (£)"), Parameter("optimal", "Price that earns all points (£)")),
        is_relative=False,
    ),
    PriceFormula(
        "logarithmic",
        "Logarithm of the ratio to the lowest price",
        "Dutch practice; a price `base` times the lowest earns nothing",
        _logarithmic,
        (Parameter("base", "How many times the lowest price earns nothing", Decimal(2)),),
    ),
    PriceFormula(
        "mean",
        "Distance from the mean price, in per cent",
        "Rule published in Scotland and by councils; rewards being below the mean",
        _mean,
        (
            Parameter("points_at_mean", "Points for a price at the mean", Decimal(50)),
            Parameter("points_per_percent", "Points lost for each per cent above the mean", Decimal(1)),
        ),
    ),
    PriceFormula(
        "standard-deviation",
        "Distance from the mean price, in standard deviations",
        "Variant of the mean formula with the standard deviation of the sample",
        _standard_deviation,
        (Parameter("points_per_sd", "Points lost for each standard deviation above the mean", Decimal(25)),),
    ),
)

FORMULAS: Mapping[str, PriceFormula] = MappingProxyType({formula.name: formula for formula in _ALL})


def is_relative(name: str) -> bool:
    """Say whether a formula compares bids; one that is not known counts as doing so."""
    return name not in FORMULAS or FORMULAS[name].is_relative


def price_percent(
    name: str, price: Fraction, field: Sequence[Fraction], parameters: Mapping[str, Decimal] | None = None
) -> Fraction:
    """Mark one price among those still in, from 0 to 100; `InvalidInput` for a price not above zero or bad parameters.

    >>> price_percent("lowest-over-price", Fraction(44), [Fraction(40), Fraction(44)])
    Fraction(1000, 11)
    """
    formula = _formula(name)
    if price <= 0 or any(other <= 0 for other in field):
        raise InvalidInput("price", "A price must be above zero; a nil price cannot be marked")
    return _clamped(formula.compute(price, PriceField(field), formula.given(parameters or {})))


def price_percents(
    name: str, prices: Sequence[Fraction], parameters: Mapping[str, Decimal] | None = None
) -> list[Fraction]:
    """Mark all prices still in, in the order given; each is compared with all of them."""
    formula, field = _formula(name), PriceField(prices)
    if any(price <= 0 for price in prices):
        raise InvalidInput("price", "A price must be above zero; a nil price cannot be marked")
    given = formula.given(parameters or {})
    return [_clamped(formula.compute(price, field, given)) for price in prices]


def _formula(name: str) -> PriceFormula:
    formula = FORMULAS.get(name)
    if formula is None:
        raise InvalidInput("formula", f"There is no price formula called “{name}”")
    return formula


def _clamped(percent: Fraction) -> Fraction:
    return min(max(percent, Fraction(0)), HUNDRED)
