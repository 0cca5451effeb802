"""Turns a contract into what its page shows; figures become exact decimals again."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from assurance.services.contracts import PARTIES


@dataclass(frozen=True, slots=True)
class PaymentYear:
    """One year of the contract: what is paid in any case, and what can be earned by outcomes."""

    year: int
    base: Decimal
    outcome_pool: Decimal
    total: Decimal


@dataclass(frozen=True, slots=True)
class Party:
    """One side of the contract and its signature, if it has signed."""

    label: str
    signature: Any


def payment(contract: Any) -> list[PaymentYear]:
    """List the payment year by year."""
    return [
        PaymentYear(each["year"], Decimal(each["base"]), Decimal(each["outcome_pool"]), Decimal(each["total"]))
        for each in contract.schedules["payment"]
    ]


def parties(contract: Any) -> list[Party]:
    """List both sides with their signatures."""
    signed = {signature.party: signature for signature in contract.signatures}
    return [Party(label, signed.get(party)) for party, label in PARTIES.items()]
