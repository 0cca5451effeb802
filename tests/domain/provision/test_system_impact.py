from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.provision.system_impact import Effect, Flow, Incumbent, effects, flow_faults, unstated

TRUST = Incumbent("I-1", "Westmere Trust", Decimal(20_000_000), Decimal(1_500_000), "Trauma rota")
OTHER = Incumbent("I-2", "Community Care", Decimal(4_000_000), Decimal(-200_000))


def flow(displaced: int, stranded: int, mitigation: int = 0, words: str = "Agreed", incumbent: str = "I-1") -> Flow:
    return Flow(incumbent, Decimal(displaced), Decimal(stranded), Decimal(mitigation), words)


def test_the_result_falls_by_what_is_stranded_and_not_by_what_is_displaced() -> None:
    effect = Effect(TRUST, flow(8_000_000, 2_400_000))
    assert (effect.net, effect.result_after) == (Decimal(-2_400_000), Decimal(-900_000))
    assert effect.shortfall == Decimal(900_000)
    assert effect.is_unmitigated_deficit


def test_what_is_made_good_takes_the_deficit_away() -> None:
    assert Effect(TRUST, flow(8_000_000, 2_400_000, 900_000)).is_unmitigated_deficit is False
    assert Effect(TRUST, flow(8_000_000, 2_400_000, 899_999)).shortfall == Decimal(1)


def test_an_old_deficit_counts_only_as_far_as_this_bid_deepens_it() -> None:
    assert not Effect(OTHER, flow(0, 0)).is_unmitigated_deficit
    assert Effect(OTHER, flow(300_000, 50_000)).shortfall == Decimal(50_000)


def test_the_flows_of_a_bid_stand_in_the_order_of_the_incumbents_and_what_is_not_stated_is_named() -> None:
    given_flows = [flow(1, 0, incumbent="I-2"), flow(2, 0)]
    assert [each.flow.displaced for each in effects([TRUST, OTHER], given_flows)] == [2, 1]
    assert unstated([TRUST, OTHER], [flow(1, 0)]) == ("Community Care",)
    assert unstated([TRUST, OTHER], given_flows) == ()


@pytest.mark.parametrize(
    ("wrong", "field"),
    [
        (flow(20_000_001, 0), "displaced"),
        (flow(-1, 0), "displaced"),
        (flow(5, 6), "stranded"),
        (flow(5, 4, 5), "mitigation"),
        (flow(5, 4, 3, words=" "), "words"),
        (flow(5, 0, 0, words=""), "words"),  # services depend on it
    ],
)
def test_what_cannot_be_is_told_at_its_field(wrong: Flow, field: str) -> None:
    assert field in [fault.path for fault in flow_faults(TRUST, wrong)]


def test_a_flow_that_holds_together_has_no_fault() -> None:
    assert not list(flow_faults(TRUST, flow(20_000_000, 2_400_000, 2_400_000)))
    assert not list(flow_faults(OTHER, flow(5, 4, words="", incumbent="I-2")))


amounts = st.integers(0, 10**9).map(Decimal)


@given(st.integers(-(10**9), 10**9).map(Decimal), amounts, amounts)
def test_more_made_good_never_makes_anybody_worse_off(result: Decimal, stranded: Decimal, more: Decimal) -> None:
    incumbent = Incumbent("I-1", "Trust", Decimal(10**10), result)
    less = Effect(incumbent, Flow("I-1", stranded, stranded, Decimal(0)))
    better = Effect(incumbent, Flow("I-1", stranded, stranded, min(more, stranded)))
    assert better.result_after >= less.result_after
    assert Decimal(0) <= better.shortfall <= less.shortfall <= stranded
    assert not Effect(incumbent, Flow("I-1", stranded, stranded, stranded)).is_unmitigated_deficit
