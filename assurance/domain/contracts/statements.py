"""What is due for a contract year so far: its base and what its results earned, less what earlier statements paid.

A statement is an `assurance-payment/1` document, so that anybody can compute it again with `assurance payments`. The
quarters over count in equal parts; results are those of the year so far, so that a later quarter corrects an earlier.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assurance.domain.contracts.outcomes import Indicator
from assurance.domain.contracts.payment_form import FORMAT, read_payment
from assurance.domain.contracts.payments import Payment, payment
from assurance.domain.contracts.periods import QUARTERS
from assurance.domain.money import from_pence, plain, round_half_up


@dataclass(frozen=True, slots=True)
class Line:
    """One outcome of a statement: its result, what it could earn, what it earned, and why."""

    code: str
    name: str
    result: str
    share: Fraction
    most: Decimal
    earned: Decimal
    why: str


@dataclass(frozen=True, slots=True)
class Due:
    """What one statement asks to be paid, each figure to the penny."""

    base: Decimal
    earned: Decimal
    gain: Decimal
    """The part of a saving that is settled, or below zero of an overspend."""
    paid_before: Decimal

    @property
    def to_date(self) -> Decimal:
        """What the year so far comes to."""
        return self.base + self.earned + self.gain

    @property
    def now(self) -> Decimal:
        """What is due now; below zero where earlier statements paid more than the year so far comes to."""
        return self.to_date - self.paid_before


def value_so_far(year_value: Decimal, quarters: int) -> Decimal:
    """Give the part of the value of a year that falls on its first quarters, exactly."""
    return year_value * quarters / QUARTERS


def document(
    value: Decimal,
    outcome_share: Decimal,
    indicators: Sequence[Indicator],
    gain_share: dict[str, Any] | None = None,
) -> dict[str, Any]:
    """Write the terms and results of a statement as `assurance-payment/1`."""
    found: dict[str, Any] = {
        "format": FORMAT,
        "contract_value": plain(value),
        "outcome_share": plain(outcome_share),
        "indicators": [_written(each) for each in indicators],
    }
    return found if gain_share is None else found | {"gain_share": gain_share}


def due(found: Payment, paid_before: Decimal, settled: Decimal = Decimal(1)) -> Due:
    """Round what was computed to the penny, once, and take off what was paid before.

    `settled` is the fraction of the provider's gain or loss that the year settles.
    """
    base = _pounds(found.base)
    gain = Fraction(0) if found.gain_share is None else found.gain_share.of_provider * Fraction(settled)
    return Due(base, _pounds(found.total) - base, _pounds(gain), paid_before)


def lines(written: dict[str, Any], names: Mapping[str, str]) -> tuple[Line, ...]:
    """Explain every outcome of a statement from its own document; `names` are those of the outcomes by code."""
    terms = read_payment(written)
    found = payment(terms)
    return tuple(
        Line(
            each.id, names.get(each.id, each.id), _short(earning.achieved), earning.share,
            _pounds(found.outcome_pool * Fraction(each.weight)), _pounds(earning.earned),
            explained(each, earning.share, earning.achieved),
        )
        for each, earning in zip(terms.indicators, found.indicators, strict=True)
    )  # fmt: skip


def explained(indicator: Indicator, share: Fraction, found: Fraction) -> str:
    """Say in one sentence how a result became a share."""
    result = _short(found)
    if indicator.threshold is None:
        reached = "reached" if share else "not reached"
        return f"{result} against a target of {plain(indicator.target)}, all or nothing: {reached}"
    low, high = plain(indicator.threshold), plain(indicator.target)
    if share in (0, 1):
        place = "at or beyond the target" if share else "not beyond the threshold"
        return f"{result} is {place} ({low} to {high})"
    return f"({result} − {low}) ÷ ({high} − {low}) = {_short(share * 100)}%"


def _written(each: Indicator) -> dict[str, Any]:
    found: dict[str, Any] = {
        "id": each.id, "weight": plain(each.weight), "rule": each.rule.value, "target": plain(each.target),
    }  # fmt: skip
    if each.threshold is not None:
        found["threshold"] = plain(each.threshold)
    if each.lower_is_better:
        found["lower_is_better"] = True
    if each.members:
        found["members"] = [
            {"denominator": plain(member.denominator), "rate": plain(member.rate)} for member in each.members
        ]
    elif each.actual is not None:
        found["actual"] = plain(each.actual)
    return found


def _pounds(exact: Fraction) -> Decimal:
    return from_pence(round_half_up(exact, 2))


def _short(exact: Fraction) -> str:
    scaled = round_half_up(exact, 2)
    return plain(Decimal(scaled) / 100)
