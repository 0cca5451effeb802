"""Financial standing and experience: turnovers by year against what may be required, and examples of contracts.

Schedule 16 of SI 2023/1348: a yearly turnover may be required up to twice the yearly value of the contract, more
only for reasons that are stated in the call. It finds with figures; the decision is a person’s.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from fractions import Fraction

from assurance.domain.errors import InvalidInput
from assurance.domain.faults import Fault
from assurance.domain.money import format_gbp, from_pence, round_half_up, round_out

YEARS = 3
MOST_EXAMPLES = 3
MOST_WITHOUT_REASONS = Fraction(2)
LEAST_REASONS = 40
PROVISION = "PSR 2023 Schedule 16"


@dataclass(frozen=True, slots=True)
class Requirement:
    """The turnover asked for as a multiple of the yearly value, and why it is above twice if it is."""

    annual_value: Decimal
    multiple: Fraction = MOST_WITHOUT_REASONS
    reasons: str = ""

    @property
    def least(self) -> Decimal:
        """Give the turnover that is enough, in pounds, rounded to the penny."""
        return from_pence(round_half_up(Fraction(self.annual_value) * self.multiple, 2))

    def check(self) -> None:
        """Refuse a multiple that is not above zero, or one above twice without reasons."""
        if self.multiple <= 0:
            raise InvalidInput("multiple", "The multiple of the yearly value must be above zero")
        if self.multiple > MOST_WITHOUT_REASONS and len(self.reasons.strip()) < LEAST_REASONS:
            raise InvalidInput(
                "reasons",
                f"A turnover above twice the yearly value needs reasons of at least {LEAST_REASONS} characters, "
                f"which the call states ({PROVISION})",
            )


@dataclass(frozen=True, slots=True)
class YearTurnover:
    """The turnover of one financial year, or that there was no such year."""

    year: str
    amount: Decimal | None


@dataclass(frozen=True, slots=True)
class YearFinding:
    """One year beside what is required: whether it is met, and by how much it falls short in pounds."""

    year: str
    amount: Decimal | None
    short_by: Decimal

    @property
    def is_met(self) -> bool:
        """Say whether the year reaches what is required; a year without a figure does not."""
        return self.amount is not None and not self.short_by


def year_findings(required: Requirement, years: Sequence[YearTurnover]) -> tuple[YearFinding, ...]:
    """Compare each year with what is required."""
    return tuple(
        YearFinding(each.year, each.amount, max(required.least - (each.amount or Decimal(0)), Decimal(0)))
        for each in years
    )


def standing_words(required: Requirement, years: Sequence[YearTurnover]) -> str:
    """Say with figures what was found, in one sentence that does not decide."""
    if not required.annual_value:
        return "The programme has no budget, so the turnover cannot be tested"
    found = year_findings(required, years)
    met = sum(each.is_met for each in found)
    return (
        f"{met} of {len(found)} years reach {format_gbp(required.least)}, "
        f"which is {round_out(required.multiple, 2)} times the expected yearly value of "
        f"{format_gbp(required.annual_value)}"
    )


@dataclass(frozen=True, slots=True)
class Example:
    """A contract that a bidder shows as experience; one still running has no end."""

    customer: str
    what: str
    began_on: date
    ended_on: date | None
    annual_value: Decimal


def example_faults(examples: Sequence[Example], today: date) -> tuple[Fault, ...]:
    """List what keeps one to three examples from being used, each at its field."""
    return tuple(_example_faults(examples, today))


def _example_faults(examples: Sequence[Example], today: date) -> Iterator[Fault]:
    if not 1 <= len(examples) <= MOST_EXAMPLES:
        yield Fault("examples", f"Give one to {MOST_EXAMPLES} contracts as examples")
    for number, each in enumerate(examples):
        path = f"examples[{number}]"
        if not each.customer.strip():
            yield Fault(f"{path}.customer", "Name the customer")
        if not each.what.strip():
            yield Fault(f"{path}.what", "Say what was provided")
        if each.began_on > today:
            yield Fault(f"{path}.began_on", "The contract must have begun by today")
        if each.ended_on is not None and each.ended_on < each.began_on:
            yield Fault(f"{path}.ended_on", "The end must not be before the beginning")
        if each.annual_value <= 0:
            yield Fault(f"{path}.annual_value", "The yearly value must be above zero")
