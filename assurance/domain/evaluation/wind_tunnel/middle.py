"""Whether the middle is passed over: of three bids that each give the same quality for their price, which scores least.

The example is that of the domain reference: qualities of 50, 75 and 100 per cent at prices in the same proportions.
"""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from assurance.domain.errors import InvalidInput
from assurance.domain.evaluation.criteria import CriteriaTree
from assurance.domain.evaluation.criterion import Criterion
from assurance.domain.evaluation.result import Result
from assurance.domain.evaluation.wind_tunnel.dummies import DummyBid, as_inputs
from assurance.domain.evaluation.wind_tunnel.extremes import Setting
from assurance.domain.evaluation.wind_tunnel.finding import Finding, Severity
from assurance.domain.evaluation.wind_tunnel.wording import about, points
from assurance.domain.faults import FaultsFound

SHARES = (50, 75, 100)
ADVICE = "If a balanced bid is what is wanted, choose a straight line between two prices published in advance."


def middle_bias(setting: Setting) -> Finding | None:
    """Rank the three; None for a method without points, or where they cannot be ranked."""
    if not setting.evaluation.method.is_weighted_sum:
        return None
    highest = {
        each.id: max(bid.prices[each.id] for bid in setting.still_in) for each in setting.evaluation.tree.prices()
    }
    bids = [
        DummyBid("", {key: price * share / 100 for key, price in highest.items()}, Decimal(share)) for share in SHARES
    ]
    tree = CriteriaTree(tuple(_without_minima(each) for each in setting.evaluation.tree.criteria))
    try:
        result = replace(setting.evaluation, tree=tree, bids=as_inputs(bids, tree), select=None).result()
    except (FaultsFound, InvalidInput):
        return None
    return _judged(result, sum(highest.values(), Decimal(0)))


def _without_minima(criterion: Criterion) -> Criterion:
    children = tuple(_without_minima(each) for each in criterion.children)
    return replace(criterion, minimum=None, children=children)


def _judged(result: Result, highest: Decimal) -> Finding:
    low, middle, high = (_total(result, bid_id) for bid_id in "ABC")
    prices = ", ".join(about(highest * share / 100) for share in SHARES)
    earned = f"{points(low)}, {points(middle)} and {points(high)}"
    said = f"Bids of 50%, 75% and 100% quality at about {prices} would earn {earned}"
    if middle < min(low, high):
        return Finding("middle", Severity.LOOK, f"{said}: the balanced bid comes last behind both extremes.", ADVICE)
    return Finding("middle", Severity.FINE, f"{said}: the balanced bid is not passed over.")


def _total(result: Result, bid_id: str) -> Fraction:
    bid = result.find(bid_id)
    return (bid.total or Fraction(0)) if bid else Fraction(0)
