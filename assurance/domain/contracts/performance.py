"""Key performance indicators: what a result is rated, and how many a law asks for.

Sources: Procurement Act 2023, sections 52 and 71; Procurement Regulations 2024, regulation 39, for the names of the
ratings. The distance at which a rating changes is our own proposal, which the contract manager may overrule in words.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assurance.domain.procedures.regimes import Regime

PA23_FROM = Decimal(5_000_000)
PA23_LEAST = 3


class Standing(StrEnum):
    """How performance against one indicator is rated."""

    GOOD = "good"
    APPROACHING = "approaching"
    REQUIRES_IMPROVEMENT = "requires_improvement"
    INADEQUATE = "inadequate"

    @property
    def label(self) -> str:
        """The rating in the words of the regulations."""
        return {
            "good": "Good",
            "approaching": "Approaching target",
            "requires_improvement": "Requires improvement",
            "inadequate": "Inadequate",
        }[self.value]


@dataclass(frozen=True, slots=True)
class KeyMeasure:
    """What an indicator asks: its target, and the floor from which a result still approaches it."""

    target: Decimal
    floor: Decimal

    @property
    def lower_is_better(self) -> bool:
        """Say whether a lower result is the better one: the floor then lies above the target."""
        return self.floor > self.target


def rated(measure: KeyMeasure, actual: Decimal) -> Standing:
    """Propose a rating: good at the target, approaching down to the floor, inadequate as far again below it."""
    span = abs(measure.target - measure.floor)
    short = actual - measure.target if measure.lower_is_better else measure.target - actual
    if short <= 0:
        return Standing.GOOD
    if short <= span:
        return Standing.APPROACHING
    return Standing.REQUIRES_IMPROVEMENT if short <= span * 2 else Standing.INADEQUATE


def too_few(regime: Regime, value: Decimal, count: int, *, is_light_touch: bool) -> str:
    """Say that a law asks for more indicators than are set; empty where it does not."""
    asks = regime is Regime.PA23 and value > PA23_FROM and not is_light_touch
    if not asks or count >= PA23_LEAST:
        return ""
    return (
        f"At least {PA23_LEAST} key performance indicators must be set and published before a contract of more than "
        f"£5 million is entered into; {count or 'none'} {'is' if count < 2 else 'are'} set (PA 2023 s52(1))."
    )
