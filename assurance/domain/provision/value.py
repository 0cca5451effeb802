"""What a contract is expected to be worth, and what that says about the size of a bidder.

The envelopes of the years are added up over the term; part of each year depends on outcomes. The turnover test is
Schedule 16 of SI 2023/1348: a turnover may be required up to twice the yearly value, more only for stated reasons.
It finds; the decision is a person’s.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assurance.domain.money import format_gbp, from_pence, round_half_up


@dataclass(frozen=True, slots=True)
class ContractValue:
    """The expected value of a contract: by year, over the term, and how it splits."""

    annual: Decimal
    """The first year, against which the size of a bidder is held."""
    years: int
    outcome_share_percent: int
    by_year: tuple[Decimal, ...] = ()
    """Every year, where they differ."""

    @property
    def total(self) -> Decimal:
        """Give the value over the whole term."""
        return sum(self.by_year, Decimal(0)) if self.by_year else self.annual * self.years

    @property
    def a_year(self) -> str:
        """Say what one year is worth, or the first and the last where they differ."""
        if len(set(self.by_year)) < 2:
            return f"{format_gbp(self.annual)} a year"
        return f"{format_gbp(self.by_year[0])} in the first year, {format_gbp(self.by_year[-1])} in the last"

    @property
    def on_outcomes(self) -> Decimal:
        """Give the part of the whole that depends on outcomes, rounded to the penny."""
        return from_pence(round_half_up(self.total * self.outcome_share_percent / 100, 2))

    @property
    def paid_anyway(self) -> Decimal:
        """Give the rest, so that both parts always sum to the whole."""
        return self.total - self.on_outcomes


def turnover_finding(turnover: Decimal | None, annual: Decimal) -> str:
    """Say in words that a turnover is below twice the yearly value, or return nothing when it is not."""
    if not annual:
        return "The programme has no budget, so the turnover cannot be tested"
    if turnover is None:
        return "No turnover is given"
    if turnover >= annual * 2:
        return ""
    return (
        f"The turnover of {format_gbp(turnover)} is less than twice the expected yearly value of {format_gbp(annual)}"
    )
