"""One award criterion: how it is judged, what it counts for in its parent, and the least it must reach."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from enum import StrEnum
from typing import Any

from assurance.domain.evaluation.pricing import DEFAULT_FORMULA, is_relative
from assurance.domain.money import plain


class Kind(StrEnum):
    """How a criterion is judged: exactly one way."""

    GROUP = "group"
    """By its children."""
    SCORED = "scored"
    """By evaluators, with a mark on a scale."""
    PRICE = "price"
    """By a formula, from a price."""
    PASS_FAIL = "pass_fail"
    """Met or not; not meeting it ends the bid."""


HIGHEST, MIN_MAX = "highest", "min-max"
NORMALISATIONS = ("", HIGHEST, MIN_MAX)
"""How a percentage may be set against the other bids': not at all, against the highest, or between the extremes."""


@dataclass(frozen=True, slots=True)
class Criterion:
    """One criterion. `minimum` is in marks if scored and in per cent for a group; reaching it is enough."""

    id: str
    title: str
    weight: Decimal
    kind: Kind
    children: tuple[Criterion, ...] = ()
    scale: int | Decimal | None = None
    minimum: Decimal | None = None
    price_formula: str = DEFAULT_FORMULA
    question: str = ""
    """What the bidder is asked."""
    guidance: str = ""
    """What the bidder is told the evaluators look for."""
    word_limit: int | None = None
    price_parameters: Mapping[str, Decimal] = field(default_factory=dict)
    normalise: str = ""
    """One of `NORMALISATIONS`; makes the percentage depend on the other bids, so it is only used as published."""
    sub_criteria: tuple[str, ...] = ()
    """Points a scored answer must cover, in published words."""

    def walk(self) -> Iterator[Criterion]:
        """Give this criterion and everything below it, parents first."""
        yield self
        for child in self.children:
            yield from child.walk()

    @property
    def holds_price(self) -> bool:
        """Say whether a price is marked here or below."""
        return any(each.kind is Kind.PRICE for each in self.walk())

    @property
    def is_relative(self) -> bool:
        """Say whether what a bid earns here depends on other bids, by a price or by normalisation, here or below."""
        return any(
            each.normalise or (each.kind is Kind.PRICE and is_relative(each.price_formula)) for each in self.walk()
        )

    @property
    def is_judged(self) -> bool:
        """Say whether it yields a percentage: all do, but pass or fail and groups of nothing else."""
        return any(each.kind in {Kind.SCORED, Kind.PRICE} for each in self.walk())

    def as_data(self) -> dict[str, Any]:
        """Give every published property as plain JSON, decimals as strings."""
        data: dict[str, Any] = {
            "id": self.id,
            "title": self.title,
            "kind": self.kind.value,
            "weight": plain(self.weight),
            "scale": plain(self.scale) if isinstance(self.scale, Decimal) else self.scale,
            "minimum": None if self.minimum is None else plain(self.minimum),
            "question": self.question,
            "guidance": self.guidance,
            "word_limit": self.word_limit,
        }
        if self.kind is Kind.PRICE:
            data["formula"] = self.price_formula
            data["parameters"] = {name: plain(value) for name, value in sorted(self.price_parameters.items())}
        if self.normalise:
            data["normalise"] = self.normalise
        if self.sub_criteria:
            data["sub_criteria"] = list(self.sub_criteria)
        if self.children:
            data["children"] = [child.as_data() for child in self.children]
        return data
