"""What a contract is expected to be worth, and what that says about the size of a bidder.

The envelope of one year is multiplied by the term; part of each year depends on outcomes. The turnover test is
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
    years: int
    outcome_share_percent: int

    @property
    def total(self) -> Decimal:
        """Give the value over the whole term."""
        return self.annual * self.years

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
