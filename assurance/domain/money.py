"""Pounds, pence, percentages, and the one rounding rule: half up, once, at output; nothing is rounded before.

Money is an exact Decimal of pounds inside and an integer of pence in the database; a float is refused
everywhere, because it cannot hold a penny exactly.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction

from assurance.domain.errors import InvalidInput

Exact = Decimal | Fraction | int

LARGEST = Decimal("999999999999.99")
"""Just under a million million pounds: no budget is larger, and its pence fit any database integer."""

_TYPED = re.compile(r"£?([0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.([0-9]{1,2}))?", re.ASCII)
_PLAIN = re.compile(r"-?[0-9]+(?:\.[0-9]+)?", re.ASCII)
_SHOWN = re.compile(r"([-−+]?£?[0-9][0-9,]*)(?:\.([0-9]+))?(%?(?: [a-z]+)?)", re.ASCII)


def pounds(value: str | int | Decimal) -> Decimal:
    """Make an exact amount of pounds; floats, infinities and parts of a penny raise `InvalidInput`."""
    if isinstance(value, bool) or not isinstance(value, str | int | Decimal):
        raise InvalidInput("amount", f"An amount of money cannot be a {type(value).__name__}")
    if isinstance(value, str) and not _PLAIN.fullmatch(value):
        raise InvalidInput("amount", f"“{value[:40]}” is not an amount of money")
    amount = Decimal(value)
    if not amount.is_finite() or abs(Fraction(amount)) > LARGEST:
        raise InvalidInput("amount", "The amount is too large to be an amount of money")
    pence = Fraction(amount) * 100
    if pence.denominator != 1:
        raise InvalidInput("amount", "An amount of money has no fractions of a penny")
    return from_pence(int(pence))


def to_pence(amount: Decimal) -> int:
    """Turn pounds into the integer of pence the database keeps; refuses what `pounds` refuses."""
    return int(Fraction(pounds(amount)) * 100)


def from_pence(pence: int) -> Decimal:
    """Turn the database's integer of pence into pounds with two places."""
    if isinstance(pence, bool) or not isinstance(pence, int):
        raise InvalidInput("amount", f"Pence are a whole number, not a {type(pence).__name__}")
    whole, part = divmod(abs(pence), 100)
    return Decimal(f"{'-' if pence < 0 else ''}{whole}.{part:02d}")


def parse_gbp(text: str, field: str) -> Decimal:
    """Read an amount as a person types it (`1,234.50`, `£5`), or raise `InvalidInput` naming the field."""
    typed = text.strip()
    if not typed:
        raise InvalidInput(field, "Enter an amount in pounds")
    if typed.startswith(("-", "£-", "-£")):
        raise InvalidInput(field, "The amount must not be negative")
    found = _TYPED.fullmatch(typed)
    if found is None:
        raise InvalidInput(field, "Enter an amount in pounds, such as 1,234.50 or 1234")
    amount = Decimal(found[1].replace(",", "") + "." + (found[2] or "0"))
    if amount > LARGEST:
        raise InvalidInput(field, f"The amount must be at most {format_gbp(LARGEST)}")
    return pounds(amount)


def format_gbp(amount: Decimal, *, thousands: bool = False) -> str:
    """Show pounds with commas, dropping the pence of a whole amount; `thousands` shows whole thousands."""
    if thousands:
        rounded = round_half_up(amount, -3)
        return f"{'-' if rounded < 0 else ''}£{abs(rounded):,} thousand"
    rounded = round_half_up(amount, 2)
    whole, pence = divmod(abs(rounded), 100)
    return f"{'-' if rounded < 0 else ''}£{whole:,}" + (f".{pence:02d}" if pence else "")


def percent(value: Exact, places: int = 2) -> str:
    """Show a figure that is already per cent, such as `76.5%`, without trailing zeros."""
    return f"{round_out(value, places)}%"


def round_out(value: Exact, places: int = 6) -> str:
    """Write a figure for output: half up to `places`, plain digits, no trailing zeros, no minus zero."""
    scaled = round_half_up(value, places)
    whole, part = divmod(abs(scaled), 10**places)
    tail = f".{part:0{places}d}".rstrip("0").rstrip(".") if places else ""
    return f"{'-' if scaled < 0 else ''}{whole}{tail}"


def two_places(value: Exact) -> str:
    """Write a figure with two decimals always, so that a column of them lines up."""
    whole, _, part = round_out(value, 2).partition(".")
    return f"{whole}.{part:0<2}"


def of_100(value: Exact) -> str:
    """Write where something lies between 0 and 100: with two decimals, but for the ends."""
    return round_out(value, 0) if value in (0, 100) else two_places(value)


def round_half_up(value: Exact, places: int) -> int:
    """Round half away from zero and return the figure in units of the last place, whatever its precision."""
    exact = Fraction(value)
    above, below = abs(exact.numerator), exact.denominator
    above, below = (above * 10**places, below) if places >= 0 else (above, below * 10**-places)
    rounded = (2 * above + below) // (2 * below)
    return -rounded if value < 0 else rounded


def plain(value: Decimal) -> str:
    """Write an exact decimal in one canonical way, unrounded: `60`, not `60.0` or `6E+1`."""
    digits = format(value, "f")
    if "." in digits:
        digits = digits.rstrip("0").rstrip(".")
    return "0" if digits in {"-0", ""} else digits


def evened(shown: Sequence[str]) -> list[str]:
    """Give figures that are compared as many decimals as the longest of them: `82.08` and `74.40`.

    Figures of different units are not compared, and what is not one figure stays as it is.
    """
    found = [_SHOWN.fullmatch(each) for each in shown]
    longest: dict[str, int] = {}
    for one in filter(None, found):
        longest[one[3]] = max(longest.get(one[3], 0), len(one[2] or ""))
    return [
        f"{one[1]}.{(one[2] or '').ljust(longest[one[3]], '0')}{one[3]}" if one and longest[one[3]] else each
        for one, each in zip(found, shown, strict=True)
    ]
