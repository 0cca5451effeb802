"""An outcome as a payment model pays on it, before there is a result, and with one."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from assurance.domain.contracts.outcomes import Indicator, Member, Rule, is_falling

Achieved = Mapping[str, Decimal | Sequence[Decimal]]
"""The result of each indicator by its code; of a network the rate of each member, in the order of its members."""


@dataclass(frozen=True, slots=True)
class Measure:
    """An outcome that is paid on: its terms without a result, and what the programme knows of it."""

    code: str
    name: str
    unit: str
    weight: Decimal
    rule: Rule
    target: Decimal
    threshold: Decimal | None = None
    baseline: Decimal | None = None
    network: tuple[tuple[str, Decimal], ...] = ()
    """Members whose results are pooled: the name of each and how many people it answers for."""

    @property
    def lower_is_better(self) -> bool:
        """Say in which direction the result should move; where nothing tells, more is better."""
        return is_falling(self.rule, self.target, self.threshold, self.baseline)

    def with_result(self, result: Decimal | Sequence[Decimal]) -> Indicator:
        """Return the indicator with its result; rates of members are pooled, one figure is that of all of them."""
        indicator = Indicator(
            self.code, self.weight, self.rule, self.target, self.threshold if self.rule is Rule.LINEAR else None,
            lower_is_better=self.rule is Rule.PASS_FAIL and self.lower_is_better,
        )  # fmt: skip
        if isinstance(result, Decimal):
            return replace(indicator, actual=result)
        pairs = zip(self.network, result, strict=True)
        return replace(indicator, members=tuple(Member(people, rate) for (_, people), rate in pairs))
