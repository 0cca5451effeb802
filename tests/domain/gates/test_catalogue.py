from __future__ import annotations

import pytest

from assurance.domain.errors import NotFound
from assurance.domain.gates.catalogue import CHECKPOINTS, GATES, REVIEWS, get_gate
from assurance.domain.gates.definition import Gate, Kind


def test_the_gates_are_in_the_order_they_are_held() -> None:
    assert list(GATES) == [
        "gateway_0", "early_engagement", "gateway_1", "gateway_2", "checkpoint_1", "checkpoint_2", "gateway_3",
        "checkpoint_3", "gateway_4", "gateway_5",
    ]  # fmt: skip


def test_three_gates_hold_up_the_procurement_and_the_others_advise() -> None:
    assert [gate.code for gate in CHECKPOINTS] == ["checkpoint_1", "checkpoint_2", "checkpoint_3"]
    assert {gate.kind for gate in REVIEWS} == {Kind.REVIEW}
    assert len(CHECKPOINTS) + len(REVIEWS) == len(GATES)


@pytest.mark.parametrize("gate", GATES.values(), ids=lambda gate: gate.code)
def test_every_gate_asks_enough_and_says_it_is_not_law(gate: Gate) -> None:
    assert (3 if gate.kind is Kind.REVIEW else 6) <= len(gate.key_lines) <= 9
    assert not gate.is_law
    assert gate.source.endswith("not law")
    assert gate.quorum >= 2
    assert any(line.is_mandatory for line in gate.key_lines)


@pytest.mark.parametrize("gate", GATES.values(), ids=lambda gate: gate.code)
def test_every_line_of_enquiry_is_complete(gate: Gate) -> None:
    codes = [line.code for line in gate.key_lines]
    assert len(set(codes)) == len(codes)
    assert all(len(code) <= 40 for code in codes)
    for line in gate.key_lines:
        assert line.question.endswith("?")
        assert line.what_good_looks_like.endswith(".")
        assert line.evidence
        assert gate.find_line(line.code) is line


@pytest.mark.parametrize(
    ("gate", "line"),
    [
        ("checkpoint_1", "system_impact"),  # Coastal West Sussex: assessed only after the preferred bidder
        ("checkpoint_1", "commissioner_capability"),  # UnitingCare: nobody held the whole risk
        ("checkpoint_2", "tax_and_legal_form"),  # UnitingCare: VAT not recoverable and unfunded
        ("checkpoint_2", "financial_standing"),  # UnitingCare: no parent guarantees
        ("checkpoint_2", "value"),  # Staffordshire: one consortium left, and not affordable
        ("checkpoint_3", "registration"),  # Bedford: registration and access to data came late
    ],
)
def test_what_went_wrong_elsewhere_is_asked_about_and_cannot_be_skipped(gate: str, line: str) -> None:
    found = get_gate(gate).find_line(line)
    assert found
    assert found.is_mandatory
    assert found.red_trigger


def test_a_gate_nobody_knows_is_not_found() -> None:
    with pytest.raises(NotFound, match="checkpoint_9"):
        get_gate("checkpoint_9")
    assert get_gate("checkpoint_1").find_line("nothing") is None
