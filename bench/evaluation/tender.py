"""An evaluation of any number of bids on 120 criteria, always the same: 119 scored ones in 7 groups, and the price."""

from __future__ import annotations

import random
from decimal import Decimal

from assurance.domain.evaluation.bids import BidInput
from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind

GROUPS, EACH = 7, 17
SCALE = 5


def make_tree() -> CriteriaTree:
    """Make the criteria: quality for 70 per cent, in groups some of which have a minimum, and price for 30."""
    groups = tuple(_group(number) for number in range(GROUPS))
    quality = Criterion("quality", "Quality", Decimal(70), Kind.GROUP, groups)
    return CriteriaTree((quality, Criterion("price", "Price", Decimal(30), Kind.PRICE)))


def make_bids(tree: CriteriaTree, count: int) -> list[BidInput]:
    """Make bids with marks drawn from a fixed seed; some fail a minimum."""
    draw = random.Random(20_240_101)
    ids = [each.id for each in tree.scored()]
    return [
        BidInput(
            f"bid-{number:04}",
            {each: Decimal(draw.choices(range(SCALE + 1), (1, 2, 6, 30, 40, 21))[0]) for each in ids},
            {"price": Decimal(draw.randrange(80_000_000, 140_000_000))},
        )
        for number in range(count)
    ]


def _group(number: int) -> Criterion:
    children = tuple(_leaf(number, place) for place in range(EACH))
    weight = Decimal(16 if number == GROUPS - 1 else 14)
    return Criterion(f"g{number}", f"Group {number}", weight, Kind.GROUP, children, minimum=Decimal(50))


def _leaf(group: int, place: int) -> Criterion:
    weight = Decimal(4 if place == EACH - 1 else 6)
    minimum = Decimal(1) if place == 0 else None
    return Criterion(f"g{group}c{place}", "Question", weight, Kind.SCORED, scale=SCALE, minimum=minimum)
