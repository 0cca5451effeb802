"""Who wins at which weight of quality: published and hand-worked figures, and what must hold for any evaluation."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from assurance.domain.evaluation.criteria import CriteriaTree
from assurance.domain.evaluation.document import Evaluation
from assurance.domain.evaluation.sensitivity.weights import QualityWeight, quality_weight
from tests.domain.evaluation.sensitivity.cases import firms, small, three


def ranges_of(evaluation: Evaluation) -> QualityWeight:
    found = quality_weight(evaluation, evaluation.result())
    assert found is not None
    return found


def test_the_four_firms_change_places_where_the_published_example_says() -> None:
    found = ranges_of(firms())
    assert [each.leaders for each in found.ranges] == [("D",), ("B",), ("C",)]
    assert [round(float(each.low), 3) for each in found.ranges] == [0, 38.393, 83.053]
    assert found.ranges[1].low == Fraction(100) * _crossing("D", "B")
    assert found.ranges[-1].high == 100


def _crossing(one: str, other: str) -> Fraction:
    """Where the lines of two firms cross, worked directly from their marks and prices."""
    marks, prices = {"B": 126, "D": 117}, {"B": 10_350, "D": 9_900}
    quality = {key: Fraction(mark, 129) for key, mark in marks.items()}
    price = {key: Fraction(9_900, amount) for key, amount in prices.items()}
    gap = price[one] - price[other]
    return gap / (gap + quality[other] - quality[one])


def test_a_change_of_three_points_flips_the_four_firms() -> None:
    nearest = ranges_of(firms()).nearest
    assert nearest is not None
    assert (round(float(nearest.change), 1), nearest.leaders) == (3.1, ("C",))


def test_the_nearest_change_can_lie_below() -> None:
    nearest = ranges_of(firms(40)).nearest
    assert nearest is not None
    assert (round(float(nearest.change), 2), nearest.leaders) == (-1.61, ("D",))


def test_a_bid_that_is_best_at_everything_wins_everywhere() -> None:
    evaluation = three()
    best = replace(evaluation.bids[2], prices={"price": Decimal(1)})
    found = ranges_of(replace(evaluation, bids=(*evaluation.bids[:2], best)))
    assert [(each.low, each.high, each.leaders) for each in found.ranges] == [(0, 100, ("C",))]
    assert found.nearest is None


def test_equal_bids_share_every_weight_unless_a_rule_separates_them() -> None:
    evaluation = three()
    twin = replace(evaluation.bids[2], id="Z")
    both = replace(evaluation, bids=(evaluation.bids[2], twin))
    assert [each.leaders for each in ranges_of(both).ranges] == [("C", "Z")]


def test_without_price_the_question_has_no_meaning() -> None:
    evaluation = three()
    quality = replace(evaluation.tree.criteria[0], weight=Decimal(100))
    bids = tuple(replace(bid, prices={}) for bid in evaluation.bids)
    only = replace(evaluation, tree=CriteriaTree((quality,)), bids=bids)
    assert quality_weight(only, only.result()) is None


@given(small(), st.integers(1, 99))
@settings(max_examples=150, deadline=None)
def test_the_ranges_name_the_winner_of_the_evaluation_itself_at_any_weight(evaluation: Evaluation, at: int) -> None:
    quality, price, legal = evaluation.tree.criteria
    tree = CriteriaTree((replace(quality, weight=Decimal(at)), replace(price, weight=Decimal(100 - at)), legal))
    other = replace(evaluation, tree=tree).result()
    assume(evaluation.result().ranked)
    found = ranges_of(evaluation)
    here = [each.leaders for each in found.ranges if each.low < at < each.high]
    assume(here)
    assert here == [other.leaders]


@given(small())
@settings(max_examples=100, deadline=None)
def test_the_ranges_cover_everything_once_and_hold_the_published_winner(evaluation: Evaluation) -> None:
    result = evaluation.result()
    assume(result.ranked)
    found = ranges_of(evaluation)
    assert (found.ranges[0].low, found.ranges[-1].high) == (0, 100)
    for one, two in zip(found.ranges, found.ranges[1:], strict=False):
        assert one.high == two.low
        assert one.low < one.high
        assert one.leaders != two.leaders
    inside = [each.leaders for each in found.ranges if each.low < found.published < each.high]
    assert inside in ([], [result.leaders])
