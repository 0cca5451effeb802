"""Who is first, second and so on under one way of ranking, and who wins there at every weight of quality."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby
from typing import Any

from assurance.domain.errors import InvalidInput
from assurance.domain.evaluation.result import Result
from assurance.domain.evaluation.sensitivity.weights import QualityWeight, quality_weight
from assurance.domain.evaluation.wind_tunnel.variations import Variation
from assurance.domain.faults import FaultsFound
from assurance.domain.money import plain, round_out

Places = tuple[tuple[str, ...], ...]


@dataclass(frozen=True, slots=True)
class Order:
    """One way of ranking, with its result, or in words why it has none."""

    variation: Variation
    result: Result | None = None
    why: str = ""

    @property
    def leaders(self) -> tuple[str, ...]:
        """Name who is first."""
        return self.result.leaders if self.result else ()

    @property
    def places(self) -> Places:
        """List who stands at each place, best first."""
        ranked = self.result.ranked if self.result else ()
        return tuple(tuple(bid.id for bid in level) for _, level in groupby(ranked, key=lambda bid: bid.rank))

    @property
    def by_weight(self) -> QualityWeight | None:
        """Find who wins at every weight of quality, where that can be asked."""
        if self.result is None or not self.variation.is_formula:
            return None
        return quality_weight(self.variation.evaluation, self.result)

    def as_data(self) -> dict[str, Any]:
        """Give the order as plain JSON, figures rounded once."""
        variation, weight = self.variation, self.by_weight
        return {
            "name": variation.name,
            "kind": "formula" if variation.is_formula else "method",
            "is_drafted": variation.is_drafted,
            "parameters": {
                key: {name: plain(value) for name, value in given.items()}
                for key, given in variation.parameters.items()
            },
            "source": variation.source.value,
            "places": [list(place) for place in self.places],
            "why": self.why,
            "weight": round_out(weight.published) if weight else "",
            "ranges": [
                {"from": round_out(each.low), "to": round_out(each.high), "winners": list(each.leaders)}
                for each in (weight.ranges if weight else ())
            ],
        }


def order(variation: Variation) -> Order:
    """Rank the bids in one way; one that cannot be applied to them says why."""
    try:
        return Order(variation, variation.evaluation.result())
    except FaultsFound as found:
        return Order(variation, None, "; ".join(fault.message for fault in found.faults))
    except InvalidInput as wrong:
        return Order(variation, None, wrong.message)
