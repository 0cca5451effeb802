from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from assurance.domain.contracts.backing import Backing, checked, held_against
from assurance.domain.errors import InvalidInput

STATED = Backing(Decimal(900_000), Decimal(500_000), "  Alder   Trust ", " Accounts of 2024 ")


def test_what_is_stated_is_tidied() -> None:
    assert checked(STATED) == Backing(Decimal(900_000), Decimal(500_000), "Alder Trust", "Accounts of 2024")
    assert checked(Backing(Decimal(-1), Decimal(0), "", "Accounts")).total == 0


@pytest.mark.parametrize(
    ("given", "field"),
    [
        ({"guarantor": ""}, "guarantor"),
        ({"guarantee": Decimal(0)}, "guarantee"),
        ({"guarantee": Decimal(-1)}, "guarantee"),
        ({"reserves": Decimal("0.001")}, "reserves"),
        ({"reserves": Decimal("NaN")}, "reserves"),
        ({"evidence": " "}, "evidence"),
        ({"evidence": "x" * 1001}, "evidence"),
        ({"guarantor": "x" * 201}, "guarantor"),
    ],
)
def test_what_cannot_stand_is_refused_at_its_field(given: dict[str, Any], field: str) -> None:
    said = {"reserves": Decimal(1), "guarantee": Decimal(1), "guarantor": "Alder", "evidence": "Accounts"} | given
    with pytest.raises(InvalidInput) as refusal:
        checked(Backing(**said))
    assert refusal.value.field == field


def test_it_is_held_against_the_most_that_can_be_lost() -> None:
    assert held_against(STATED, Decimal(1_400_000)).endswith("stands behind it, which is 1 times as much.")
    assert held_against(STATED, Decimal(1_500_000)) == (
        "The most that can be lost in a year is £1,500,000; £1,400,000 stands behind it, which is £100,000 too little."
    )
    assert held_against(None, Decimal(5)).endswith("£5. What stands behind it is not stated.")
    assert "no loss" in held_against(STATED, Decimal(0))
