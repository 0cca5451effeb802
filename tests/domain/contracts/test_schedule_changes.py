from __future__ import annotations

import copy
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.contracts.schedule_changes import Amount, Difference, amended, differences, share_of, total_value
from assurance.domain.errors import InvalidInput

SCHEDULES: dict[str, Any] = {
    "payment": [
        {"year": number, "base": "700", "outcome_pool": "300", "total": "1000"} for number in (1, 2, 3)
    ],
    "outcomes": [{"code": "prom"}],
}  # fmt: skip
SHARE = Decimal(30)


def changed(change: object, from_year: int = 2, years_added: int = 0, **clauses: str) -> dict[str, Any]:
    return amended(SCHEDULES, Amount(Decimal(str(change)), from_year, years_added), SHARE, clauses)


def test_a_change_is_spread_over_its_years_to_the_penny_and_keeps_the_share() -> None:
    before = copy.deepcopy(SCHEDULES)
    after = changed("100.01")
    assert [row["total"] for row in after["payment"]] == ["1000", "1050.01", "1050"]
    assert after["payment"][2] == {"year": 3, "base": "735", "outcome_pool": "315", "total": "1050"}
    assert before == SCHEDULES
    assert total_value(after) == Decimal("3100.01")


def test_an_extension_is_priced_by_the_change() -> None:
    after = changed(1800, years_added=2)
    assert [row["total"] for row in after["payment"]] == ["1000", "1000", "1000", "900", "900"]
    assert after["payment"][4]["year"] == 5
    with pytest.raises(InvalidInput, match="price of the years"):
        changed(0, years_added=1)


@pytest.mark.parametrize(("change", "year", "field"), [(-2000, 2, "change"), (5, 4, "from_year")])
def test_what_cannot_stand_is_refused_at_its_field(change: int, year: int, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        changed(change, year)
    assert refusal.value.field == field


def test_a_year_with_a_share_of_its_own_keeps_it() -> None:
    rows = [{**SCHEDULES["payment"][0], "outcome_share_percent": "10"}]
    after = amended({"payment": rows}, Amount(Decimal(1000), 1), SHARE, {})
    assert after["payment"][0]["outcome_pool"] == "200"
    assert share_of(rows[0], SHARE) == Decimal("0.1")
    assert share_of({}, SHARE) == Decimal("0.3")


def test_versions_differ_in_money_and_in_words() -> None:
    first = changed(0, coverage="Podiatry is covered in Corby too.")
    assert differences(SCHEDULES, first) == (
        Difference("coverage", "Care covered", "", "Podiatry is covered in Corby too."),
    )
    second = amended(first, Amount(Decimal(50), 3), SHARE, {"terms": "Notice is six months."})
    assert differences(first, second) == (
        Difference("payment", "Year 3", "£1,000", "£1,050"),
        Difference("terms", "Term and other terms", "", "Notice is six months."),
    )
    longer = changed(900, years_added=1)
    assert differences(SCHEDULES, longer) == (Difference("payment", "Year 4", "Not in the contract", "£900"),)


@given(st.decimals(-900, 10**7, places=2), st.integers(1, 3))
def test_the_value_changes_by_exactly_what_was_agreed(change: Decimal, year: int) -> None:
    after = changed(change, year)
    assert total_value(after) - total_value(SCHEDULES) == change
    for row in after["payment"]:
        assert Decimal(row["base"]) + Decimal(row["outcome_pool"]) == Decimal(row["total"])
