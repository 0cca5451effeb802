"""What holds for any dummy bids: the unit of money says nothing, and an upset that is reported can be repeated."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given, settings
from hypothesis import strategies as st

from assurance.domain.evaluation.wind_tunnel import DummyBid, try_criteria
from assurance.domain.evaluation.wind_tunnel.dummies import dummy_faults
from assurance.domain.evaluation.wind_tunnel.extra_bid import EXTRA, with_extra
from tests.domain.evaluation.wind_tunnel.cases import bids, criteria

PAIRS = st.lists(st.tuples(st.integers(10, 99), st.integers(1, 100)), min_size=2, max_size=4)
FORMULAS = st.sampled_from(
    ["lowest-over-price", "linear-above-lowest", "range", "logarithmic", "mean", "standard-deviation"]
)
UNTOUCHED = {"one-pound", "exchange", "price-margin", "range-used", "middle"}
"""Findings that name amounts of money, or compare prices with one pound."""


@given(PAIRS, FORMULAS, st.sampled_from([40, 60, 80]))
@settings(max_examples=25, deadline=None)
def test_ten_times_the_prices_change_no_finding_of_a_formula_that_compares(
    pairs: list[tuple[int, int]], formula: str, quality: int
) -> None:
    small = try_criteria(criteria(quality, formula), bids(*pairs))
    large = try_criteria(criteria(quality, formula), bids(*pairs, unit=10_000_000))
    assert [each.places for each in small.orders] == [each.places for each in large.orders]
    assert {each.code: each.severity for each in small.findings if each.code != "one-pound"} == {
        each.code: each.severity for each in large.findings if each.code != "one-pound"
    }
    without = [each for each in small.findings if each.code not in UNTOUCHED | {"extra"}]
    assert without == [each for each in large.findings if each.code not in UNTOUCHED | {"extra"}]


@given(PAIRS, st.sampled_from([30, 50, 70]))
@settings(max_examples=25, deadline=None)
def test_an_upset_that_is_reported_is_one(pairs: list[tuple[int, int]], quality: int) -> None:
    trial = try_criteria(criteria(quality), bids(*pairs))
    for own, search in zip(trial.orders, trial.searches, strict=True):
        if search.upset is None:
            continue
        after = with_extra(own.variation.evaluation, search.upset.prices, search.upset.quality).result()
        assert after.leaders == search.upset.after != own.leaders
        assert EXTRA not in after.leaders


def test_every_fault_of_a_dummy_bid_is_named_at_its_place() -> None:
    tree = criteria(70).tree
    given_bids = [
        DummyBid("", {}, Decimal(101)),
        DummyBid("B", {"price": Decimal(0)}, marks={"clinical": Decimal(6)}),
        DummyBid("b", {"price": Decimal(5)}, Decimal(50)),
    ]
    assert [each.path for each in dummy_faults(tree, given_bids)] == [
        "bids[0].name", "bids[0].prices.price", "bids[0].quality",
        "bids[1].prices.price", "bids[1].marks.clinical", "bids[1].marks.workforce", "bids[2].name",
    ]  # fmt: skip
    assert [each.path for each in dummy_faults(tree, [])] == ["bids"]
    too_many = bids(*[(10 + n, 50) for n in range(12)]) + [DummyBid("M", {"price": Decimal(5)}, Decimal(50))]
    assert [each.path for each in dummy_faults(tree, too_many)] == ["bids"]
