"""How the figures of a trial are said: pounds in millions where they are round, points with up to two decimals."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction

from assurance.domain.evaluation.sensitivity.sentences import listed
from assurance.domain.money import Exact, round_half_up, round_out

Names = Mapping[str, str]
MILLION = 1_000_000


def money(amount: Exact) -> str:
    """Say an amount: `£44.25m` where it is that many millions exactly, else whole pounds, pence below £1,000."""
    pounds = Fraction(amount)
    if pounds >= MILLION and (pounds * 100 / MILLION).denominator == 1:
        return f"£{round_out(pounds / MILLION, 2)}m"
    if pounds >= 1000:
        return f"£{round_half_up(pounds, 0):,}"
    whole, pence = divmod(round_half_up(pounds, 2), 100)
    return f"£{whole:,}" + (f".{pence:02d}" if pence else "")


def about(amount: Exact) -> str:
    """Say an amount to three figures, for a rate that is not meant to the pound."""
    places = len(str(int(amount))) - 3
    return money(amount) if places <= 0 else money(round_half_up(amount, -places) * 10**places)


def points(value: Exact) -> str:
    """Say points or per cent for people, to two places."""
    return round_out(value, 2)


def who(leaders: Sequence[str], names: Names) -> str:
    """Name one bid, or several that share a place."""
    return listed([names.get(each, each) for each in leaders])


def win(leaders: Sequence[str]) -> str:
    """Give the verb for one winner or for several that share the place."""
    return "win" if len(leaders) == 1 else "share the first place"


def per_cent_apart(low: Exact, high: Exact) -> Fraction:
    """Say by how many per cent the dearer is above the cheaper."""
    return 100 * (Fraction(high) - Fraction(low)) / Fraction(low)


def marks(number: Decimal) -> str:
    """Say a number of marks."""
    return f"{round_out(number, 2)} mark{'' if number == 1 else 's'}"
