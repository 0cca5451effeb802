"""What the criteria make of odd but possible offers: one bid alone, equal prices, a price ten times the others, £1."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from decimal import Decimal
from fractions import Fraction

from assurance.domain.errors import InvalidInput
from assurance.domain.evaluation.bids import BidInput
from assurance.domain.evaluation.document import Evaluation
from assurance.domain.evaluation.result import Result
from assurance.domain.evaluation.wind_tunnel.dummies import lowest_quality
from assurance.domain.evaluation.wind_tunnel.extra_bid import EXTRA, least_quality, with_extra
from assurance.domain.evaluation.wind_tunnel.finding import Finding, Severity
from assurance.domain.evaluation.wind_tunnel.orders import Order
from assurance.domain.evaluation.wind_tunnel.wording import Names, money, points, who, win
from assurance.domain.faults import FaultsFound

CEILING = "Publish the most that will be paid, so that a bidder who is alone cannot name its price."
FLOOR = (
    "Say in the call that a price that looks abnormally low is asked about and may be refused, or choose a formula in "
    "which a bid’s points do not depend on the other prices."
)
APART = (
    "Choose a formula in which a bid’s points do not depend on the other prices, or publish the most that will be paid."
)
SQUEEZED = Fraction(1, 2)
"""Of the distance between the points of the others: less than this left is worth a look."""


@dataclass(frozen=True, slots=True)
class Setting:
    """The trial as these questions see it."""

    evaluation: Evaluation
    result: Result
    names: Names

    @property
    def still_in(self) -> list[BidInput]:
        """List the bids still in, best first."""
        given = {bid.id: bid for bid in self.evaluation.bids}
        return [given[bid_id] for bid_id in self.result.ranking]

    @property
    def price_weight(self) -> Fraction:
        """Give what all prices together count for, in points."""
        tree = self.evaluation.tree
        return sum((tree.global_weight(each.id) for each in tree.prices()), Fraction(0))

    def price_points(self, result: Result, bid_id: str) -> Fraction:
        """Give what a bid earned for its prices."""
        bid = result.find(bid_id)
        ids = [each.id for each in self.evaluation.tree.prices()]
        return sum((bid.figures[key].weighted for key in ids), Fraction(0)) if bid and bid.figures else Fraction(0)

    def spread(self, result: Result) -> Fraction:
        """Give how far apart the price points of the dummy bids lie."""
        earned = [self.price_points(result, bid.id) for bid in self.still_in]
        return max(earned) - min(earned)


def extremes(setting: Setting) -> Iterator[Finding]:
    """Ask what becomes of each odd offer; only points can be squeezed, so other methods answer less."""
    if setting.evaluation.method.is_weighted_sum:
        yield _single(setting)
        yield _equal(setting)
    yield from (_arrival(setting, arrival) for arrival in ARRIVALS)


def _single(setting: Setting) -> Finding:
    bid = setting.still_in[0]
    alone = replace(setting.evaluation, bids=(bid,)).result()
    earned, whole = setting.price_points(alone, bid.id), setting.price_weight
    if not any(each.is_relative for each in setting.evaluation.tree.prices()):
        sentence = (
            f"A single bid at {money(bid.total_price)} would earn {points(earned)} of {points(whole)} points for "
            "price: its own price decides."
        )
        return Finding("single", Severity.FINE, sentence)
    sentence = f"A single bid would earn {points(earned)} of {points(whole)} points for price whatever it cost."
    return Finding("single", Severity.LOOK, sentence, CEILING)


def _equal(setting: Setting) -> Finding:
    bids = setting.still_in
    level = tuple(replace(bid, prices=bids[0].prices) for bid in bids)
    earned = setting.price_points(replace(setting.evaluation, bids=level).result(), bids[0].id)
    said = (
        f"If all prices were the same, each bid would earn {points(earned)} of {points(setting.price_weight)} points "
        "for price, and quality alone would decide."
    )
    return Finding("equal", Severity.FINE, said)


@dataclass(frozen=True, slots=True)
class Arrival:
    """One more bid with an odd price."""

    code: str
    said: Callable[[str], str]
    """Says the arrival, given the quality of the bid in words."""
    prices: Callable[[Setting], Mapping[str, Decimal]]
    advice: str


def _ten_times(setting: Setting) -> dict[str, Decimal]:
    ids = [each.id for each in setting.evaluation.tree.prices()]
    return {key: 10 * max(bid.prices[key] for bid in setting.still_in) for key in ids}


def _one_pound(setting: Setting) -> dict[str, Decimal]:
    return {each.id: Decimal(1) for each in setting.evaluation.tree.prices()}


ARRIVALS = (
    Arrival(
        "ten-times", lambda quality: f"If a bid came at ten times the highest price with {quality}", _ten_times, APART
    ),
    Arrival("one-pound", lambda quality: f"If a bid came at £1 with {quality}", _one_pound, FLOOR),
)


def _arrival(setting: Setting, arrival: Arrival) -> Finding:
    lowest = lowest_quality(setting.evaluation.tree, setting.still_in) / 2
    quality = max(Decimal(int(lowest)), least_quality(setting.evaluation.tree))
    start = arrival.said(f"{points(quality)}% quality")
    try:
        after = with_extra(setting.evaluation, arrival.prices(setting), quality).result()
    except (FaultsFound, InvalidInput):
        return Finding(arrival.code, Severity.LOOK, f"{start}, the bids could not be ranked.", arrival.advice)
    return _judged(setting, arrival, start, after)


def _judged(setting: Setting, arrival: Arrival, start: str, after: Result) -> Finding:
    if EXTRA in after.leaders:
        return Finding(arrival.code, Severity.DANGER, f"{start}, it would win.", arrival.advice)
    if after.leaders != setting.result.leaders:
        instead = f"{win(after.leaders)} instead of {who(setting.result.leaders, setting.names)}"
        said = f"{start}, which cannot win, {who(after.leaders, setting.names)} would {instead}."
        return Finding(arrival.code, Severity.DANGER, said, arrival.advice)
    before, now = setting.spread(setting.result), setting.spread(after)
    if setting.evaluation.method.is_weighted_sum and before and now < SQUEEZED * before:
        said = (
            f"{start}, the same bid would win, but the others’ points for price would lie {points(now)} apart instead "
            f"of {points(before)}: quality would decide almost alone."
        )
        return Finding(arrival.code, Severity.LOOK, said, arrival.advice)
    return Finding(
        arrival.code, Severity.FINE, f"{start}, the same bid would win and little would change for the others."
    )


def setting_of(found: Order, names: Names) -> Setting | None:
    """Take the drafted criteria with their result; None where no bid is left to ask about."""
    if found.result is None or not found.result.ranked:
        return None
    return Setting(found.variation.evaluation, found.result, names)
