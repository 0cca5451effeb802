"""One trial of the drafted criteria: every way of ranking, the search for an upset, and all findings in words."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

from assurance.domain.evaluation.document import Evaluation
from assurance.domain.evaluation.publication import Publication
from assurance.domain.evaluation.wind_tunnel.dummies import DummyBid, as_inputs
from assurance.domain.evaluation.wind_tunnel.extra_bid import COARSE_STEP, Search, search
from assurance.domain.evaluation.wind_tunnel.extremes import extremes, setting_of
from assurance.domain.evaluation.wind_tunnel.finding import Finding, Severity
from assurance.domain.evaluation.wind_tunnel.margins import margins
from assurance.domain.evaluation.wind_tunnel.middle import middle_bias
from assurance.domain.evaluation.wind_tunnel.orders import Order, order
from assurance.domain.evaluation.wind_tunnel.rates import rates
from assurance.domain.evaluation.wind_tunnel.summary import summary
from assurance.domain.evaluation.wind_tunnel.variations import drafted, others
from assurance.domain.evaluation.wind_tunnel.wording import Names, money, points
from assurance.domain.faults import refuse_if_any

WORST_FIRST = tuple(Severity)


@dataclass(frozen=True, slots=True)
class Trial:
    """What was tried and found. The first order is that of the criteria as drafted."""

    orders: tuple[Order, ...]
    searches: tuple[Search, ...]
    """One for each order."""
    findings: tuple[Finding, ...]
    """The worst first."""

    def as_data(self) -> dict[str, Any]:
        """Give everything as plain JSON, as it is kept."""
        rows = [
            each.as_data() | {"extra": _search_data(found)}
            for each, found in zip(self.orders, self.searches, strict=True)
        ]
        return {"findings": [each.as_data() for each in self.findings], "orders": rows}


def _search_data(found: Search) -> dict[str, Any]:
    upset = found.upset
    example = upset and {
        "price": money(upset.price), "quality": points(upset.quality), "winners": list(upset.after)
    }  # fmt: skip
    return {"is_possible": found.is_possible, "tries": found.tries, "example": example}


def try_criteria(publication: Publication, bids: Sequence[DummyBid]) -> Trial:
    """Try the criteria on dummy bids without faults; raises `FaultsFound` for criteria that have any."""
    refuse_if_any(publication.faults())
    tree = publication.tree
    evaluation = Evaluation(tree, as_inputs(bids, tree), publication.tie_break, method=publication.method)
    names = bid_names(bids)
    own = order(drafted(evaluation))
    orders = (own, *(order(each) for each in others(evaluation)))
    searches = (search(own), *(search(each, step=COARSE_STEP) for each in orders[1:]))
    found = sorted(_findings(orders, searches[0], names), key=lambda each: WORST_FIRST.index(each.severity))
    return Trial(orders, searches, tuple(found))


def bid_names(bids: Sequence[DummyBid]) -> dict[str, str]:
    """Name the bids by the letters they are judged under."""
    return {chr(ord("A") + number): bid.name for number, bid in enumerate(bids)}


def _findings(orders: Sequence[Order], upset: Search, names: Names) -> Iterator[Finding]:
    yield from summary(orders, upset, names)
    setting = setting_of(orders[0], names)
    if setting is None:
        return
    yield from margins(setting)
    yield from extremes(setting)
    yield from rates(setting)
    middle = middle_bias(setting)
    if middle is not None:
        yield middle
