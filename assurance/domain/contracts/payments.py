"""What a contract pays for a period: the base, what its indicators earned of the outcome pool, and gain or loss.

Exact until output. `assurance-payment/1` is read by `payment_form.py`.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assurance.domain.contracts.outcomes import Indicator, achieved, indicator_faults, share
from assurance.domain.contracts.risk_share import Corridor, RiskShare
from assurance.domain.faults import Fault, refuse_if_any
from assurance.domain.money import round_out

RESULT_FORMAT = "assurance-payment-result/1"


@dataclass(frozen=True, slots=True)
class GainShare:
    """What was expected to be spent and what was, and how the difference is shared."""

    expected: Decimal
    actual: Decimal
    terms: RiskShare

    @property
    def pool(self) -> Fraction:
        """What was saved, or below zero what was overspent."""
        return Fraction(self.expected) - Fraction(self.actual)

    @property
    def of_provider(self) -> Fraction:
        """What of it falls to the provider, or to everybody but the commissioner."""
        return self.terms.of_provider(self.pool, Fraction(self.expected))

    def faults(self) -> Iterator[Fault]:
        """List everything that keeps it from being shared."""
        if self.expected <= 0:
            yield Fault("gain_share.expected", "must be above zero")
        if self.actual < 0:
            yield Fault("gain_share.actual", "must not be negative")
        yield from self.terms.faults("gain_share")

    def as_data(self) -> dict[str, Any]:
        """Give the pool and what each party has of it; the most the provider can lose where bands are agreed."""
        expected = Fraction(self.expected)
        split = {party: round_out(part) for party, part in self.terms.split(self.pool, expected).items()}
        data: dict[str, Any] = {"pool": round_out(self.pool), "split": split}
        if isinstance(self.terms, Corridor):
            most = self.terms.largest_loss(expected)
            data["provider_maximum_loss"] = None if most is None else round_out(most)
        return data


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """The value of the contract for the period, the fraction that rests on outcomes, the indicators, gain and loss."""

    contract_value: Decimal
    outcome_share: Decimal
    indicators: tuple[Indicator, ...]
    gain_share: GainShare | None = None

    def faults(self) -> tuple[Fault, ...]:
        """List everything that keeps a payment from being computed."""
        return tuple(self._faults())

    def _faults(self) -> Iterator[Fault]:
        if self.contract_value <= 0:
            yield Fault("contract_value", "must be above zero")
        if not 0 <= self.outcome_share <= 1:
            yield Fault("outcome_share", "must be between 0 and 1")
        yield from indicator_faults(self.indicators)
        if self.gain_share is not None:
            yield from self.gain_share.faults()


@dataclass(frozen=True, slots=True)
class Earning:
    """What one indicator achieved and earned."""

    id: str
    achieved: Fraction
    share: Fraction
    earned: Fraction


@dataclass(frozen=True, slots=True)
class Payment:
    """What is due, in exact pounds."""

    base: Fraction
    outcome_pool: Fraction
    indicators: tuple[Earning, ...]
    gain_share: GainShare | None = None

    @property
    def earned(self) -> Fraction:
        """Add up what the indicators earned."""
        return sum((each.earned for each in self.indicators), Fraction(0))

    @property
    def total(self) -> Fraction:
        """Add what was earned to the base; a share of gain or loss is told beside it, as the interchange form asks."""
        return self.base + self.earned

    def as_data(self) -> dict[str, Any]:
        """Give the payment as `assurance-payment-result/1`."""
        data: dict[str, Any] = {
            "format": RESULT_FORMAT,
            "base": round_out(self.base),
            "outcome_pool": round_out(self.outcome_pool),
            "indicators": [
                {
                    "id": each.id,
                    "achieved": round_out(each.achieved),
                    "share": round_out(each.share),
                    "earned": round_out(each.earned),
                }
                for each in self.indicators
            ],
            "earned": round_out(self.earned),
            "total": round_out(self.total),
        }
        return data if self.gain_share is None else data | {"gain_share": self.gain_share.as_data()}


def payment(terms: PaymentTerms) -> Payment:
    """Compute a payment, or raise `FaultsFound` with every fault."""
    refuse_if_any(terms.faults())
    value = Fraction(terms.contract_value)
    pool = value * Fraction(terms.outcome_share)
    return Payment(value - pool, pool, tuple(earnings(terms.indicators, pool)), terms.gain_share)


def earnings(indicators: Sequence[Indicator], pool: Fraction) -> Iterator[Earning]:
    """Give what each indicator with its result earns of a pool."""
    for each in indicators:
        earned_share = share(each)
        yield Earning(each.id, achieved(each), earned_share, pool * Fraction(each.weight) * earned_share)
