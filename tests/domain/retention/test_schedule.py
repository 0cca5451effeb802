"""How long each kind of record is kept under each law, from which day, and what keeps it longer."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.procedures.regimes import Regime
from assurance.domain.retention.classes import Kind, period
from assurance.domain.retention.schedule import Ends, Open, contract_ends, schedule

SIGNED = date(2025, 2, 5)
ENDS = Ends(SIGNED, date(2032, 9, 30))


@pytest.mark.parametrize(("regime", "least"), [(Regime.PSR, 0), (Regime.PA23, 3), (Regime.PCR15, 3)])
def test_a_law_is_the_least_and_a_template_says_that_it_is_one(regime: Regime, least: int) -> None:
    found = period(Kind.RECORD, regime)
    assert (found.least, found.years, found.is_template) == (least, 6, True)
    assert "template" in found.source


@pytest.mark.parametrize(
    ("regime", "years", "kept"), [(Regime.PA23, 2, 3), (Regime.PCR15, 1, 3), (Regime.PSR, 2, 2), (Regime.PA23, 9, 9)]
)
def test_an_authority_sets_its_own_and_never_less_than_its_law(regime: Regime, years: int, kept: int) -> None:
    found = period(Kind.LOST_TENDERS, regime, (years, "schedule of the board"))
    assert found.years == kept
    assert found.is_template is (kept == years)
    assert (found.source == found.law) is (kept != years)


def test_each_kind_runs_from_its_own_day() -> None:
    lost, record, contract = schedule(Regime.PCR15, ENDS)
    assert [each.kind for each in (lost, record, contract)] == list(Kind)
    assert (lost.until, record.until, contract.until) == (date(2031, 2, 5), date(2031, 2, 5), date(2038, 9, 30))
    assert lost.why.startswith("6 years from Wednesday 5 February 2025.")
    assert not lost.is_due(date(2031, 2, 5))
    assert lost.is_due(date(2031, 2, 6))


def test_without_a_contract_there_is_none_to_keep_and_before_the_end_no_period_runs() -> None:
    assert [each.kind for each in schedule(Regime.PSR, Ends(SIGNED))] == [Kind.LOST_TENDERS, Kind.RECORD]
    running = schedule(Regime.PSR, Ends())
    assert all(each.until is None and not each.is_due(date.max) for each in running)
    assert "That day has not come" in running[0].why


@given(st.dates(date(2020, 1, 1), date(2060, 12, 31)), st.integers(1, 30), st.sampled_from(list(Regime)))
def test_nothing_is_ever_due_before_the_law_allows(day: date, years: int, regime: Regime) -> None:
    for held in schedule(regime, Ends(day), {kind: (years, "own") for kind in Kind}):
        assert held.until is not None
        assert held.until >= day + timedelta(days=365 * max(years, held.period.least))


def test_a_contract_ends_the_day_before_its_anniversary_with_every_extension() -> None:
    assert contract_ends(date(2025, 10, 1), 5, 2) == date(2032, 9, 30)
    assert contract_ends(date(2024, 2, 29), 1, 0) == date(2025, 2, 28)


def test_what_is_open_is_said_in_words() -> None:
    assert Open().why() == ()
    assert len(Open(holds=2, claims=1, representations=1, requests=1).why()) == 4
    assert Open(claims=1).why() == ("A claim in court has not ended",)
