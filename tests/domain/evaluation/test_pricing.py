from __future__ import annotations

from fractions import Fraction

import pytest

from assurance.domain.errors import InvalidInput
from assurance.domain.evaluation.pricing import DEFAULT_FORMULA, FORMULAS, price_percent


@pytest.mark.parametrize(
    ("price", "expected"),
    [(15, Fraction(200, 3)), (10, Fraction(100)), (30, Fraction(100, 3))],
)
def test_lowest_over_price_worked_example(price: int, expected: Fraction) -> None:
    """The published example: £15k, £10k and £30k earn 0.667, 1 and 0.333."""
    field = [Fraction(15), Fraction(10), Fraction(30)]
    assert price_percent("lowest-over-price", Fraction(price), field) == expected


@pytest.mark.parametrize(("price", "field"), [(0, [0, 5]), (-5, [-5, 5]), (5, [5, 0])])
def test_a_price_not_above_zero_is_refused(price: int, field: list[int]) -> None:
    with pytest.raises(InvalidInput, match="above zero"):
        price_percent("lowest-over-price", Fraction(price), [Fraction(each) for each in field])


def test_an_unknown_formula_is_refused() -> None:
    with pytest.raises(InvalidInput, match="no price formula"):
        price_percent("dearest", Fraction(5), [Fraction(5)])


def test_every_formula_names_its_source() -> None:
    assert DEFAULT_FORMULA in FORMULAS
    assert all(formula.label and formula.source for formula in FORMULAS.values())
    assert all(key == formula.name for key, formula in FORMULAS.items())
