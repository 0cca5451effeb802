"""A table that procurements run under is never rewritten; each regime cites its own law and no other."""

from __future__ import annotations

import hashlib
from datetime import timedelta

import pytest

from assurance.domain.deadlines.circumstances import stated
from assurance.domain.deadlines.london import last_second_of
from assurance.domain.procedures import CURRENT, PROCEDURES, get_procedure
from assurance.domain.procedures.definition import Procedure
from assurance.domain.procedures.psr_competitive import PSR_COMPETITIVE_1
from assurance.domain.procedures.regimes import Regime
from assurance.domain.stages import Stage
from tests.domain.builders import NOW, make_case
from tests.domain.procedures.test_rules import UNFAVOURABLE

FIRST_VERSION = "014f7f6b7c78550116e3028b483f79151e154e9a5ff5479711e800413e0596bc"
OTHERS = {
    Regime.PSR: ("PA 2023",),
    Regime.PA23: ("PSR 2023",),
    Regime.PCR15: ("PSR 2023", "PA 2023", "kept as the pattern"),
}
"""What a regime never cites. The others keep the dialogue of the 2015 Regulations as their pattern, and say so."""


EARLIER = {
    ("psr_competitive", "1"): FIRST_VERSION,
    ("psr_competitive", "2"): "ee7cc9f361e376cddf12af699c35055b3219acc199ec7c2300371b71d673e3b8",
    ("pa23_flexible", "1"): "66276b728c5a423fb003b731323b98874ee2298edae60298cd4c06a1ca50fff1",
    ("pcr15_dialogue", "1"): "9cd30be7dec4d50e4ae31ed91a97b0d9dd20c641a068ba9dce3890f33a04ebac",
}
"""The tables that procurements run under and none is started under any more."""


def shape(procedure: Procedure) -> str:
    """Return a digest of all that a table decides: its moves, from where to where, by whom, under which rules."""
    rows = [
        (m.trigger, [*m.source], m.dest, m.permission, [rule.__name__ for rule in m.rules], m.needs_reason, m.notices)
        for m in procedure.moves
    ]
    return hashlib.sha256(repr([tuple(map(str, row)) for row in rows]).encode()).hexdigest()


@pytest.mark.parametrize("which", EARLIER, ids=["-".join(each) for each in EARLIER])
def test_an_earlier_version_is_what_it_was(which: tuple[str, str]) -> None:
    assert shape(get_procedure(*which)) == EARLIER[which], (
        "procurements run under this table: make a new version instead"
    )
    assert get_procedure(*which) not in CURRENT.values()


def test_the_first_version_of_the_competitive_process_goes_by_its_name() -> None:
    assert get_procedure("psr_competitive", "1") is PSR_COMPETITIVE_1


@pytest.mark.parametrize("procedure", list(CURRENT.values()), ids=[each.value for each in CURRENT])
def test_no_notice_is_published_that_nobody_approved(procedure: Procedure) -> None:
    publishing = [move for move in procedure.moves if move.notices]
    assert len(publishing) >= 3
    for move in publishing:
        open_contract = {"signatures_missing": ("the authority",)} if move.trigger == "abandon" else {}
        waiting = make_case(move.source[0], notices={"approved": frozenset()}, contract=open_contract)
        found = procedure.lifecycle.objections(move.trigger, waiting)
        assert [each.code for each in found] == [f"approval:{kind}" for kind in move.notices]
        assert [each.about for each in found] == [(("kind", kind),) for kind in move.notices]


@pytest.mark.parametrize("which", EARLIER, ids=["-".join(each) for each in EARLIER])
def test_a_running_case_of_an_earlier_version_needs_no_approval(which: tuple[str, str]) -> None:
    procedure = get_procedure(*which)
    case = make_case(Stage.CHECKPOINT_1, notices={"approved": frozenset()})
    assert procedure.lifecycle.objections("publish_call", case) == ()


def test_an_approval_that_lapsed_is_said_to_have_lapsed() -> None:
    facts = {"approved": frozenset(), "lapsed": frozenset({"uk4"})}
    (found,) = CURRENT[Regime.PA23].lifecycle.objections("publish_call", make_case(Stage.CHECKPOINT_1, notices=facts))
    assert "would say something else by now" in found.message


def test_each_regime_starts_under_its_newest_version() -> None:
    assert set(CURRENT) == set(Regime)
    for regime, procedure in CURRENT.items():
        versions = [int(p.version) for p in PROCEDURES.values() if p.code == procedure.code]
        assert procedure.regime is regime
        assert int(procedure.version) == max(versions)


@pytest.mark.parametrize("procedure", list(CURRENT.values()), ids=[each.value for each in CURRENT])
def test_no_move_cites_the_law_of_another_regime(procedure: Procedure) -> None:
    for move in procedure.moves:
        assert not any(other in move.provision for other in OTHERS[procedure.regime]), move


@pytest.mark.parametrize("procedure", list(CURRENT.values()), ids=[each.value for each in CURRENT])
@pytest.mark.parametrize(("trigger", "changes", "code"), UNFAVOURABLE)
def test_no_objection_cites_the_law_of_another_regime(
    procedure: Procedure, trigger: str, changes: dict[str, dict[str, object]], code: str
) -> None:
    move = procedure.lifecycle.moves[trigger]
    found = procedure.lifecycle.objections(trigger, make_case(Stage(move.source[0]), **changes))
    assert found
    for objection in found:
        said = f"{objection.provision} {objection.message} {objection.mend}"
        assert not any(other in said for other in OTHERS[procedure.regime]), said


@pytest.mark.parametrize("regime", [Regime.PA23, Regime.PCR15])
@pytest.mark.parametrize("trigger", ["confirm_award", "open_contract", "request_checkpoint_3"])
def test_a_claim_in_court_stops_the_award_and_the_contract(regime: Regime, trigger: str) -> None:
    lifecycle = CURRENT[regime].lifecycle
    case = make_case(lifecycle.moves[trigger].source[0], award={"claims_suspending": 1})
    assert [each.code for each in lifecycle.objections(trigger, case)] == ["claim"]


@pytest.mark.parametrize(
    ("regime", "given", "days", "objects"),
    [
        (Regime.PA23, (), 25, False),
        (Regime.PA23, (), 24, True),
        (Regime.PA23, ("urgent",), 10, False),
        (Regime.PA23, ("urgent",), 9, True),
        (Regime.PA23, ("light_touch",), 1, False),
        (Regime.PCR15, (), 30, False),
        (Regime.PCR15, (), 29, True),
        (Regime.PSR, (), 1, False),
    ],
)
def test_the_call_leaves_the_time_the_law_gives(
    regime: Regime, given: tuple[str, ...], days: int, objects: bool
) -> None:
    last = last_second_of((NOW + timedelta(days=days)).date())
    case = make_case(Stage.CHECKPOINT_1, call={"circumstances": stated(given), "requests_due_at": last})
    found = CURRENT[regime].lifecycle.objections("publish_call", case)
    assert [each.code for each in found] == (["period"] if objects else [])
    if objects:
        assert "or later" in found[0].mend


def test_suppliers_already_selected_have_ten_days_to_tender_unless_they_agree_to_less() -> None:
    lifecycle = CURRENT[Regime.PA23].lifecycle
    soon = {"tenders_due_at": NOW + timedelta(days=5)}
    case = make_case(Stage.DIALOGUE_CLOSED, tenders=soon, call={"circumstances": stated((), preselected=True)})
    assert [each.code for each in lifecycle.objections("invite_final_tenders", case)] == ["period"]
    agreed = {"circumstances": stated(("agreed_period",), preselected=True)}
    assert (
        lifecycle.objections("invite_final_tenders", make_case(Stage.DIALOGUE_CLOSED, tenders=soon, call=agreed)) == ()
    )
