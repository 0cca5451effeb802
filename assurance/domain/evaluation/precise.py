"""Roots and logarithms to fifty digits, for the few formulas whose figures are not fractions.

Fifty digits are far beyond the six that are printed, so nothing that is shown depends on where they end.
"""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Context, Decimal
from fractions import Fraction

PRECISE = Context(prec=50, rounding=ROUND_HALF_UP)


def decimal(value: Fraction) -> Decimal:
    """Write a fraction as a decimal of fifty digits."""
    return PRECISE.divide(Decimal(value.numerator), Decimal(value.denominator))


def root(value: Fraction) -> Fraction:
    """Give the square root of a figure that is not negative."""
    return Fraction(PRECISE.sqrt(decimal(value)))


def logarithm(value: Fraction) -> Fraction:
    """Give the natural logarithm of a figure above zero."""
    return Fraction(PRECISE.ln(decimal(value)))
