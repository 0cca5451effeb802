"""What a contract pays for a period: the base, and the part of the outcome pool its indicators earned.

Exact until output. A share of gains and losses is refused by name for now, so that none is left out unseen.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assurance.domain.contracts.outcomes import Indicator, Member, Rule, achieved, indicator_faults, share
from assurance.domain.faults import Fault, refuse_if_any
from assurance.domain.money import round_out
from assurance.domain.reading import Reader, parse_json

FORMAT = "assurance-payment/1"
RESULT_FORMAT = "assurance-payment-result/1"


@dataclass(frozen=True, slots=True)
class PaymentTerms:
    """The value of the contract for the period, the fraction that rests on outcomes, and the indicators."""

    contract_value: Decimal
    outcome_share: Decimal
    indicators: tuple[Indicator, ...]

    def faults(self) -> tuple[Fault, ...]:
        """List everything that keeps a payment from being computed."""
        return tuple(self._faults())

    def _faults(self) -> Iterator[Fault]:
        if self.contract_value <= 0:
            yield Fault("contract_value", "must be above zero")
        if not 0 <= self.outcome_share <= 1:
            yield Fault("outcome_share", "must be between 0 and 1")
        yield from indicator_faults(self.indicators)


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

    @property
    def earned(self) -> Fraction:
        """Add up what the indicators earned."""
        return sum((each.earned for each in self.indicators), Fraction(0))

    @property
    def total(self) -> Fraction:
        """Add what was earned to the base."""
        return self.base + self.earned

    def as_data(self) -> dict[str, Any]:
        """Give the payment as `assurance-payment-result/1`."""
        return {
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


def payment(terms: PaymentTerms) -> Payment:
    """Compute a payment, or raise `FaultsFound` with every fault."""
    refuse_if_any(terms.faults())
    value = Fraction(terms.contract_value)
    pool = value * Fraction(terms.outcome_share)
    return Payment(value - pool, pool, tuple(_earnings(terms.indicators, pool)))


def _earnings(indicators: Sequence[Indicator], pool: Fraction) -> Iterator[Earning]:
    for each in indicators:
        earned_share = share(each)
        yield Earning(each.id, achieved(each), earned_share, pool * Fraction(each.weight) * earned_share)


def parse_payment(text: str | bytes) -> PaymentTerms:
    """Read `assurance-payment/1` from JSON text, or raise `FaultsFound` with every fault."""
    return read_payment(parse_json(text))


def read_payment(data: Any) -> PaymentTerms:
    """Read `assurance-payment/1` from a parsed document, or raise `FaultsFound` with every fault."""
    reader = Reader()
    top = reader.keys(data, "", {"format", "contract_value", "outcome_share", "indicators"}, {"gain_share"})
    if "format" in top and top["format"] != FORMAT:
        reader.fault("format", f'must be "{FORMAT}"')
    if "gain_share" in top:
        reader.fault("gain_share", "not supported yet; leave it out to compute base and outcomes")
    terms = PaymentTerms(
        contract_value=_number(reader, top, "", "contract_value") or Decimal(0),
        outcome_share=_number(reader, top, "", "outcome_share") or Decimal(0),
        indicators=tuple(_read_indicators(reader, top["indicators"])) if "indicators" in top else (),
    )
    reader.finish()
    refuse_if_any(terms.faults())
    return terms


def _number(reader: Reader, data: Any, path: str, key: str) -> Decimal | None:
    where = f"{path}.{key}" if path else key
    return reader.number(data[key], where) if key in data else None


def _read_indicators(reader: Reader, value: Any) -> Iterator[Indicator]:
    for number, each in enumerate(reader.items(value, "indicators")):
        yield _read_indicator(reader, each, f"indicators[{number}]")


def _read_indicator(reader: Reader, value: Any, path: str) -> Indicator:
    data = reader.keys(
        value,
        path,
        {"id", "weight", "rule", "target"},
        {"threshold", "actual", "members", "lower_is_better"},
    )
    return Indicator(
        id=reader.text(data["id"], f"{path}.id") if "id" in data else "",
        weight=_number(reader, data, path, "weight") or Decimal(0),
        rule=_read_rule(reader, data["rule"], f"{path}.rule") if "rule" in data else Rule.LINEAR,
        target=_number(reader, data, path, "target") or Decimal(0),
        threshold=_number(reader, data, path, "threshold"),
        actual=_number(reader, data, path, "actual"),
        members=tuple(_read_members(reader, data["members"], f"{path}.members")) if "members" in data else (),
        lower_is_better=reader.flag(data["lower_is_better"], f"{path}.lower_is_better")
        if "lower_is_better" in data
        else False,
    )


def _read_rule(reader: Reader, value: Any, path: str) -> Rule:
    if value not in {rule.value for rule in Rule}:
        reader.fault(path, f"must be one of: {', '.join(Rule)}")
        return Rule.LINEAR
    return Rule(value)


def _read_members(reader: Reader, value: Any, path: str) -> Iterator[Member]:
    for number, each in enumerate(reader.items(value, path)):
        here = f"{path}[{number}]"
        data = reader.keys(each, here, {"denominator", "rate"}, set())
        yield Member(
            _number(reader, data, here, "denominator") or Decimal(0),
            _number(reader, data, here, "rate") or Decimal(0),
        )
