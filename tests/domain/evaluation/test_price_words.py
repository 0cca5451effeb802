"""Every published formula is written out with the numbers of the bid in it."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal

import pytest

from assurance.domain.evaluation.price_words import price_working
from assurance.domain.evaluation.pricing import FORMULAS

FIELD = [Decimal(40), Decimal(44), Decimal(50)]
BAND = {"min": Decimal(35), "max": Decimal(55)}
OPTIMAL = {"optimal": Decimal(35), "max": Decimal(55)}
WRITTEN: Mapping[str, tuple[dict[str, Decimal], str]] = {
    "lowest-over-price": ({}, "100 × £40 ÷ £44"),
    "linear-above-lowest": ({}, "100 × (1 − (£44 − £40) ÷ £40)"),
    "range": ({}, "100 × (£50 − £44) ÷ (£50 − £40)"),
    "absolute-band": (BAND, "100 × (£55 − £44) ÷ (£55 − £35)"),
    "optimal-price": (OPTIMAL, "100 × (£55 − £44) ÷ (£55 − £35)"),
    "logarithmic": ({}, "100 × (1 − ln(£44 ÷ £40) ÷ ln 2)"),
    "mean": ({}, "50 − 1 × 100 × (£44 − £44.67) ÷ £44.67"),
    "standard-deviation": ({}, "50 − 25 × (£44 − £44.67) ÷ £5.03"),
}


@pytest.mark.parametrize("name", FORMULAS)
def test_the_numbers_of_the_bid_stand_in_the_formula(name: str) -> None:
    parameters, words = WRITTEN[name]
    assert price_working(name, Decimal(44), FIELD, parameters) == words


@pytest.mark.parametrize("name", sorted(set(FORMULAS) - {"lowest-over-price", "range", "mean", "standard-deviation"}))
def test_a_figure_that_is_cut_off_says_so(name: str) -> None:
    parameters, _ = WRITTEN[name]
    assert price_working(name, Decimal(120), [*FIELD, Decimal(120)], parameters).endswith(
        "which is below zero and counts as"
    )
    if parameters:
        assert price_working(name, Decimal(30), FIELD, parameters).endswith("which is above 100 and counts as")


def test_equal_prices_divide_by_nothing() -> None:
    for name in FORMULAS:
        assert price_working(name, Decimal(40), [Decimal(40)], WRITTEN[name][0])
