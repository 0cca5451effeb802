"""The envelope of each contract year: exact, compounding, and the same as the budget where nothing is said."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.errors import InvalidInput
from assurance.domain.provision.envelope import Terms, check_terms, envelopes
from assurance.domain.provision.value import ContractValue

MSK = Decimal(50_717_000)
"""Musculoskeletal care in Northamptonshire, 2008-09 (founding document 000)."""
POUNDS = st.decimals(min_value=1, max_value=10**9, places=2)
GROWTH = st.lists(st.decimals(min_value=-50, max_value=50, places=2), max_size=8).map(tuple)


def test_without_terms_every_year_is_the_budget() -> None:
    found = envelopes(Terms(MSK), 3)
    assert [(each.number, each.total, each.growth, each.per_head) for each in found] == [
        (1, MSK, 0, None),
        (2, MSK, 0, None),
        (3, MSK, 0, None),
    ]


def test_growth_compounds_and_social_care_grows_with_it() -> None:
    terms = Terms(MSK, Decimal(2_000_000), 700_000, growth=(Decimal(-2), Decimal(1)))
    first, second, third = envelopes(terms, 3)
    assert (first.health, first.social) == (Decimal("49702660.00"), Decimal("1960000.00"))
    assert (second.health, second.social) == (Decimal("50199686.60"), Decimal("1979600.00"))
    assert third.total == second.total, "a year without growth is as the one before it"
    assert first.social_percent == Decimal("3.79")
    assert first.per_head == Decimal("73.80")


def test_a_rate_by_head_takes_the_place_of_the_categories() -> None:
    by_head = envelopes(Terms(MSK, population=700_000, rate_per_head=Decimal("72.45")), 1)[0]
    assert by_head.health == Decimal(50_715_000)
    assert envelopes(Terms(MSK, rate_per_head=Decimal("72.45")), 1)[0].health == MSK, "nobody said how many people"


def test_no_budget_is_no_envelope() -> None:
    assert envelopes(Terms(Decimal(0), population=700_000), 5) == ()


@given(POUNDS, POUNDS, GROWTH, st.integers(min_value=1, max_value=8))
def test_each_year_is_within_half_a_penny_of_the_exact_amount(
    health: Decimal, social: Decimal, growth: tuple[Decimal, ...], years: int
) -> None:
    exact = Fraction(1)
    for each in envelopes(Terms(health, social, growth=growth), years):
        exact *= 1 + Fraction(each.growth) / 100
        assert abs(Fraction(each.health) - Fraction(health) * exact) <= Fraction(1, 200)
        assert abs(Fraction(each.social) - Fraction(social) * exact) <= Fraction(1, 200)
        assert each.total == each.health + each.social


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"growth": (Decimal(51),)}, "growth_1"),
        ({"growth": (Decimal(1), Decimal("0.001"))}, "growth_2"),
        ({"growth": (Decimal(1),) * 4}, "growth"),
        ({"rate_per_head": Decimal(70), "population": None}, "rate_per_head"),
        ({"rate_per_head": Decimal(0)}, "rate_per_head"),
        ({"social": Decimal(10) ** 13}, "social_amount"),
    ],
)
def test_a_figure_that_cannot_be_meant_is_refused_at_its_field(changes: dict[str, object], field: str) -> None:
    terms = Terms(MSK, population=700_000)
    check_terms(terms, 3)
    with pytest.raises(InvalidInput) as refused:
        check_terms(replace(terms, **changes), 3)  # type: ignore[arg-type]  # reason: wrong on purpose
    assert refused.value.field == field


def test_the_value_of_a_contract_adds_the_years_up() -> None:
    value = ContractValue(Decimal(100), 3, 30, (Decimal(100), Decimal(110), Decimal(121)))
    assert (value.total, value.on_outcomes, value.paid_anyway) == (331, Decimal("99.30"), Decimal("231.70"))
    assert value.a_year == "£100 in the first year, £121 in the last"
    assert ContractValue(Decimal(100), 3, 30).a_year == "£100 a year"
