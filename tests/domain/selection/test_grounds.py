"""Every ground is answered for every party, and nobody is declined for another without a chance to replace it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from assurance.domain.errors import InvalidInput
from assurance.domain.selection.grounds import (
    TEMPLATE,
    Declaration,
    Finding,
    Force,
    Party,
    declaration_faults,
    findings,
)
from assurance.domain.selection.replacement import Notice, check_notice, decline_objections

DONE = "The director left in 2021; every contract since is signed by two."
NONE_APPLIES = {ground.code: False for ground in TEMPLATE}
GIVEN = datetime(2025, 3, 3, 12, tzinfo=UTC)
DUE = GIVEN + timedelta(days=7)


def declared(name: str, party: Party, *codes: str) -> Declaration:
    return Declaration(name, party, NONE_APPLIES | dict.fromkeys(codes, True), dict.fromkeys(codes, DONE))


def found(*declarations: Declaration) -> tuple[Finding, ...]:
    return findings(TEMPLATE, declarations)


def test_the_template_names_each_ground_once_with_its_schedule() -> None:
    assert len({ground.code for ground in TEMPLATE}) == len(TEMPLATE)
    assert {(ground.force, ground.provision) for ground in TEMPLATE} == {
        (Force.MANDATORY, "Procurement Act 2023 Schedule 6"),
        (Force.DISCRETIONARY, "Procurement Act 2023 Schedule 7"),
    }


def test_a_ground_left_open_is_a_fault_at_that_ground() -> None:
    answered = {code: no for code, no in NONE_APPLIES.items() if code != "fraud"}
    (fault,) = declaration_faults(TEMPLATE, Declaration("Birch", Party.SUBCONTRACTOR, answered))
    assert fault.path == "fraud"
    assert "applies to Birch" in fault.message


@pytest.mark.parametrize(("said", "faults"), [("", 1), ("x" * 39, 1), (" " * 60, 1), ("x" * 40, 0)])
def test_a_ground_that_applies_needs_words_on_what_was_done(said: str, faults: int) -> None:
    declaration = Declaration("Alder", Party.BIDDER, NONE_APPLIES | {"tax": True}, {"tax": said})
    assert [each.path for each in declaration_faults(TEMPLATE, declaration)] == ["tax.self_cleaning"] * faults


def test_what_must_exclude_comes_first_and_keeps_whose_it_is() -> None:
    each = found(declared("Alder", Party.BIDDER, "insolvency"), declared("Birch", Party.SUBCONTRACTOR, "tax"))
    assert [(one.name, one.ground.code, one.self_cleaning, one.is_replaceable) for one in each] == [
        ("Birch", "tax", DONE, True),
        ("Alder", "insolvency", DONE, False),
    ]


def test_nothing_that_applies_is_nothing_found() -> None:
    assert found(declared("Alder", Party.BIDDER)) == ()


@pytest.mark.parametrize("party", [Party.SUBCONTRACTOR, Party.MEMBER])
def test_a_bidder_not_told_is_not_declined_for_another(party: Party) -> None:
    (objection,) = decline_objections(found(declared("Birch", party, "tax", "fraud")), [], GIVEN)
    assert "has not been told that a ground applies to Birch" in objection.message
    assert "section 28" in objection.provision


def test_its_own_ground_needs_no_notice() -> None:
    assert decline_objections(found(declared("Alder", Party.BIDDER, "tax")), [], GIVEN) == ()


@pytest.mark.parametrize(
    ("now", "answered_at", "objections"),
    [(DUE, None, 1), (DUE + timedelta(seconds=1), None, 0), (GIVEN, GIVEN, 0)],
)
def test_the_opportunity_lasts_to_the_moment_named_or_to_the_answer(
    now: datetime, answered_at: datetime | None, objections: int
) -> None:
    notice = Notice("Birch", GIVEN, DUE, answered_at)
    objected = decline_objections(found(declared("Birch", Party.SUBCONTRACTOR, "tax")), [notice], now)
    assert ["until 12:00 on 10 March 2025" in each.message for each in objected] == [True] * objections


def test_a_notice_on_one_does_not_serve_for_another() -> None:
    both = found(declared("Birch", Party.SUBCONTRACTOR, "tax"), declared("Cedar", Party.MEMBER, "fraud"))
    (objection,) = decline_objections(both, [Notice("Birch", GIVEN, DUE, GIVEN)], GIVEN)
    assert "Cedar" in objection.message


def test_a_notice_leaves_five_days() -> None:
    check_notice(GIVEN, GIVEN + timedelta(days=5))
    with pytest.raises(InvalidInput, match="at least 5 days"):
        check_notice(GIVEN, GIVEN + timedelta(days=5, seconds=-1))
