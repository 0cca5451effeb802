from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given

from assurance.domain.contracts.model import PaymentModel
from assurance.domain.contracts.model_form import model_data, read_risk, risk_data, risk_words, year_words
from assurance.domain.contracts.risk_share import Corridor, Split
from assurance.domain.faults import FaultsFound
from tests.domain.contracts.models import CORRIDOR, MODEL, models

SPLIT = Split((("commissioner", Decimal("0.4")), ("lead_provider", Decimal("0.35")), ("partners", Decimal("0.25"))))


@given(models())
def test_how_gain_and_loss_are_shared_comes_back_as_it_was_written(model: PaymentModel) -> None:
    for risk in (model.risk, SPLIT, None):
        assert read_risk(risk_data(risk)) == risk


def test_what_is_no_sharing_is_refused() -> None:
    with pytest.raises(FaultsFound):
        read_risk({"bands": [{"up_to": "x"}]})


def test_a_model_is_written_with_every_term() -> None:
    data = model_data(MODEL)
    assert data["years"][1] == {"value": "40000000", "outcome_share": "0.2", "phase": "shadow", "settled": "0.5"}
    assert data["indicators"][2] == {
        "id": "wait", "name": "Weeks waited", "unit": "weeks", "weight": "0.1", "rule": "linear", "baseline": "20",
        "threshold": "18", "target": "6", "members": [],
    }  # fmt: skip
    assert data["gain_share"]["beyond"] == "0"


def test_a_corridor_is_said_band_by_band() -> None:
    assert risk_words(MODEL) == [
        "Of a saving or an overspend from 0% to 2% of the value of the year the provider has 100%.",
        "Of a saving or an overspend from 2% to 5% of the value of the year the provider has 50%.",
        "What lies beyond 5% is the commissioner’s alone.",
    ]
    endless = replace(MODEL, risk=Corridor(CORRIDOR.bands, Decimal("0.1")), limit=Decimal("0.2"))
    assert risk_words(endless)[2:] == [
        "Of what lies beyond 5% the provider has 10%.",
        "Nothing is shared of what lies further than 20% from the value of the year.",
    ]


def test_a_split_and_no_sharing_are_said() -> None:
    assert risk_words(replace(MODEL, risk=SPLIT)) == [
        "Of every saving and overspend 40% is the commissioner’s, 35% falls to the lead provider and 25% falls to the "
        "partners."
    ]
    assert risk_words(replace(MODEL, risk=None)) == [
        "A saving or an overspend is not shared: the commissioner keeps the one and bears the other."
    ]


def test_each_year_is_said_in_one_sentence() -> None:
    assert year_words(MODEL)[1] == (
        "Year 2: £40,000,000, of which 20% depends on outcomes; shadow capitation; 50% of gain or loss is settled."
    )
    assert year_words(replace(MODEL, risk=None))[2] == (
        "Year 3: £40,000,000, of which 30% depends on outcomes; capitation."
    )
