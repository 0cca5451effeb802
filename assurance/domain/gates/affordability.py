"""What bidders would cost by year beside the envelope, round by round, and the alarm when nobody is within it.

Going on with nobody affordable is a decision of its own, as going on with one bidder is: the Staffordshire lesson.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import Decimal


@dataclass(frozen=True, slots=True)
class Price:
    """What one bidder would be paid in each contract year."""

    bidder: str
    years: tuple[Decimal, ...]

    @property
    def total(self) -> Decimal:
        """The whole term."""
        return sum(self.years, Decimal(0))


@dataclass(frozen=True, slots=True)
class Standing:
    """One bidder beside the envelope; `over` is what each year is above it, negative where it is below."""

    price: Price
    over: tuple[Decimal, ...]

    @property
    def over_term(self) -> Decimal:
        """What the whole term is above the envelope, negative where it is below."""
        return sum(self.over, Decimal(0))

    @property
    def is_above(self) -> bool:
        """Say whether the whole term costs more than the envelope."""
        return self.over_term > 0


def excess_by_year(envelope: Sequence[Decimal], years: Sequence[Decimal]) -> tuple[Decimal, ...]:
    """Return by how much each year is above its envelope; raise `ValueError` when the terms differ."""
    return tuple(price - limit for limit, price in zip(envelope, years, strict=True))


def beside(envelope: Sequence[Decimal], prices: Iterable[Price]) -> tuple[Standing, ...]:
    """Put every price beside the envelope, the cheapest first."""
    found = [Standing(price, excess_by_year(envelope, price.years)) for price in prices]
    return tuple(sorted(found, key=lambda each: (each.price.total, each.price.bidder)))


def all_above(standings: Sequence[Standing]) -> bool:
    """Say whether there are prices and every one is above the envelope."""
    return bool(standings) and all(each.is_above for each in standings)


def is_decided(standings: Sequence[Standing], decided_for: Iterable[Decimal]) -> bool:
    """Say whether going on needs no decision, or one was recorded for a gap at least as wide as the one now.

    `decided_for` are the amounts by which the cheapest was above the envelope when each decision was taken.
    """
    if not all_above(standings):
        return True
    return any(standings[0].over_term <= each for each in decided_for)
