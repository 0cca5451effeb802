"""Turnovers are set beside what may be required, with figures and no decision; examples are one to three."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal
from fractions import Fraction

import pytest

from assurance.domain.errors import InvalidInput
from assurance.domain.selection.standing import (
    Example,
    Requirement,
    YearTurnover,
    example_faults,
    standing_words,
    year_findings,
)

TWICE = Requirement(Decimal(10_000_000))
TODAY = date(2025, 3, 3)
EXAMPLE = Example("Alder ICB", "Community physiotherapy", date(2022, 4, 1), None, Decimal(2_000_000))


def test_each_year_is_compared_to_the_penny() -> None:
    years = [
        YearTurnover("2022/23", Decimal(20_000_000)),
        YearTurnover("2023/24", Decimal("19999999.99")),
        YearTurnover("2024/25", None),
    ]
    assert [(each.is_met, each.short_by) for each in year_findings(TWICE, years)] == [
        (True, Decimal(0)),
        (False, Decimal("0.01")),
        (False, Decimal(20_000_000)),
    ]
    assert standing_words(TWICE, years) == (
        "1 of 3 years reach £20,000,000, which is 2 times the expected yearly value of £10,000,000"
    )


def test_without_a_budget_nothing_is_tested() -> None:
    assert "cannot be tested" in standing_words(Requirement(Decimal(0)), [YearTurnover("2024/25", Decimal(1))])


@pytest.mark.parametrize("multiple", [Fraction(2), Fraction(1, 2)])
def test_up_to_twice_needs_no_reasons(multiple: Fraction) -> None:
    Requirement(Decimal(10), multiple).check()


def test_above_twice_needs_reasons_and_says_by_which_provision() -> None:
    more = Requirement(Decimal(10), Fraction(201, 100), "Too short")
    with pytest.raises(InvalidInput, match="PSR 2023 Schedule 16") as refused:
        more.check()
    assert refused.value.field == "reasons"
    replace(more, reasons="Patients’ records are held for others, at a risk insurers do not cover.").check()


def test_a_multiple_of_nothing_is_refused() -> None:
    with pytest.raises(InvalidInput, match="above zero"):
        Requirement(Decimal(10), Fraction(0)).check()


@pytest.mark.parametrize(("number", "faults"), [(0, 1), (1, 0), (3, 0), (4, 1)])
def test_one_to_three_examples(number: int, faults: int) -> None:
    assert [each.path for each in example_faults([EXAMPLE] * number, TODAY)] == ["examples"] * faults


@pytest.mark.parametrize(
    ("wrong", "path"),
    [
        (replace(EXAMPLE, customer=" "), "examples[0].customer"),
        (replace(EXAMPLE, what=""), "examples[0].what"),
        (replace(EXAMPLE, began_on=date(2025, 3, 4)), "examples[0].began_on"),
        (replace(EXAMPLE, ended_on=date(2022, 3, 31)), "examples[0].ended_on"),
        (replace(EXAMPLE, annual_value=Decimal(0)), "examples[0].annual_value"),
    ],
)
def test_what_is_wrong_with_an_example_is_said_at_its_field(wrong: Example, path: str) -> None:
    assert [each.path for each in example_faults([wrong], TODAY)] == [path]
