"""What each law asks to have on record, and when something is missing rather than not yet due."""

from __future__ import annotations

import pytest

from assurance.domain.award.record_keeping import REQUIREMENTS, State, kept
from assurance.domain.procedures.regimes import Regime
from assurance.domain.stages import Stage


def states(regime: Regime, facts: dict[str, str | None], *reached: Stage) -> dict[str, State]:
    asked = {each.fact: "" for each in REQUIREMENTS[regime]}
    return {each.requirement.fact: each.state for each in kept(regime, {**asked, **facts}, frozenset(reached))}


@pytest.mark.parametrize(
    ("regime", "only"),
    [(Regime.PSR, "representations"), (Regime.PA23, "communications"), (Regime.PCR15, "subcontractors")],
)
def test_each_law_has_its_own_list_with_its_own_provisions(regime: Regime, only: str) -> None:
    assert only in {each.fact for each in REQUIREMENTS[regime]}
    assert {each.provision[: len(regime.short)] for each in REQUIREMENTS[regime]} == {regime.short}
    facts = [each.fact for each in REQUIREMENTS[regime]]
    assert len(facts) == len(set(facts))


def test_it_is_missing_only_once_its_stage_was_reached() -> None:
    assert states(Regime.PSR, {}, Stage.PLANNING)["winner"] is State.NOT_YET
    assert states(Regime.PSR, {}, Stage.PLANNING, Stage.CHECKPOINT_2)["winner"] is State.MISSING
    assert states(Regime.PSR, {"winner": "Alder"}, Stage.PLANNING)["winner"] is State.FILLED


def test_what_does_not_apply_is_never_missing() -> None:
    assert states(Regime.PSR, {"not_awarded": None}, *Stage)["not_awarded"] is State.NOT_APPLICABLE
