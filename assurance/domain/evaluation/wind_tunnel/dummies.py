"""A dummy bid as an officer makes it up: a name, its prices, and an overall quality or a mark for each criterion.

An overall quality is spread evenly: every scored criterion earns that per cent of its scale, whole mark or not. Every
dummy bid passes what is pass or fail, and they count as arriving one after the other in the order given.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction
from string import ascii_uppercase
from typing import Any

from assurance.domain.evaluation.bids import BidInput
from assurance.domain.evaluation.criteria import CriteriaTree
from assurance.domain.faults import Fault
from assurance.domain.money import LARGEST, plain

MOST_BIDS = 12
LONGEST_NAME = 40
_FIRST_ARRIVAL = datetime(2000, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class DummyBid:
    """One made-up bid. Where `quality` is given, in per cent, `marks` are not."""

    name: str
    prices: Mapping[str, Decimal]
    quality: Decimal | None = None
    marks: Mapping[str, Decimal] = field(default_factory=dict)

    def as_data(self) -> dict[str, Any]:
        """Give the bid as plain JSON, decimals as strings."""
        data: dict[str, Any] = {"name": self.name, "prices": _plain(self.prices)}
        if self.quality is not None:
            return data | {"quality": plain(self.quality)}
        return data | {"marks": _plain(self.marks)}


def _plain(values: Mapping[str, Decimal]) -> dict[str, str]:
    return {key: plain(value) for key, value in values.items()}


def as_input(bid: DummyBid, bid_id: str, number: int, tree: CriteriaTree) -> BidInput:
    """Turn a dummy bid without faults into one that can be judged."""
    spread = {each.id: _share(bid.quality, each.scale) for each in tree.scored()}
    return BidInput(
        id=bid_id,
        scores=bid.marks if bid.quality is None else spread,
        prices=bid.prices,
        passes={each.id: True for each in tree.pass_fails()},
        submitted_at=_FIRST_ARRIVAL + timedelta(minutes=number),
    )


def _share(quality: Decimal | None, scale: int | Decimal | None) -> Decimal:
    return (quality or Decimal(0)) * Decimal(scale or 0) / 100


def as_inputs(bids: Sequence[DummyBid], tree: CriteriaTree) -> tuple[BidInput, ...]:
    """Turn dummy bids into bids named A, B, C and so on."""
    return tuple(as_input(bid, ascii_uppercase[n], n, tree) for n, bid in enumerate(bids))


def lowest_quality(tree: CriteriaTree, bids: Sequence[BidInput]) -> Fraction:
    """Give the lowest quality among bids, in per cent of all that is scored, before anything compares bids."""
    factors = {each.id: tree.global_weight(each.id) for each in tree.scored()}
    whole = sum(factors.values(), Fraction(0))
    scales = {each.id: Fraction(each.scale or 1) for each in tree.scored()}
    earned = [
        sum((factor * Fraction(bid.scores[key]) / scales[key] for key, factor in factors.items()), Fraction(0))
        for bid in bids
    ]
    return 100 * min(earned) / whole if whole else Fraction(0)


def dummy_faults(tree: CriteriaTree, bids: Sequence[DummyBid]) -> Iterator[Fault]:
    """List what is wrong with the dummy bids, each at a path such as `bids[0].prices.price`."""
    if not bids:
        yield Fault("bids", "Describe at least one bid")
    if len(bids) > MOST_BIDS:
        yield Fault("bids", f"Describe at most {MOST_BIDS} bids: these are {len(bids)}")
    for number, bid in enumerate(bids):
        path = f"bids[{number}]"
        yield from _name_faults(path, bid.name, [each.name for each in bids[:number]])
        yield from _price_faults(path, tree, bid)
        yield from _quality_faults(path, tree, bid)


def _name_faults(path: str, name: str, before: Sequence[str]) -> Iterator[Fault]:
    if not name.strip():
        yield Fault(f"{path}.name", "Enter a name for the bid")
    elif len(name) > LONGEST_NAME:
        yield Fault(f"{path}.name", f"Enter at most {LONGEST_NAME} characters: this has {len(name)}")
    elif name.casefold() in {each.casefold() for each in before}:
        yield Fault(f"{path}.name", f"“{name}” is the name of another bid: enter a different one")


def _price_faults(path: str, tree: CriteriaTree, bid: DummyBid) -> Iterator[Fault]:
    for each in tree.prices():
        price = bid.prices.get(each.id)
        if price is None:
            yield Fault(f"{path}.prices.{each.id}", "Enter the price")
        elif not (price.is_finite() and 0 < price <= LARGEST):
            yield Fault(f"{path}.prices.{each.id}", "Enter a price above £0")


def _quality_faults(path: str, tree: CriteriaTree, bid: DummyBid) -> Iterator[Fault]:
    if bid.quality is not None:
        if not (bid.quality.is_finite() and 0 <= bid.quality <= 100):
            yield Fault(f"{path}.quality", "Enter a quality from 0 to 100 per cent")
        return
    for each in tree.scored():
        mark = bid.marks.get(each.id)
        if mark is None:
            yield Fault(f"{path}.marks.{each.id}", "Enter a mark")
        elif not (mark.is_finite() and 0 <= mark <= (each.scale or 0)):
            yield Fault(f"{path}.marks.{each.id}", f"Enter a mark from 0 to {each.scale}")
