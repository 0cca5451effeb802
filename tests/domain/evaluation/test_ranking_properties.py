from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.evaluation.bids import BidInput
from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind
from assurance.domain.evaluation.ranking import evaluate

RULES = ("quality", "lowest-price")


def tree(quality_weight: int) -> CriteriaTree:
    clinical = Criterion("clinical", "", Decimal(70), Kind.SCORED, scale=5)
    workforce = Criterion("workforce", "", Decimal(30), Kind.SCORED, scale=5)
    group = Criterion(
        "quality",
        "",
        Decimal(quality_weight),
        Kind.GROUP,
        children=(clinical, workforce),
        minimum=Decimal(30),
    )
    price = Criterion("price", "", Decimal(100 - quality_weight), Kind.PRICE)
    return CriteriaTree((group, price))


TREES = st.integers(0, 100).map(tree)
MARKS = st.integers(0, 5).map(Decimal)
PRICES = st.decimals(min_value=Decimal("0.01"), max_value=Decimal("1000000"), places=2)
FIELDS = st.lists(st.tuples(MARKS, MARKS, PRICES), min_size=1, max_size=7).map(
    lambda rows: [BidInput(f"B{n}", {"clinical": c, "workforce": w}, {"price": p}) for n, (c, w, p) in enumerate(rows)]
)


@given(TREES, FIELDS, st.decimals(min_value=Decimal("0.01"), max_value=Decimal("1000"), places=2))
def test_scaling_every_price_changes_nothing(tree: CriteriaTree, bids: Sequence[BidInput], by: Decimal) -> None:
    scaled = [replace(bid, prices={"price": bid.prices["price"] * by}) for bid in bids]
    before, after = evaluate(tree, bids, RULES), evaluate(tree, scaled, RULES)
    assert [(b.id, b.rank, b.total) for b in before.bids] == [(b.id, b.rank, b.total) for b in after.bids]


@given(TREES, FIELDS)
def test_no_percentage_leaves_0_to_100_and_the_points_add_up(tree: CriteriaTree, bids: Sequence[BidInput]) -> None:
    for bid in evaluate(tree, bids).ranked:
        assert all(0 <= figures.percent <= 100 for figures in bid.figures.values())
        assert bid.total == bid.figures["quality"].weighted + bid.figures["price"].weighted
        assert bid.total == sum(bid.figures[leaf.id].weighted for leaf in tree.leaves())


@given(TREES, FIELDS.flatmap(lambda bids: st.tuples(st.just(bids), st.permutations(bids))))
def test_the_order_of_bids_does_not_matter(
    tree: CriteriaTree, orders: tuple[Sequence[BidInput], Sequence[BidInput]]
) -> None:
    one, other = orders
    assert evaluate(tree, one, RULES).as_data() == evaluate(tree, other, RULES).as_data()


@given(TREES, FIELDS, PRICES)
def test_adding_an_eliminated_bid_changes_nothing_for_the_others(
    tree: CriteriaTree, bids: Sequence[BidInput], price: Decimal
) -> None:
    hopeless = BidInput("Z", {"clinical": Decimal(1), "workforce": Decimal(0)}, {"price": price})
    before, after = evaluate(tree, bids, RULES), evaluate(tree, [hopeless, *bids], RULES)
    assert after.find("Z") in after.eliminated
    assert [bid for bid in after.bids if bid.id != "Z"] == list(before.bids)
    assert after.ties == before.ties


@given(TREES, FIELDS)
def test_ranks_follow_totals_and_the_lowest_price_earns_everything(
    tree: CriteriaTree, bids: Sequence[BidInput]
) -> None:
    ranked = evaluate(tree, bids).ranked
    for better, worse in zip(ranked, ranked[1:], strict=False):
        assert (better.rank == worse.rank) == (better.total == worse.total)
        assert (better.total or 0) >= (worse.total or 0)
    prices = {bid.id: bid.prices["price"] for bid in bids}
    for bid in ranked:
        is_lowest = prices[bid.id] == min(prices[each.id] for each in ranked)
        assert (bid.figures["price"].percent == 100) == is_lowest
