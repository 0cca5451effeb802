"""Looks for a hopeless extra bid that changes who wins: the ranking paradox of formulas that compare bids.

The search is exact over a grid: prices from two fifths of the lowest to twice it, and qualities up to the lowest. A bid
below a minimum takes no part in anything, so no quality below the minima is tried. Where nothing compares qualities the
extra bid changes the others by its price alone, and one quality at which it cannot win is enough for each price.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_CEILING, Decimal
from fractions import Fraction

from assurance.domain.evaluation.criteria import CriteriaTree
from assurance.domain.evaluation.criterion import Kind
from assurance.domain.evaluation.document import Evaluation
from assurance.domain.evaluation.result import BidResult, Result
from assurance.domain.evaluation.wind_tunnel.dummies import DummyBid, as_input, lowest_quality
from assurance.domain.evaluation.wind_tunnel.orders import Order
from assurance.domain.faults import FaultsFound

EXTRA = "X"
FINE_STEP, COARSE_STEP = Decimal("0.05"), Decimal("0.1")
LEAST, MOST = Decimal("0.4"), Decimal(2)
QUALITIES = 5


@dataclass(frozen=True, slots=True)
class Upset:
    """An extra bid that cannot win and yet changes who does."""

    prices: Mapping[str, Decimal]
    quality: Decimal
    before: tuple[str, ...]
    after: tuple[str, ...]
    is_last: bool
    """The extra bid comes last of all, so nobody could call it a contender."""
    result: Result

    @property
    def price(self) -> Decimal:
        """Give the whole price of the extra bid."""
        return sum(self.prices.values(), Decimal(0))


@dataclass(frozen=True, slots=True)
class Search:
    """What a search tried and the clearest thing it found."""

    is_possible: bool
    tries: int = 0
    """None at all where fewer than two bids are ranked, because there is no order to change."""
    upset: Upset | None = None


def with_extra(evaluation: Evaluation, prices: Mapping[str, Decimal], quality: Decimal) -> Evaluation:
    """Let one more bid arrive, after all others."""
    bid = as_input(DummyBid(EXTRA, prices, quality), EXTRA, len(evaluation.bids), evaluation.tree)
    return replace(evaluation, bids=(*evaluation.bids, bid))


def search(found: Order, *, step: Decimal = FINE_STEP) -> Search:
    """Try extra bids under one way of ranking; nothing is tried where none can change the order of the others."""
    if not found.variation.compares:
        return Search(is_possible=False)
    if found.result is None or len(found.result.ranked) < 2:
        return Search(is_possible=True)
    grid = _Grid(found.variation.evaluation, found.result)
    upsets, tries = [], 0
    for prices in grid.prices(step):
        for quality in grid.qualities:
            tries += 1
            if upset := grid.attempt(prices, quality):
                upsets.append(upset)
                break
    return Search(True, tries, max(upsets, key=_clearness, default=None))


def _clearness(upset: Upset) -> tuple[bool, Decimal, Fraction]:
    """Prefer an extra bid that comes last, then one with some quality, then the largest lead over the old winner."""
    old = [bid for bid in upset.result.ranked if bid.id in upset.before]
    lead = _standing(upset.result.ranked[0]) - max(_standing(bid) for bid in old) if old else Fraction(0)
    return upset.is_last, upset.quality, lead


def _standing(bid: BidResult) -> Fraction:
    return (bid.total or Fraction(0)) if bid.figure is None else -bid.figure


class _Grid:
    """The extra bids to try."""

    def __init__(self, evaluation: Evaluation, result: Result) -> None:
        self.evaluation, self.leaders = evaluation, result.leaders
        still_in = [bid for bid in evaluation.bids if bid.id in result.ranking]
        tree = evaluation.tree
        self.lowest = {each.id: min(bid.prices[each.id] for bid in still_in) for each in tree.prices()}
        floor = least_quality(tree)
        lowest = lowest_quality(tree, still_in)
        compares = any(each.normalise for each in tree.walk())
        parts = [Fraction(n, QUALITIES - 1) for n in range(QUALITIES)] if compares else [Fraction(1, 2), Fraction(0)]
        self.qualities = list(dict.fromkeys(max(_whole(lowest * part), floor) for part in parts))

    def prices(self, step: Decimal) -> Iterator[dict[str, Decimal]]:
        """Give the prices to try, each the same part of the lowest on every price criterion."""
        part = LEAST
        while part <= MOST:
            yield {key: lowest * part for key, lowest in self.lowest.items()}
            part += step

    def attempt(self, prices: Mapping[str, Decimal], quality: Decimal) -> Upset | None:
        """Return the upset if the extra bid does not win and somebody else than before does."""
        try:
            result = with_extra(self.evaluation, prices, quality).result()
        except FaultsFound:
            return None
        if EXTRA in result.leaders or result.leaders == self.leaders or EXTRA not in result.ranking:
            return None
        is_last = result.ranked[-1].id == EXTRA
        return Upset(prices, quality, self.leaders, result.leaders, is_last, result)


def _whole(percent: Fraction) -> Decimal:
    return Decimal(percent.numerator // percent.denominator)


def least_quality(tree: CriteriaTree) -> Decimal:
    """Give the least even quality, in per cent, that meets every minimum."""
    needed = [
        100 * Fraction(each.minimum) / Fraction(each.scale or 1) if each.kind is Kind.SCORED else Fraction(each.minimum)
        for each in tree.walk()
        if each.minimum is not None and not each.holds_price
    ]
    most = max(needed, default=Fraction(0))
    return (Decimal(most.numerator) / Decimal(most.denominator)).quantize(Decimal("0.01"), ROUND_CEILING)
