from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.contracts.payment_form import read_payment
from assurance.domain.contracts.payments import payment
from assurance.domain.contracts.risk_share import Band, Corridor, Split
from assurance.domain.faults import FaultsFound

FORTY_MILLION = Fraction(40_000_000)
CORRIDOR = Corridor((Band(Decimal("0.02"), Decimal(1)), Band(Decimal("0.05"), Decimal("0.5"))))
BANDS: list[dict[str, Any]] = [{"up_to": "0.02", "provider_share": 1}, {"up_to": "0.05", "provider_share": "0.5"}]


def with_gain_share(**given: Any) -> dict[str, Any]:
    indicator = {"id": "data", "weight": 1, "rule": "pass-fail", "target": 95, "actual": 97}
    terms = {"expected": 40_000_000, "actual": 41_600_000} | given
    return {
        "format": "assurance-payment/1", "contract_value": 40_000_000, "outcome_share": "0.3",
        "indicators": [indicator], "gain_share": terms,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("deviation", "provider"), [(-1_600_000, -1_200_000), (-3_000_000, -1_400_000), (1_200_000, 1_000_000)]
)
def test_the_worked_corridor_of_forty_million(deviation: int, provider: int) -> None:
    assert CORRIDOR.of_provider(Fraction(deviation), FORTY_MILLION) == provider
    assert CORRIDOR.largest_loss(FORTY_MILLION) == 1_400_000


def test_a_document_tells_the_pool_its_split_and_the_most_that_can_be_lost() -> None:
    result = payment(read_payment(with_gain_share(bands=BANDS, beyond=0))).as_data()["gain_share"]
    assert result == {
        "pool": "-1600000",
        "split": {"provider": "-1200000", "commissioner": "-400000"},
        "provider_maximum_loss": "1400000",
    }


def test_a_split_is_by_name_and_says_nothing_of_a_largest_loss() -> None:
    shares = {"commissioner": "0.4", "lead_provider": "0.35", "others": "0.25"}
    result = payment(read_payment(with_gain_share(shares=shares, actual=39_000_000))).as_data()["gain_share"]
    assert result == {
        "pool": "1000000", "split": {"commissioner": "400000", "lead_provider": "350000", "others": "250000"},
    }  # fmt: skip


def test_what_lies_beyond_the_bands_without_end_has_no_largest_loss() -> None:
    result = payment(read_payment(with_gain_share(bands=BANDS, beyond="0.1"))).as_data()["gain_share"]
    assert result["provider_maximum_loss"] is None


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ({"bands": BANDS, "shares": {"commissioner": 1}}, "gain_share: give either the bands or the shares"),
        ({"bands": []}, "gain_share.bands: must be a list with at least one entry"),
        ({"bands": BANDS, "beyond": 2}, "gain_share.beyond: must be between 0 and 1"),
        ({"bands": BANDS[::-1]}, "gain_share.bands[1].up_to: each band must end further out than the one before"),
        ({"shares": {"commissioner": "0.4"}}, "gain_share.shares: the shares sum to 0.4, not 1"),
        ({"shares": {"commissioner": 1}, "beyond": 0}, "gain_share.beyond: belongs to bands; shares are of the whole"),
        ({"bands": BANDS, "expected": 0}, "gain_share.expected: must be above zero"),
        ({"bands": BANDS, "actual": -1}, "gain_share.actual: must not be negative"),
        ({"shares": [1]}, "gain_share.shares: must be an object"),
    ],
)  # fmt: skip
def test_each_fault_is_told_at_its_path(given: dict[str, Any], expected: str) -> None:
    with pytest.raises(FaultsFound) as refusal:
        read_payment(with_gain_share(**given))
    assert expected in [str(fault) for fault in refusal.value.faults]


fractions = st.decimals(0, 1, places=3)


@st.composite
def corridors(draw: st.DrawFn) -> Corridor:
    ends = sorted(set(draw(st.lists(st.decimals("0.001", 1, places=3), min_size=1, max_size=4))))
    return Corridor(tuple(Band(end, draw(fractions)) for end in ends), draw(fractions))


@given(corridors(), st.integers(-(10**9), 10**9), st.integers(1, 10**9))
def test_both_parties_share_the_whole_and_nobody_takes_more(corridor: Corridor, deviation: int, expected: int) -> None:
    parts = corridor.split(Fraction(deviation), Fraction(expected))
    assert sum(parts.values()) == deviation
    assert all(min(0, deviation) <= part <= max(0, deviation) for part in parts.values())


@given(corridors(), st.integers(0, 10**9), st.integers(0, 10**6), st.integers(1, 10**9))
def test_more_is_never_shared_as_less_and_loss_mirrors_gain(
    corridor: Corridor, deviation: int, more: int, expected: int
) -> None:
    smaller = corridor.of_provider(Fraction(deviation), Fraction(expected))
    assert corridor.of_provider(Fraction(deviation + more), Fraction(expected)) >= smaller
    assert corridor.of_provider(Fraction(-deviation), Fraction(expected)) == -smaller


@given(corridors(), st.integers(-(10**9), 10**9), st.integers(1, 10**9))
def test_no_loss_is_larger_than_the_largest(corridor: Corridor, deviation: int, expected: int) -> None:
    bounded = Corridor(corridor.bands)
    largest = bounded.largest_loss(Fraction(expected))
    assert largest is not None
    assert -largest <= bounded.of_provider(Fraction(deviation), Fraction(expected)) <= largest


@given(st.integers(-(10**9), 10**9))
def test_a_split_shares_the_whole(deviation: int) -> None:
    split = Split((("commissioner", Decimal("0.4")), ("lead_provider", Decimal("0.35")), ("others", Decimal("0.25"))))
    assert sum(split.split(Fraction(deviation), FORTY_MILLION).values()) == deviation
    assert split.of_provider(Fraction(deviation), FORTY_MILLION) == Fraction(deviation) * Fraction(6, 10)
