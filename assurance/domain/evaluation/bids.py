"""What a bid brings to an evaluation, and what is missing or impossible in it. A gap is never a zero."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from decimal import Decimal
from fractions import Fraction

from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind
from assurance.domain.evaluation.criteria_faults import EARLIEST, LOWEST_PRICE
from assurance.domain.faults import Fault
from assurance.domain.money import plain


@dataclass(frozen=True, slots=True)
class BidInput:
    """One bid's agreed marks, prices, passes and time of arrival, by criterion id."""

    id: str
    scores: Mapping[str, Decimal] = field(default_factory=dict)
    prices: Mapping[str, Decimal] = field(default_factory=dict)
    passes: Mapping[str, bool] = field(default_factory=dict)
    submitted_at: datetime | None = None

    @property
    def total_price(self) -> Fraction:
        """Add up the prices of the bid, for the tie-break by price."""
        return sum((Fraction(price) for price in self.prices.values()), Fraction(0))


@dataclass(frozen=True, slots=True)
class Select:
    """A down-selection: the best `count` bids on one criterion go through, with all tied at the cut."""

    on: str
    count: int


def bid_faults(tree: CriteriaTree, bids: Sequence[BidInput]) -> Iterator[Fault]:
    """List every mark, price or pass that is missing, impossible, or belongs to no criterion."""
    wanted = {"scores": _ids(tree.scored()), "prices": _ids(tree.prices()), "passes": _ids(tree.pass_fails())}
    tops = {each.id: each.scale for each in tree.scored() if each.scale is not None and each.scale > 0}
    seen: set[str] = set()
    for number, bid in enumerate(bids):
        path = f"bids[{number}]"
        if not bid.id.strip():
            yield Fault(f"{path}.id", "a bid needs an id")
        if bid.id in seen:
            yield Fault(f"{path}.id", f'"{bid.id}" is used more than once')
        seen.add(bid.id)
        for part, ids in wanted.items():
            yield from _presence_faults(f"{path}.{part}", getattr(bid, part), ids)
        yield from _mark_faults(path, bid, tops)
        yield from _price_faults(path, bid)


def _ids(criteria: Sequence[Criterion]) -> dict[str, None]:
    return {criterion.id: None for criterion in criteria}


def _presence_faults(path: str, given: Mapping[str, object], wanted: Mapping[str, None]) -> Iterator[Fault]:
    if given.keys() == wanted.keys():
        return
    for criterion_id in wanted:
        if criterion_id not in given:
            yield Fault(f"{path}.{criterion_id}", "missing; nothing is assumed in its place")
    for criterion_id in given:
        if criterion_id not in wanted:
            yield Fault(f"{path}.{criterion_id}", "there is no such criterion to judge here")


def _mark_faults(path: str, bid: BidInput, tops: Mapping[str, int | Decimal]) -> Iterator[Fault]:
    for criterion_id, mark in bid.scores.items():
        top = tops.get(criterion_id)
        if top is not None and not (mark.is_finite() and 0 <= mark <= top):
            shown = plain(mark) if mark.is_finite() else str(mark)
            yield Fault(f"{path}.scores.{criterion_id}", f"{shown} is not on the scale from 0 to {top}")


def _price_faults(path: str, bid: BidInput) -> Iterator[Fault]:
    for criterion_id, price in bid.prices.items():
        if not (price.is_finite() and price > 0):
            yield Fault(f"{path}.prices.{criterion_id}", "a price must be above zero")


def select_faults(tree: CriteriaTree, select: Select | None) -> Iterator[Fault]:
    """List what is wrong with a down-selection; none at all is not a fault."""
    if select is None:
        return
    criterion = tree.find(select.on)
    if criterion is None:
        yield Fault("select.on", f'there is no criterion "{select.on}"')
    elif criterion.holds_price:
        yield Fault("select.on", f'"{select.on}" holds a price; select on a criterion that holds none')
    elif not criterion.is_judged:
        yield Fault("select.on", f'"{select.on}" is pass or fail and puts bids in no order')
    if select.count < 1:
        yield Fault("select.count", "at least one bid must go through")


def tie_break_faults(tree: CriteriaTree, bids: Sequence[BidInput], rules: Sequence[str]) -> Iterator[Fault]:
    """List tie-break rules that do not exist, are named twice, or lack what they need."""
    for number, rule in enumerate(rules):
        path = f"tie_break[{number}]"
        if rule in rules[:number]:
            yield Fault(path, f'"{rule}" is named more than once')
        elif rule == LOWEST_PRICE:
            if not tree.prices():
                yield Fault(path, "no criterion is a price")
        elif rule == EARLIEST:
            yield from _earliest_faults(bids)
        else:
            yield from _criterion_rule_faults(path, tree, rule)


def _earliest_faults(bids: Sequence[BidInput]) -> Iterator[Fault]:
    for number, bid in enumerate(bids):
        if bid.submitted_at is None or bid.submitted_at.tzinfo is None:
            yield Fault(f"bids[{number}].submitted_at", "missing; the tie-break by time needs an instant")


def _criterion_rule_faults(path: str, tree: CriteriaTree, rule: str) -> Iterator[Fault]:
    criterion = tree.find(rule)
    if criterion is None:
        yield Fault(path, f'"{rule}" is no criterion, nor "{LOWEST_PRICE}", nor "{EARLIEST}"')
    elif criterion.kind is Kind.PASS_FAIL or not criterion.is_judged:
        yield Fault(path, f'"{rule}" is pass or fail and separates nobody')
