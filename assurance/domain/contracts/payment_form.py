"""Reads `assurance-payment/1`: a payment, its indicators with their results, and the share of gain and loss."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from assurance.domain.contracts.outcomes import Indicator, Member, Rule
from assurance.domain.contracts.payments import GainShare, PaymentTerms
from assurance.domain.contracts.risk_share import Band, Corridor, RiskShare, Split
from assurance.domain.faults import refuse_if_any
from assurance.domain.reading import Reader, parse_json

FORMAT = "assurance-payment/1"


def parse_payment(text: str | bytes) -> PaymentTerms:
    """Read `assurance-payment/1` from JSON text, or raise `FaultsFound` with every fault."""
    return read_payment(parse_json(text))


def read_payment(data: Any) -> PaymentTerms:
    """Read `assurance-payment/1` from a parsed document, or raise `FaultsFound` with every fault."""
    reader = Reader()
    top = reader.keys(data, "", {"format", "contract_value", "outcome_share", "indicators"}, {"gain_share"})
    if "format" in top and top["format"] != FORMAT:
        reader.fault("format", f'must be "{FORMAT}"')
    terms = PaymentTerms(
        contract_value=_number(reader, top, "", "contract_value") or Decimal(0),
        outcome_share=_number(reader, top, "", "outcome_share") or Decimal(0),
        indicators=tuple(_read_indicators(reader, top["indicators"])) if "indicators" in top else (),
        gain_share=_read_gain_share(reader, top["gain_share"]) if "gain_share" in top else None,
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


def _read_gain_share(reader: Reader, value: Any) -> GainShare:
    data = reader.keys(value, "gain_share", {"expected", "actual"}, {"bands", "beyond", "shares"})
    return GainShare(
        _number(reader, data, "gain_share", "expected") or Decimal(0),
        _number(reader, data, "gain_share", "actual") or Decimal(0),
        read_risk_share(reader, data, "gain_share"),
    )


def read_risk_share(reader: Reader, data: Any, path: str) -> RiskShare:
    """Read how gain and loss are shared: by `bands` and `beyond`, or by `shares`, and never by both."""
    if ("bands" in data) == ("shares" in data):
        reader.fault(path, "give either the bands or the shares")
        return Split(())
    if "shares" in data:
        if "beyond" in data:
            reader.fault(f"{path}.beyond", "belongs to bands; shares are of the whole")
        parties = data["shares"] if isinstance(data["shares"], dict) else {}
        shares = reader.keys(data["shares"], f"{path}.shares", set(), set(parties))
        return Split(tuple((party, _number(reader, shares, f"{path}.shares", party) or Decimal(0)) for party in shares))
    bands = tuple(_read_bands(reader, data["bands"], f"{path}.bands"))
    return Corridor(bands, _number(reader, data, path, "beyond") or Decimal(0))


def _read_bands(reader: Reader, value: Any, path: str) -> Iterator[Band]:
    for number, each in enumerate(reader.items(value, path)):
        here = f"{path}[{number}]"
        data = reader.keys(each, here, {"up_to", "provider_share"}, set())
        yield Band(
            _number(reader, data, here, "up_to") or Decimal(0),
            _number(reader, data, here, "provider_share") or Decimal(0),
        )
