"""Who provides care with the lead, and on what terms: the part of each, how it is paid, and what is passed down to it.

Sources: the tiers of payment of founding document 000 (the lead on a population budget, others on activity, primary
care on its own contract); flow-down of the head contract from the NHS standard sub-contract.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from assurance.domain.errors import InvalidInput
from assurance.domain.money import plain
from assurance.domain.suppliers.names import company_number

WHOLE = Decimal(100)
LONGEST_PAYMENT_DAYS = 120


class PartnerRole(StrEnum):
    """How a provider stands in the bid beside the lead."""

    MEMBER = "member"
    SUBCONTRACTOR = "subcontractor"

    @property
    def label(self) -> str:
        """The role in the words shown to people."""
        return {"member": "Member of the consortium", "subcontractor": "Subcontractor"}[self.value]


class PaymentBasis(StrEnum):
    """What a provider’s payment follows."""

    POPULATION = "population"
    ACTIVITY = "activity"
    BLOCK = "block"
    OWN_CONTRACT = "own_contract"

    @property
    def label(self) -> str:
        """The basis in the words shown to people."""
        return {
            "population": "Population budget",
            "activity": "Activity",
            "block": "Block",
            "own_contract": "Its own contract",
        }[self.value]


@dataclass(frozen=True, slots=True)
class Partner:
    """The terms on which one provider takes part; shares are in per cent of the whole contract."""

    name: str
    role: PartnerRole
    company_number: str
    """Empty for an organisation that is not in the register of companies, such as a trust."""
    delivers: str
    payment_basis: PaymentBasis
    share_percent: Decimal
    payment_days: int
    outcome_share_percent: Decimal
    """How much of the outcome risk of its own part is passed down to it, in per cent of that part."""
    flows_down: bool
    """The duties of the head contract are in its contract too."""
    has_no_exclusion_ground: bool
    is_not_debarred: bool = False
    """The lead has looked for it on the debarment list of the Procurement Act 2023 and not found it."""
    has_signed_terms: bool = False
    """Heads of terms are signed."""


def checked(partner: Partner, others: Sequence[tuple[str, Decimal]], lead: str) -> Partner:
    """Return the terms tidied; raise `InvalidInput` at the field that cannot stand.

    `others` are the names and shares of the partners already named, `lead` is the bidder itself.
    """
    name = _line(partner.name, "name", "Enter the name of the partner", 200)
    if name.casefold() == lead.casefold():
        raise InvalidInput("name", "This is your own organisation, which leads; name the others only")
    if any(name.casefold() == other.casefold() for other, _ in others):
        raise InvalidInput("name", "This partner is already named; change it there")
    _check_share(partner.share_percent, sum((share for _, share in others), Decimal(0)))
    if not 1 <= partner.payment_days <= LONGEST_PAYMENT_DAYS:
        raise InvalidInput("payment_days", f"Enter 1 to {LONGEST_PAYMENT_DAYS} days")
    if not _is_percent(partner.outcome_share_percent):
        raise InvalidInput("outcome_share_percent", "The share must be from 0 to 100 per cent, to two places")
    return Partner(
        name, partner.role, _company(partner.company_number),
        _line(partner.delivers, "delivers", "Enter what the partner delivers", 300), partner.payment_basis,
        partner.share_percent, partner.payment_days, partner.outcome_share_percent, partner.flows_down,
        partner.has_no_exclusion_ground, partner.is_not_debarred, partner.has_signed_terms,
    )  # fmt: skip


def basis_label(stored: str) -> str:
    """Write a basis in words; what was written in free words, before there was a list, is shown as it is."""
    return PaymentBasis(stored).label if stored in set(PaymentBasis) else stored


def _check_share(share: Decimal, taken: Decimal) -> None:
    if not _is_percent(share) or share == 0:
        raise InvalidInput("share_percent", "The share must be more than 0 and at most 100 per cent, to two places")
    if taken + share > WHOLE:
        left = plain(WHOLE - taken)
        raise InvalidInput("share_percent", f"The shares would be more than 100 per cent; {left} is left")


def _is_percent(share: Decimal) -> bool:
    return share.is_finite() and 0 <= share <= WHOLE and not share * 100 % 1


def _company(typed: str) -> str:
    number = company_number(typed)
    if number is None:
        raise InvalidInput(
            "company_number", "Enter the 8 characters of its number, such as 01234567, or leave it empty"
        )
    return number


def _line(text: str, field: str, message: str, longest: int) -> str:
    line = " ".join(text.split())
    if not line:
        raise InvalidInput(field, message)
    if len(line) > longest:
        raise InvalidInput(field, f"This must be {longest} characters or fewer")
    return line
