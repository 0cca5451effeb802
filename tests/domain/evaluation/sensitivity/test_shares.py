"""Random weights: the shares are those of a distribution known in closed form, and the floats agree with the result."""

from __future__ import annotations

import time
import tracemalloc
from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given, settings

from assurance.domain.evaluation.document import Evaluation
from assurance.domain.evaluation.sensitivity.shares import Shares, random_weights, totals_as_published
from tests.domain.evaluation.sensitivity.cases import firms, large, small, three


def drawn(evaluation: Evaluation, draws: int = 2000, seed: int = 7) -> Shares:
    found = random_weights(evaluation, evaluation.result(), draws=draws, seed=seed)
    assert found is not None
    return found


def test_with_two_weights_the_shares_are_the_lengths_of_the_ranges() -> None:
    # One free weight, drawn evenly from 0 to 1: D wins below 0.38393, B up to 0.83053, C beyond.
    shares = drawn(firms(), draws=200_000).wins
    assert [round(float(shares[bid]), 2) for bid in "DBC"] == [0.38, 0.45, 0.17]
    assert float(shares["B"]) == pytest.approx(0.83053 - 0.38393, abs=0.005)
    assert shares["A"] == 0


def test_level_bids_share_their_draws() -> None:
    evaluation = three()
    twin = replace(evaluation.bids[2], id="Z")
    shares = drawn(replace(evaluation, bids=(evaluation.bids[2], twin))).wins
    assert shares == {"C": Fraction(1, 2), "Z": Fraction(1, 2)}


def test_the_same_seed_gives_the_same_and_another_gives_another() -> None:
    assert drawn(firms(), seed=1) == drawn(firms(), seed=1)
    assert drawn(firms(), seed=1).wins != drawn(firms(), seed=2).wins


def test_a_group_that_is_normalised_is_normalised_in_every_draw() -> None:
    # Within a group normalised min-max the better bid has 100 and the other 0, whatever the weights below it are.
    evaluation = large(bids=2, groups=1, each=2, seed=3, normalise="min-max")
    a, b = (replace(bid, prices={"price": Decimal(100)}) for bid in evaluation.bids)
    a = replace(a, scores={"g0c0": Decimal(5), "g0c1": Decimal(2)})
    b = replace(b, scores={"g0c0": Decimal(3), "g0c1": Decimal(3)})
    # A is better where 5w + 2(1 - w) > 3: for every w above one third.
    shares = drawn(replace(evaluation, bids=(a, b)), draws=100_000).wins
    assert float(shares[a.id]) == pytest.approx(2 / 3, abs=0.005)


@given(small())
@settings(max_examples=100, deadline=None)
def test_the_shares_add_up_to_one_and_leave_out_those_who_are_out(evaluation: Evaluation) -> None:
    result = evaluation.result()
    found = random_weights(evaluation, result, draws=200, seed=1)
    if found is None:
        assert not result.ranked
    else:
        assert set(found.wins) == set(result.ranking)
        assert sum(found.wins.values()) == 1


@given(small())
@settings(max_examples=150, deadline=None)
def test_the_floats_give_the_exact_totals_at_the_published_weights(evaluation: Evaluation) -> None:
    result = evaluation.result()
    if result.ranked:
        floats = totals_as_published(evaluation, result)
        assert floats == {bid.id: pytest.approx(float(bid.total or 0), abs=1e-9) for bid in result.ranked}
        most = max(floats.values())
        assert set(result.leaders) <= {bid_id for bid_id, total in floats.items() if total > most - 1e-9}


@pytest.mark.parametrize("normalise", ["", "highest"])
def test_a_hundred_thousand_draws_of_a_large_evaluation_are_quick_and_small(normalise: str) -> None:
    evaluation = large(normalise=normalise)
    result = evaluation.result()
    random_weights(evaluation, result, draws=1, seed=1)  # the library is loaded before the clock starts
    begun = time.process_time()
    shares = random_weights(evaluation, result, draws=100_000, seed=1)
    assert time.process_time() - begun < 2.5
    assert shares is not None
    assert sum(shares.wins.values()) == 1
    tracemalloc.start()
    random_weights(evaluation, result, draws=20_000, seed=1)
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 200_000_000
