"""The value of a contract splits without losing a penny, and the turnover test finds without deciding."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assurance.domain.provision.value import ContractValue, turnover_finding


def test_the_northamptonshire_musculoskeletal_budget_over_five_years() -> None:
    value = ContractValue(annual=Decimal(50_717_000), years=5, outcome_share_percent=30)
    assert (value.total, value.on_outcomes, value.paid_anyway) == (
        Decimal(253_585_000),
        Decimal("76075500.00"),
        Decimal("177509500.00"),
    )


def test_the_parts_always_make_the_whole() -> None:
    value = ContractValue(annual=Decimal("0.01"), years=1, outcome_share_percent=50)
    assert (value.on_outcomes, value.paid_anyway) == (Decimal("0.01"), Decimal("0.00"))


@pytest.mark.parametrize(
    ("turnover", "found"),
    [
        (Decimal(20_000_000), ""),
        (
            Decimal("19999999.99"),
            "The turnover of £19,999,999.99 is less than twice the expected yearly value of £10,000,000",
        ),
        (None, "No turnover is given"),
    ],
)
def test_a_turnover_of_twice_the_yearly_value_is_enough(turnover: Decimal | None, found: str) -> None:
    assert turnover_finding(turnover, Decimal(10_000_000)) == found


def test_without_a_budget_the_test_says_so() -> None:
    assert "no budget" in turnover_finding(Decimal(1), Decimal(0))
