"""What share of its money one outcome indicator has earned, from 0 to 1, exactly.

Linear between a threshold and a target, as the Quality and Outcomes Framework pays, or all or nothing.
Results of several providers are pooled before they are compared, never averaged, so that a small list cannot
outweigh a large one.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from fractions import Fraction

from assurance.domain.faults import Fault
from assurance.domain.money import round_out


class Rule(StrEnum):
    """How a result becomes a share."""

    LINEAR = "linear"
    PASS_FAIL = "pass-fail"


@dataclass(frozen=True, slots=True)
class Member:
    """One provider's result: how many people it answers for, and the rate it reached among them."""

    denominator: Decimal
    rate: Decimal


@dataclass(frozen=True, slots=True)
class Indicator:
    """One outcome indicator with its result, given as a whole or by member."""

    id: str
    weight: Decimal
    rule: Rule
    target: Decimal
    threshold: Decimal | None = None
    actual: Decimal | None = None
    members: tuple[Member, ...] = ()
    lower_is_better: bool = False
    """For pass-fail only; a linear indicator says it by a target below its threshold."""


def achieved(indicator: Indicator) -> Fraction:
    """Give the result that counts: the one recorded, or the members' numerators over their denominators."""
    if indicator.members:
        return pooled(indicator.members)
    if indicator.actual is None:
        raise ValueError(f"no result is recorded for {indicator.id}")
    return Fraction(indicator.actual)


def pooled(members: Sequence[Member]) -> Fraction:
    """Pool members' results by the people each answers for."""
    people = sum((Fraction(member.denominator) for member in members), Fraction(0))
    return sum((Fraction(m.denominator) * Fraction(m.rate) for m in members), Fraction(0)) / people


def share(indicator: Indicator) -> Fraction:
    """Give the share earned, from 0 to 1."""
    found, target = achieved(indicator), Fraction(indicator.target)
    if indicator.rule is Rule.PASS_FAIL:
        reached = found <= target if indicator.lower_is_better else found >= target
        return Fraction(int(reached))
    if indicator.threshold is None:
        raise ValueError(f"{indicator.id} is linear and has no threshold")
    return linear_share(found, Fraction(indicator.threshold), target)


def is_falling(rule: Rule, target: Decimal, threshold: Decimal | None, baseline: Decimal | None) -> bool:
    """Say whether less is better: the target lies below where payment, or today, starts. Nothing known means more."""
    start = threshold if rule is Rule.LINEAR else baseline
    return start is not None and target < start


def linear_share(found: Fraction, threshold: Fraction, target: Fraction) -> Fraction:
    """Give (found - threshold) / (target - threshold) within 0 and 1, whichever of the two is higher."""
    return min(max((found - threshold) / (target - threshold), Fraction(0)), Fraction(1))


def indicator_faults(indicators: Sequence[Indicator]) -> Iterator[Fault]:
    """List what keeps indicators from being paid on, each fault at its path."""
    if not indicators:
        yield Fault("indicators", "there are no indicators")
        return
    total = sum((Fraction(each.weight) for each in indicators), Fraction(0))
    if total != 1:
        yield Fault("indicators", f"weights sum to {round_out(total, 30)}, not 1")
    seen: set[str] = set()
    for number, each in enumerate(indicators):
        path = f"indicators[{number}]"
        if each.id in seen:
            yield Fault(f"{path}.id", f'"{each.id}" is used more than once')
        seen.add(each.id)
        if each.weight < 0:
            yield Fault(f"{path}.weight", "a weight must not be negative")
        yield from _rule_faults(path, each)
        yield from _result_faults(path, each)


def _rule_faults(path: str, each: Indicator) -> Iterator[Fault]:
    if each.rule is Rule.PASS_FAIL:
        if each.threshold is not None:
            yield Fault(f"{path}.threshold", "a pass-fail indicator has a target only")
        return
    if each.threshold is None:
        yield Fault(f"{path}.threshold", "missing; a linear indicator pays from its threshold")
    elif each.threshold == each.target:
        yield Fault(f"{path}.target", "the target and the threshold must differ")
    if each.lower_is_better:
        yield Fault(f"{path}.lower_is_better", "a linear indicator says this by a target below its threshold")


def _result_faults(path: str, each: Indicator) -> Iterator[Fault]:
    if (each.actual is None) == (not each.members):
        yield Fault(f"{path}.actual", "give either the actual result or the members' results")
    for number, member in enumerate(each.members):
        if member.denominator < 0:
            yield Fault(f"{path}.members[{number}].denominator", "must not be negative")
    if each.members and sum(member.denominator for member in each.members) <= 0:
        yield Fault(f"{path}.members", "the denominators must sum to more than zero")
