"""Every notice that a procedure publishes has its row, of its own law and with what it must say."""

from __future__ import annotations

import pytest

from assurance.domain.notices.kinds import CALL_IN_WORDS, ENGAGEMENT, KINDS, REFINED, TITLES, get_kind, missing
from assurance.domain.notices.letters import LETTERS, Compares
from assurance.domain.procedures import PROCEDURES
from assurance.domain.procedures.definition import Procedure
from assurance.domain.procedures.regimes import Regime


@pytest.mark.parametrize("procedure", PROCEDURES.values(), ids=lambda each: f"{each.code} {each.version}")
def test_a_procedure_publishes_only_kinds_of_its_own_law(procedure: Procedure) -> None:
    published = [kind for move in procedure.moves for kind in move.notices]
    assert published
    assert {KINDS[kind].regime for kind in published} == {procedure.regime}


@pytest.mark.parametrize("code", KINDS)
def test_each_kind_rests_on_its_own_law_and_says_when_it_is_due(code: str) -> None:
    kind = KINDS[code]
    assert kind.provision.startswith(kind.regime.short)
    assert kind.due
    assert kind.must_say
    assert (kind.number != "") == (kind.regime is Regime.PA23)
    assert kind.number.lower() in {"", code}


def test_numbers_stand_in_the_title_and_a_refinement_is_named_by_its_law() -> None:
    assert TITLES["uk6"] == "Contract award notice (UK6)"
    assert TITLES["award"] == "Confirmation of award"
    assert get_kind("criteria_refined", Regime.PA23).label == "Tender notice, award criteria refined (UK4)"
    assert get_kind("criteria_refined", Regime.PSR).label == "Award criteria refined"
    assert [REFINED[regime].regime for regime in Regime] == list(Regime)


def test_the_market_is_asked_and_the_call_made_under_the_name_of_each_law() -> None:
    assert ENGAGEMENT == {
        Regime.PSR: "market_engagement", Regime.PA23: "uk2", Regime.PCR15: "prior_information",
    }  # fmt: skip
    assert CALL_IN_WORDS[Regime.PA23] == "tender notice"


def test_what_a_notice_does_not_say_is_named_in_its_order() -> None:
    assert missing("uk12", ["Decision", "What was to be bought", "Reason"]) == []
    assert missing("uk6", ["Supplier", "Procedure"]) == [
        "What is bought", "Value and term", "Assessment summaries", "Tenders", "Standstill",
    ]  # fmt: skip


def test_only_the_provider_selection_regime_speaks_of_representations_and_stops_at_where_the_winner_led() -> None:
    for regime, words in LETTERS.items():
        assert ("representations" in words.challenge) == (regime is Regime.PSR)
        assert (words.compares is Compares.WHERE_BETTER) == (regime is Regime.PSR)
        assert words.provision.startswith(regime.short)
        assert set(words.intros) == {"preferred", "reserve", "unsuccessful", "eliminated"}
