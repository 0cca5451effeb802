"""The envelope of each contract year: the health budget as it grows, and what social care pools with it.

The health part is the sum of the categories chosen, or a rate for each person times the population. Growth compounds
year on year from the baseline, exactly; only the amount of a year is rounded, to the penny, half up. Source of the idea
of a population budget for the lead: founding document 000; of pooled health and social funding: 003.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction

from assurance.domain.errors import InvalidInput
from assurance.domain.money import LARGEST, from_pence, round_half_up

MOST_GROWTH = Decimal(50)
"""Per cent a year, up or down: more is taken for a slip of the hand."""


@dataclass(frozen=True, slots=True)
class Terms:
    """What the envelope is made from, in pounds of the baseline year."""

    categories: Decimal
    """The categories chosen, added up."""
    social: Decimal = Decimal(0)
    population: int | None = None
    rate_per_head: Decimal | None = None
    growth: tuple[Decimal, ...] = ()
    """Per cent of each contract year over the year before, the first over the baseline; what is not said is 0."""

    @property
    def health(self) -> Decimal:
        """The health part of the baseline year: by head where a rate and a population are given."""
        if self.rate_per_head is None or self.population is None:
            return self.categories
        return self.rate_per_head * self.population


@dataclass(frozen=True, slots=True)
class YearEnvelope:
    """What one contract year may cost, and how it is made up."""

    number: int
    growth: Decimal
    health: Decimal
    social: Decimal
    population: int | None

    @property
    def total(self) -> Decimal:
        """Give both parts together."""
        return self.health + self.social

    @property
    def social_percent(self) -> Decimal:
        """Give the share of social care in the whole, to two places."""
        if not self.total:
            return Decimal(0)
        return _half_up(Fraction(self.social) / Fraction(self.total) * 100)

    @property
    def per_head(self) -> Decimal | None:
        """Give the pounds for each person, to the penny; None where nobody said how many there are."""
        return _half_up(Fraction(self.total) / self.population) if self.population else None


def envelopes(terms: Terms, years: int) -> tuple[YearEnvelope, ...]:
    """Work out the envelope of every contract year; none where there is no budget."""
    if not terms.health and not terms.social:
        return ()
    grown, found = Fraction(1), []
    for number in range(1, years + 1):
        growth = terms.growth[number - 1] if number <= len(terms.growth) else Decimal(0)
        grown *= 1 + Fraction(growth) / 100
        health, social = (_half_up(Fraction(each) * grown) for each in (terms.health, terms.social))
        found.append(YearEnvelope(number, growth, health, social, terms.population))
    return tuple(found)


def check_terms(terms: Terms, years: int) -> None:
    """Raise `InvalidInput` at the field of a figure that cannot be meant."""
    if len(terms.growth) > years:
        raise InvalidInput("growth", f"The contract has {years} years, and growth is given for {len(terms.growth)}")
    for number, each in enumerate(terms.growth, start=1):
        if not each.is_finite() or abs(each) > MOST_GROWTH or each * 100 % 1:
            raise InvalidInput(f"growth_{number}", "Enter growth from -50 to 50 per cent, to two places")
    if terms.rate_per_head is not None and terms.population is None:
        raise InvalidInput("rate_per_head", "Say how many people the programme covers first, or leave this empty")
    if terms.rate_per_head is not None and terms.rate_per_head <= 0:
        raise InvalidInput("rate_per_head", "Enter a rate above 0, or leave this empty")
    if not 0 <= terms.social <= LARGEST or terms.health > LARGEST:
        raise InvalidInput("social_amount", "The amount is too large")


def _half_up(amount: Fraction) -> Decimal:
    return from_pence(round_half_up(amount, 2))
