"""Low prices are found exactly, said in figures, and nothing is decided before a bidder had its chance."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.errors import InvalidInput
from assurance.domain.evaluation.abnormal import Threshold, check_due, is_late, low_prices, may_decide

NOW = datetime(2025, 7, 17, 9, 0, tzinfo=UTC)
PRICES = st.dictionaries(
    st.sampled_from("abcdef"), st.integers(1, 10**12).map(lambda pence: Decimal(pence) / 100), min_size=1
)


def found(threshold: Threshold, **prices: str) -> dict[str, tuple[str, ...]]:
    return low_prices({bid: Decimal(price) for bid, price in prices.items()}, threshold)


def test_exactly_the_threshold_is_not_below_it_and_a_penny_less_is() -> None:
    assert found(Threshold(10), a="90", b="110") == {}
    low = found(Threshold(10), a="89.99", b="110.01")
    assert low == {"a": ("£89.99 is 10.01% below £100, the mean of the 2 bids still in; more than 10% is looked into",)}


def test_a_figure_that_would_round_to_the_threshold_says_that_it_is_over() -> None:
    low = found(Threshold(10), a="899999.99", b="1100000.01")
    assert low["a"][0].startswith("£899,999.99 is just over 10% below £1,000,000,")


def test_the_budget_is_a_second_measure_and_needs_no_other_bid() -> None:
    assert found(Threshold(10), a="70") == {}
    assert found(Threshold(10, Decimal(100)), a="70") == {}
    low = found(Threshold(10, Decimal(100)), a="69")
    assert low == {"a": ("£69 is 69% of the budget of £100 for the whole term; less than 70% is looked into",)}


def test_no_bids_are_not_low() -> None:
    assert low_prices({}, Threshold(10, Decimal(100))) == {}


@given(PRICES, st.integers(1, 90))
def test_a_bid_is_flagged_exactly_when_it_lies_below_the_share_of_the_mean(
    prices: dict[str, Decimal], percent: int
) -> None:
    floor = sum(map(Fraction, prices.values())) / len(prices) * (100 - percent) / 100
    assert set(low_prices(prices, Threshold(percent))) == {bid for bid in prices if Fraction(prices[bid]) < floor}


@given(PRICES, st.integers(2, 1000))
def test_pence_or_pounds_flag_the_same_bids(prices: dict[str, Decimal], factor: int) -> None:
    larger = {bid: price * factor for bid, price in prices.items()}
    assert set(low_prices(larger, Threshold(10))) == set(low_prices(prices, Threshold(10)))


@pytest.mark.parametrize(
    ("due", "said"),
    [
        (NOW, "must be due in the future"),
        (NOW - timedelta(days=1), "must be due in the future"),
        (NOW + timedelta(days=1), "at least 2 working days: Monday 21 July 2025"),
        (NOW + timedelta(days=3), "at least 2 working days: Monday 21 July 2025"),
        (NOW + timedelta(days=61), "within 60 days"),
    ],
)
def test_a_bidder_gets_working_days_to_answer_and_not_for_ever(due: datetime, said: str) -> None:
    with pytest.raises(InvalidInput, match=said) as refused:
        check_due(due, NOW)
    assert refused.value.field == "due_on"


def test_a_thursdays_question_may_be_due_on_monday() -> None:
    check_due(NOW + timedelta(days=4), NOW)


def test_a_decision_waits_for_the_answer_or_its_time() -> None:
    due = NOW + timedelta(days=5)
    assert not may_decide(answered=False, due=due, now=due - timedelta(seconds=1))
    assert may_decide(answered=False, due=due, now=due)
    assert may_decide(answered=True, due=due, now=NOW)


def test_an_answer_at_the_moment_it_is_due_is_late() -> None:
    assert is_late(NOW, NOW)
    assert not is_late(NOW - timedelta(seconds=1), NOW)
    assert not is_late(None, NOW)
