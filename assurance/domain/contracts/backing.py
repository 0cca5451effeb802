"""What a bidder sets against the most it can lose in a year: its own net reserves and what others guarantee."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from assurance.domain.errors import InvalidInput
from assurance.domain.money import LARGEST, format_gbp, round_out

LONGEST_GUARANTOR, LONGEST_EVIDENCE = 200, 1000


@dataclass(frozen=True, slots=True)
class Backing:
    """Net reserves, which may be below zero, a guarantee with who gives it, and where both can be seen."""

    reserves: Decimal
    guarantee: Decimal
    guarantor: str
    evidence: str

    @property
    def total(self) -> Decimal:
        """What stands behind a loss; debts are not offset by a guarantee of somebody else."""
        return max(self.reserves, Decimal(0)) + self.guarantee


def checked(backing: Backing) -> Backing:
    """Return the backing tidied; raise `InvalidInput` at the field that cannot stand."""
    _check_amount("reserves", backing.reserves)
    _check_amount("guarantee", backing.guarantee)
    if backing.guarantee < 0:
        raise InvalidInput("guarantee", "The guarantee must not be negative; enter 0 where there is none")
    guarantor, evidence = " ".join(backing.guarantor.split()), backing.evidence.strip()
    if backing.guarantee and not guarantor:
        raise InvalidInput("guarantor", "Enter who gives the guarantee")
    if guarantor and not backing.guarantee:
        raise InvalidInput("guarantee", f"Enter the amount that {guarantor} guarantees, or leave the guarantor empty")
    if not evidence:
        raise InvalidInput("evidence", "Say where this can be seen, such as the audited accounts of a year")
    _check_length("guarantor", guarantor, LONGEST_GUARANTOR)
    _check_length("evidence", evidence, LONGEST_EVIDENCE)
    return Backing(backing.reserves, backing.guarantee, guarantor, evidence)


def held_against(backing: Backing | None, loss: Decimal) -> str:
    """Say in words how what stands behind a bidder compares with the most it can lose in a year; None is not stated."""
    if not loss:
        return "The model puts no loss on the provider, so nothing has to stand behind one."
    if backing is None:
        return f"The most that can be lost in a year is {format_gbp(loss)}. What stands behind it is not stated."
    said = f"The most that can be lost in a year is {format_gbp(loss)}; {format_gbp(backing.total)} stands behind it"
    if backing.total < loss:
        return f"{said}, which is {format_gbp(loss - backing.total)} too little."
    return f"{said}, which is {round_out(backing.total / loss, 1)} times as much."


def _check_amount(field: str, amount: Decimal) -> None:
    if not amount.is_finite() or abs(amount) > LARGEST or amount * 100 % 1:
        raise InvalidInput(field, "Enter an amount in pounds, such as 1,234.50 or 1234")


def _check_length(field: str, text: str, longest: int) -> None:
    if (excess := len(text) - longest) > 0:
        raise InvalidInput(field, f"This must be {longest:,} characters or fewer: take out {excess:,}")
