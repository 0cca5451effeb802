"""What a price in a tender may be."""

from __future__ import annotations

from decimal import Decimal

from assurance.domain.errors import InvalidInput
from assurance.domain.money import pounds


def tender_price(amount: Decimal) -> Decimal:
    """Return the price to the penny; one that is not above zero is a fault and never a score."""
    amount = pounds(amount)
    if amount <= 0:
        raise InvalidInput("amount", "The price must be more than £0")
    return amount
