"""Ways of ranking: by the weighted sum of points, or by one figure made of price and quality, the lowest first.

Quality is the percentage earned on everything that is scored, its weights brought up to 100 where a price takes some.
Sources of the methods: Cabinet Office and Victoria's "value for money" ratio (price per quality point), the Australian
local-government relative value cost, the Dutch value of quality in money, and ProZorro's self-declared features.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from types import MappingProxyType

from assurance.domain.evaluation.criteria import CriteriaTree
from assurance.domain.faults import Fault
from assurance.domain.money import plain

WEIGHTED_SUM = "weighted-sum"
COEFFICIENT = "coefficient"
MONETISED = "quality-monetised"
PER_POINT = "price-per-quality-point"
VALUE_PER_POINT = "value_per_point"


@dataclass(frozen=True, slots=True)
class Method:
    """The published method; `value_per_point` is what one per cent of quality is worth in GBP, where it is needed."""

    name: str = WEIGHTED_SUM
    value_per_point: Decimal | None = None

    @property
    def is_weighted_sum(self) -> bool:
        """Say whether bids rank by points; otherwise they rank by a figure, the lowest first."""
        return self.name == WEIGHTED_SUM

    @property
    def ignores_weights(self) -> bool:
        """Say whether the weights play no part, so that nothing is asked of them."""
        return self.name == COEFFICIENT

    def as_data(self) -> dict[str, str]:
        """Give the method as plain JSON."""
        data = {"name": self.name}
        return data if self.value_per_point is None else data | {VALUE_PER_POINT: plain(self.value_per_point)}


@dataclass(frozen=True, slots=True)
class Standing:
    """What the method sees of one bid still in: its price, its quality per cent, and the sum of its marks."""

    price: Fraction
    quality: Fraction
    marks: Fraction


@dataclass(frozen=True, slots=True)
class MethodKind:
    """A method by name: how it reads, and its figure for each bid, given all bids; None for the weighted sum."""

    name: str
    label: str
    figures: Callable[[Sequence[Standing], Method, CriteriaTree], list[Fraction]] | None = None


def _per_point(bids: Sequence[Standing], _: Method, __: CriteriaTree) -> list[Fraction]:
    return [bid.price / bid.quality for bid in bids]


def _relative_value(bids: Sequence[Standing], _: Method, __: CriteriaTree) -> list[Fraction]:
    lowest = min((bid.quality for bid in bids), default=Fraction(0))
    return [bid.price * (lowest + 100) / (bid.quality + 100) for bid in bids]


def _monetised(bids: Sequence[Standing], method: Method, _: CriteriaTree) -> list[Fraction]:
    return [bid.price - Fraction(method.value_per_point or 0) * bid.quality for bid in bids]


def _coefficient(bids: Sequence[Standing], _: Method, tree: CriteriaTree) -> list[Fraction]:
    return [bid.price / (1 + bid.marks / (1 - _features(tree))) for bid in bids]


def _features(tree: CriteriaTree) -> Fraction:
    return sum((Fraction(each.scale or 0) for each in tree.scored()), Fraction(0))


METHODS: Mapping[str, MethodKind] = MappingProxyType(
    {
        kind.name: kind
        for kind in (
            MethodKind(WEIGHTED_SUM, "Weighted sum of points; the highest wins"),
            MethodKind(PER_POINT, "Price for each point of quality; the lowest wins", _per_point),
            MethodKind("relative-value-cost", "Price, lowered by relative quality; the lowest wins", _relative_value),
            MethodKind(MONETISED, "Price less what the quality is worth; the lowest wins", _monetised),
            MethodKind(COEFFICIENT, "Price divided by a coefficient of features; the lowest wins", _coefficient),
        )
    }
)


def method_faults(method: Method, tree: CriteriaTree) -> Iterator[Fault]:
    """List what keeps a method from being used on these criteria."""
    if method.name not in METHODS:
        yield Fault("method.name", f'there is no method called "{method.name}"')
        return
    yield from _value_faults(method)
    if method.is_weighted_sum:
        return
    if not tree.prices():
        yield Fault("method.name", f'"{method.name}" ranks by price, and no criterion is a price')
    if method.name == COEFFICIENT and _features(tree) >= 1:
        yield Fault("method.name", "the scales of all features together must be below 1")


def _value_faults(method: Method) -> Iterator[Fault]:
    value = method.value_per_point
    if method.name == MONETISED and value is None:
        yield Fault(f"method.{VALUE_PER_POINT}", "missing; say what one per cent of quality is worth in pounds")
    elif method.name != MONETISED and value is not None:
        yield Fault(f"method.{VALUE_PER_POINT}", f'"{method.name}" has no such parameter')
    elif value is not None and not (value.is_finite() and value > 0):
        yield Fault(f"method.{VALUE_PER_POINT}", "must be above zero")


def standing_faults(method: Method, ids: Sequence[str], standings: Sequence[Standing]) -> Iterator[Fault]:
    """List bids still in that a method cannot rank: no quality at all has no price for each point of it."""
    if method.name == PER_POINT:
        for bid_id, standing in zip(ids, standings, strict=True):
            if standing.quality == 0:
                message = f'"{bid_id}" earned no quality, so there is no price for each point; publish a minimum'
                yield Fault("bids", message)
