"""A price and its years agree to the penny, or every cell that is wrong is named."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from assurance.domain.errors import InvalidInput
from assurance.domain.provision.price_schedule import checked_schedule, schedule_faults

pennies = st.integers(1, 10**11).map(lambda pence: Decimal(pence) / 100)
terms = st.lists(pennies, min_size=1, max_size=20)


def at(*faults: tuple[Decimal | None, list[Decimal | None], int]) -> list[list[str]]:
    return [[fault.path for fault in schedule_faults(*each)] for each in faults]


@given(terms)
def test_years_that_come_to_the_price_are_taken_as_they_are(years: list[Decimal]) -> None:
    price = sum(years, Decimal(0))
    assert checked_schedule(price, years, len(years)) == (price, tuple(years))


@given(terms, st.integers(-10_000, 10_000).filter(bool))
def test_one_penny_apart_is_refused_at_the_price_and_says_by_how_much(years: list[Decimal], pence: int) -> None:
    price = sum(years, Decimal(0)) + Decimal(pence) / 100
    assume(price > 0)
    (fault,) = schedule_faults(price, years, len(years))
    assert fault.path == "amount"
    assert ("less than the price" in fault.message) == (pence > 0)


def test_the_difference_is_told_in_pounds() -> None:
    (fault,) = schedule_faults(Decimal(100), [Decimal(50), Decimal("50.01")], 2)
    assert fault.message.startswith("The years come to £100.01, which is £0.01 more than the price")


@pytest.mark.parametrize("wrong", [None, Decimal(0), Decimal(-1), Decimal("0.001"), Decimal("NaN"), Decimal(10) ** 12])
def test_each_cell_that_is_no_price_is_named_and_the_sum_waits(wrong: Decimal | None) -> None:
    one = Decimal(1)
    assert at((wrong, [one, wrong, one], 3), (one, [wrong, one], 2)) == [["amount", "year_2"], ["year_1"]]


@pytest.mark.parametrize("count", [0, 2, 4])
def test_every_year_of_the_term_has_its_price(count: int) -> None:
    with pytest.raises(InvalidInput, match="3 years"):
        checked_schedule(Decimal(count or 1), [Decimal(1)] * count, 3)
