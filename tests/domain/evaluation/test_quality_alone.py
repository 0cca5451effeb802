"""What quality earns does not depend on any price, and is what the ranking says it earned."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.evaluation.bids import BidInput
from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind
from assurance.domain.evaluation.quality_alone import quality_alone
from assurance.domain.evaluation.ranking import evaluate

CARE = Criterion("care", "Care", Decimal(60), Kind.SCORED, scale=5, minimum=Decimal(2))
STAFF = Criterion("staff", "Staff", Decimal(40), Kind.SCORED, scale=5, normalise="highest")
TREE = CriteriaTree(
    (
        Criterion("quality", "Quality", Decimal(70), Kind.GROUP, children=(CARE, STAFF)),
        Criterion("price", "Price", Decimal(30), Kind.PRICE),
    )
)
MARKS = st.integers(0, 5).map(Decimal)
BIDS = st.lists(st.tuples(MARKS, MARKS, st.integers(1, 10**9).map(Decimal)), min_size=1, max_size=5).map(
    lambda rows: tuple(
        BidInput(f"b{number}", {"care": care, "staff": staff}, {"price": price})
        for number, (care, staff, price) in enumerate(rows)
    )
)


@given(BIDS)
def test_quality_alone_is_the_quality_of_the_ranking(bids: tuple[BidInput, ...]) -> None:
    alone = quality_alone(TREE, tuple(replace(bid, prices={}) for bid in bids))
    ranked = evaluate(TREE, bids)
    assert {bid.id: bid.figures["quality"].weighted for bid in ranked.ranked} == alone.points
    assert {bid.id for bid in ranked.eliminated} == {bid.id for bid in alone.result.eliminated}


def test_bids_stand_by_quality_and_below_a_minimum_not_at_all() -> None:
    bids = [
        BidInput(name, {"care": Decimal(care), "staff": Decimal(5)}) for name, care in (("a", 2), ("b", 5), ("c", 1))
    ]
    alone = quality_alone(TREE, bids)
    assert [bid.id for bid in alone.ordered] == ["b", "a"]
    assert [bid.id for bid in alone.result.eliminated] == ["c"]
    assert (alone.points["b"], alone.of) == (Fraction(70), Fraction(70))


def test_a_minimum_on_a_group_with_an_absolute_price_waits_for_the_price() -> None:
    band = Criterion(
        "cost", "Cost", Decimal(40), Kind.PRICE, price_formula="absolute-band",
        price_parameters={"min": Decimal(10), "max": Decimal(20)},
    )  # fmt: skip
    offer = Criterion("offer", "Offer", Decimal(100), Kind.GROUP, children=(CARE, band), minimum=Decimal(99))
    alone = quality_alone(CriteriaTree((offer,)), [BidInput("a", {"care": Decimal(3)})])
    assert [bid.id for bid in alone.ordered] == ["a"]
