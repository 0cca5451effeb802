"""How little would change the winner among the dummy bids: a price, one mark, the weight of quality."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from decimal import Decimal

from assurance.domain.evaluation.bids import BidInput
from assurance.domain.evaluation.sensitivity.flips import smallest_flips
from assurance.domain.evaluation.sensitivity.weights import quality_weight
from assurance.domain.evaluation.wind_tunnel.extremes import Setting
from assurance.domain.evaluation.wind_tunnel.finding import Finding, Severity
from assurance.domain.evaluation.wind_tunnel.wording import about, marks, points, who, win

TENTHS = 1000
CLOSE_WEIGHT = 5
"""Points of weight of quality within which another winner is worth a look."""
CLOSE = "Ask whether you would defend either winner; if not, change the weights now."


def margins(setting: Setting) -> Iterator[Finding]:
    """Say each margin; a single bid left has none."""
    if len(setting.result.ranked) < 2:
        return
    yield _prices(setting)
    yield _one_mark(setting)
    if (weight := _weight(setting)) is not None:
        yield weight


def _prices(setting: Setting) -> Finding:
    first, second = setting.still_in[:2]
    dearer = _least(setting, first, lambda tenths: 1 + Decimal(tenths) / TENTHS)
    cheaper = _least(setting, second, lambda tenths: 1 - Decimal(tenths) / TENTHS)
    said = [_price_said(setting, first, dearer, "dearer"), _price_said(setting, second, cheaper, "cheaper")]
    told = [each for each in said if each]
    if not told:
        return Finding("price-margin", Severity.FINE, "No price twice as high or near zero would change the winner.")
    return Finding("price-margin", Severity.FINE, f"Another bid would win if {' or if '.join(told)}.")


def _price_said(setting: Setting, bid: BidInput, tenths: int | None, way: str) -> str:
    if tenths is None:
        return ""
    amount = bid.total_price * tenths / TENTHS
    return f"{setting.names.get(bid.id, bid.id)} were {points(Decimal(tenths) / 10)}% (about {about(amount)}) {way}"


def _least(setting: Setting, bid: BidInput, times: Callable[[int], Decimal]) -> int | None:
    """Find a tenth of a per cent at which the winner changes and below which it did not, by halving."""

    def changes(tenths: int) -> bool:
        moved = replace(bid, prices={key: price * times(tenths) for key, price in bid.prices.items()})
        bids = tuple(moved if each.id == bid.id else each for each in setting.evaluation.bids)
        return replace(setting.evaluation, bids=bids).result().leaders != setting.result.leaders

    low, high = 0, TENTHS - 1
    if not changes(high):
        return None
    while high - low > 1:
        between = (low + high) // 2
        low, high = (low, between) if changes(between) else (between, high)
    return high


def _one_mark(setting: Setting) -> Finding:
    flips = smallest_flips(setting.evaluation)
    if not flips:
        said = "No other whole mark on a single criterion would change the winner."
        return Finding("mark-margin", Severity.FINE, said)
    flip = flips[0]
    criterion = setting.evaluation.tree.find(flip.criterion)
    title = (criterion.title if criterion else "") or flip.criterion
    name, leaders = setting.names.get(flip.bid, flip.bid), who(flip.leaders, setting.names) or "no bid"
    way = "more" if flip.needed > flip.found else "fewer"
    said = f"With {marks(flip.size)} {way} for {name} on “{title}”, {leaders} would {win(flip.leaders)}."
    return Finding("mark-margin", Severity.FINE, said)


def _weight(setting: Setting) -> Finding | None:
    quality = quality_weight(setting.evaluation, setting.result)
    if quality is None:
        return None
    nearest = quality.nearest
    if nearest is None:
        leaders = quality.ranges[0].leaders
        said = f"{who(leaders, setting.names)} would {win(leaders)} at every weight of quality."
        return Finding("weight-margin", Severity.FINE, said)
    away, way = abs(nearest.change), "more" if nearest.change > 0 else "less"
    said = (
        f"Quality counts for {points(quality.published)}; if it counted for {points(away)} points {way}, "
        f"{who(nearest.leaders, setting.names)} would {win(nearest.leaders)}."
    )
    if away < CLOSE_WEIGHT:
        return Finding("weight-margin", Severity.LOOK, said, CLOSE)
    return Finding("weight-margin", Severity.FINE, said)
