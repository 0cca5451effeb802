from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from assurance.domain.gates.conditions import (
    Condition,
    blockers,
    condition_faults,
    overdue,
    reopened_gates,
)
from assurance.domain.gates.definition import Block, ConditionSpec

DUE = date(2026, 6, 1)
OPEN = Condition(
    "C-1",
    "Guarantee signed",
    "Finance director",
    "The signed guarantee",
    DUE,
    Block.CONTRACT_SIGNATURE,
    "checkpoint_2",
)
MET = replace(OPEN, reference="C-2", met_on=date(2026, 5, 1))
LATER = replace(OPEN, reference="C-3", blocks=Block.SERVICE_START, due_on=date(2026, 5, 1), gate_code="checkpoint_1")
ALL = (OPEN, MET, LATER)


@pytest.mark.parametrize(
    ("today", "late"),
    [(date(2026, 5, 31), False), (DUE, False), (date(2026, 6, 2), True)],
)
def test_a_condition_is_overdue_only_after_its_day(today: date, late: bool) -> None:
    assert OPEN.is_overdue(today) is late
    assert not replace(OPEN, met_on=date(2026, 7, 1)).is_overdue(today)


def test_an_open_condition_blocks_its_point_whatever_its_date() -> None:
    (signature,) = blockers(ALL, Block.CONTRACT_SIGNATURE)
    assert signature.message == "Condition C-1 is open: Guarantee signed"
    assert signature.mend == "Finance director provides: The signed guarantee"
    assert [each.code for each in blockers(ALL, Block.SERVICE_START)] == ["condition:C-3"]
    assert blockers([MET], Block.CONTRACT_SIGNATURE) == ()


def test_an_overdue_condition_reopens_its_gate() -> None:
    assert reopened_gates(ALL, date(2026, 5, 20)) == {"checkpoint_1"}
    assert reopened_gates(ALL, date(2026, 6, 2)) == {"checkpoint_1", "checkpoint_2"}
    assert [each.reference for each in overdue(ALL, date(2026, 6, 2))] == ["C-3", "C-1"]


def test_a_condition_says_what_who_how_and_when() -> None:
    good = ConditionSpec("tax", "Get it", "Ann", "The paper", DUE, Block.SERVICE_START)
    assert condition_faults(good, date(2026, 5, 31)) == ()
    bad = ConditionSpec("tax", " ", "", "\n", DUE, Block.SERVICE_START)
    assert [each.path for each in condition_faults(bad, DUE)] == ["text", "owner", "evidence", "due_on"]
