"""What price buys against quality: how much of the points prices use, and what quality is worth in pounds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from assurance.domain.evaluation.bids import BidInput
from assurance.domain.evaluation.criteria import CriteriaTree
from assurance.domain.evaluation.result import Result
from assurance.domain.evaluation.wind_tunnel.extremes import Setting
from assurance.domain.evaluation.wind_tunnel.finding import Finding, Severity
from assurance.domain.evaluation.wind_tunnel.wording import about, money, per_cent_apart, points

TENTH, HUNDREDTH = Decimal("1.1"), Decimal("1.01")
LITTLE_USED, FAR_APART = Fraction(1, 4), 10
"""Less than this part of the points used, by prices at least so many per cent apart, is worth a look."""
STEEP, TOO_STEEP = Fraction(1, 4), Fraction(1, 2)
"""Parts of all points for price that one per cent of price should not decide."""


def rates(setting: Setting) -> Iterator[Finding]:
    """Say how points for price follow prices; other methods have no points, only a rate."""
    if setting.evaluation.method.is_weighted_sum:
        if len(setting.still_in) > 1:
            yield from _range_used(setting)
            yield _exchange(setting)
        yield _one_per_cent(setting)
    elif (finding := _by_figure(setting)) is not None:
        yield finding


def _range_used(setting: Setting) -> Iterator[Finding]:
    prices = [bid.total_price for bid in setting.still_in]
    gap, used, whole = per_cent_apart(min(prices), max(prices)), setting.spread(setting.result), setting.price_weight
    if not gap:
        return
    said = (
        f"The dummy prices, {money(min(prices))} to {money(max(prices))}, are {points(gap)}% apart and their points "
        f"lie {points(used)} apart of {points(whole)}"
    )
    if gap >= FAR_APART and used < LITTLE_USED * whole:
        advice = (
            "If price is meant to count for its full weight, choose a formula or a band that uses more of the points."
        )
        yield Finding("range-used", Severity.LOOK, f"{said}: most of the points for price decide nothing.", advice)
    else:
        yield Finding("range-used", Severity.FINE, f"{said}.")


def _one_per_cent(setting: Setting) -> Finding:
    """Put two bids alone against each other whose prices are one per cent apart."""
    first = setting.still_in[0]
    near = replace(_dearer(first, HUNDREDTH), id="near")
    result = replace(setting.evaluation, bids=(first, near)).result()
    lost = setting.price_points(result, first.id) - setting.price_points(result, "near")
    whole = setting.price_weight
    said = f"Of two bids whose prices are 1% apart, the dearer would earn {points(lost)} of {points(whole)} points less"
    if lost >= STEEP * whole:
        severity = Severity.DANGER if lost >= TOO_STEEP * whole else Severity.LOOK
        advice = "Choose a formula that follows the size of the difference, not only who is dearest."
        return Finding("one-per-cent", severity, f"{said}: almost nothing in price would decide a great deal.", advice)
    return Finding("one-per-cent", Severity.FINE, f"{said}.")


def _dearer(bid: BidInput, times: Decimal) -> BidInput:
    return replace(bid, prices={key: price * times for key, price in bid.prices.items()})


def middle_bid(setting: Setting) -> BidInput:
    """Take the bid in the middle by price, the dearer of two."""
    by_price = sorted(setting.still_in, key=lambda bid: (bid.total_price, bid.id))
    return by_price[len(by_price) // 2]


def _with(setting: Setting, bid: BidInput) -> Result:
    bids = tuple(bid if each.id == bid.id else each for each in setting.evaluation.bids)
    return replace(setting.evaluation, bids=bids).result()


def _exchange(setting: Setting) -> Finding:
    bid = middle_bid(setting)
    name, whole = setting.names.get(bid.id, bid.id), setting.price_weight
    before = setting.price_points(setting.result, bid.id)
    lost = before - setting.price_points(_with(setting, _dearer(bid, TENTH)), bid.id)
    small = before - setting.price_points(_with(setting, _dearer(bid, HUNDREDTH)), bid.id)
    said = f"If {name} were 10% dearer it would lose {points(lost)} of {points(whole)} points for price"
    if small <= 0:
        advice = "Look at the prices at which points begin and end, or choose a formula without flat parts."
        flat = f"If {name} were 1% dearer it would lose nothing: there its price does not count."
        return Finding("exchange", Severity.LOOK, flat, advice)
    if _compares_quality(setting):
        return Finding("exchange", Severity.FINE, f"{said}.")
    per_point = Fraction(bid.total_price) / 100 / small
    quality = setting.evaluation.tree
    rate = f"one per cent of quality is worth about {about(per_point * _quality_weight(quality) / 100)} of price"
    return Finding("exchange", Severity.FINE, f"{said}; for it {rate}, {_mark_worth(quality, per_point)}.")


def _compares_quality(setting: Setting) -> bool:
    """Say whether marks are set against other bids’, so that a mark has no one worth."""
    return any(each.normalise for each in setting.evaluation.tree.walk())


def _quality_weight(tree: CriteriaTree) -> Fraction:
    return sum((tree.global_weight(each.id) for each in tree.scored()), Fraction(0))


def _mark_worth(tree: CriteriaTree, per_point: Fraction) -> str:
    """Say what one mark is worth on the criterion where it is worth most."""
    heaviest = max(tree.scored(), key=lambda each: tree.global_weight(each.id) / Fraction(each.scale or 1))
    earned = tree.global_weight(heaviest.id) / Fraction(heaviest.scale or 1)
    return f"and one mark on “{heaviest.title or heaviest.id}” about {about(earned * per_point)}"


def _by_figure(setting: Setting) -> Finding | None:
    """Find how much dearer a bid with one more per cent of quality could be and stand as well as before."""
    if _compares_quality(setting):
        return None
    bid = middle_bid(setting)
    better = _better(setting.evaluation.tree, bid)
    if better is None:
        return None
    before, now = _figure(setting.result, bid), _figure(_with(setting, better), bid)
    dearer = _figure(_with(setting, _dearer(better, HUNDREDTH)), bid)
    slope = (dearer - now) / (Fraction(bid.total_price) / 100)
    if slope <= 0:
        return None
    name = setting.names.get(bid.id, bid.id)
    said = f"For {name}, one per cent of quality is worth about {about((before - now) / slope)} of price."
    return Finding("exchange", Severity.FINE, said)


def _better(tree: CriteriaTree, bid: BidInput) -> BidInput | None:
    scores = {each.id: bid.scores[each.id] + Decimal(each.scale or 0) / 100 for each in tree.scored()}
    fits = all(scores[each.id] <= (each.scale or 0) for each in tree.scored())
    return replace(bid, scores=scores) if fits and scores else None


def _figure(result: Result, bid: BidInput) -> Fraction:
    found = result.find(bid.id)
    return found.figure or Fraction(0) if found else Fraction(0)
