from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.contracts.model import (
    ContractYear,
    PaymentModel,
    Phase,
    best_income,
    maximum_downside,
    remarks,
    worst_income,
    year_income,
)
from assurance.domain.contracts.risk_share import Corridor, Split
from tests.domain.contracts.models import CORRIDOR, DATA, FORTY_MILLION, MET, MISSED, MODEL, PROM, YEARS, models

results = st.decimals(0, 100, places=2)


def test_the_downside_of_the_worked_corridor_is_its_worst_year() -> None:
    assert maximum_downside(MODEL) == Decimal("1400000.00")
    assert maximum_downside(replace(MODEL, years=YEARS[:2])) == Decimal("700000.00")
    assert maximum_downside(replace(MODEL, years=YEARS[:1])) == 0
    assert maximum_downside(replace(MODEL, risk=None)) == 0


def test_a_year_in_full_and_a_year_of_nothing() -> None:
    full = year_income(MODEL, 3, MET)
    assert (full.base, full.outcome_pool, full.earned, full.total) == (
        28_000_000,
        12_000_000,
        12_000_000,
        FORTY_MILLION,
    )
    nothing = year_income(MODEL, 3, MISSED, Decimal(43_000_000))
    assert (nothing.earned, nothing.gain, nothing.total) == (0, -1_400_000, 26_600_000)
    assert nothing.total == worst_income(MODEL, 3)


def test_the_path_says_how_much_is_settled() -> None:
    spent = FORTY_MILLION - 1_200_000
    told = [(found.reckoned, found.gain) for year in (1, 2, 3) if (found := year_income(MODEL, year, MET, spent))]
    assert told == [(1_000_000, 0), (1_000_000, 500_000), (1_000_000, 1_000_000)]


def test_a_network_earns_by_its_pooled_result() -> None:
    network = replace(PROM, weight=Decimal(1), network=tuple((str(n), Decimal(n)) for n in (4000, 6000, 9000, 11000)))
    model = replace(MODEL, measures=(network,))
    rates = tuple(Decimal(rate) for rate in (82, 71, 64, 60))
    assert year_income(model, 3, {"prom": rates}).earned == 12_000_000 * Fraction(19, 30)
    with pytest.raises(ValueError, match="longer|shorter"):
        year_income(model, 3, {"prom": rates[:2]})


def test_a_bidders_price_takes_the_place_of_the_published_value() -> None:
    priced = MODEL.priced([Decimal(30_000_000)] * 3)
    assert maximum_downside(priced) == Decimal("1050000.00")
    assert [each.phase for each in priced.years] == [each.phase for each in MODEL.years]


def test_a_split_is_bounded_by_the_limit_and_counts_all_but_the_commissioner() -> None:
    split = Split((("commissioner", Decimal("0.4")), ("lead_provider", Decimal("0.35")), ("network", Decimal("0.25"))))
    model = replace(MODEL, risk=split, limit=Decimal("0.05"))
    assert maximum_downside(model) == Decimal("1200000.00")


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({"years": ()}, "years: there are no years"),
        ({"measures": ()}, "indicators: there are no indicators"),
        ({"measures": (PROM, DATA)}, "indicators: weights sum to 0.9, not 1"),
        ({"years": YEARS[::-1]}, "years[1].phase: the path never goes back to an earlier step"),
        ({"risk": Split((("commissioner", Decimal(1)),))},
         "limit: name the largest deviation that is shared: without it a loss has no end"),
        ({"risk": Corridor(CORRIDOR.bands, Decimal("0.1"))},
         "limit: name the largest deviation that is shared: without it a loss has no end"),
        ({"limit": Decimal(0)}, "limit: must be above 0 and at most 1"),
    ],
)  # fmt: skip
def test_what_cannot_be_computed_is_told_at_its_path(change: dict[str, object], expected: str) -> None:
    assert expected in [str(fault) for fault in replace(MODEL, **change).faults()]


@pytest.mark.parametrize(
    ("year", "path"),
    [
        (ContractYear(Decimal(0), Decimal("0.1")), "years[0].value"),
        (ContractYear(FORTY_MILLION, Decimal("1.1")), "years[0].outcome_share"),
        (ContractYear(FORTY_MILLION, Decimal(0), Phase.PERFORMANCE), "years[0].settled"),
        (ContractYear(FORTY_MILLION, Decimal(0), Phase.SHADOW), "years[0].settled"),
        (ContractYear(FORTY_MILLION, Decimal(0), Phase.CAPITATION, Decimal("0.5")), "years[0].settled"),
    ],
)
def test_a_year_fits_its_step_of_the_path(year: ContractYear, path: str) -> None:
    assert [fault.path for fault in replace(MODEL, years=(year,)).faults()] == [path]


def test_a_sound_model_has_neither_faults_nor_remarks() -> None:
    assert list(MODEL.faults()) == []
    assert remarks(MODEL) == []


def test_what_is_unusual_is_told() -> None:
    falling = MODEL.with_shares([Decimal("0.3"), Decimal("0.2"), Decimal("0.3")])
    assert remarks(falling) == ["The outcome share falls in year 2; it usually stays or rises"]
    assert remarks(replace(MODEL, years=YEARS[:2])) == [
        "The path ends at shadow capitation and never reaches capitation"
    ]
    assert remarks(replace(MODEL, years=YEARS[:1]))[1] == (
        "Gain and loss are shared in words only: no year settles any part of them"
    )
    assert "The commissioner".lower() in remarks(replace(MODEL, risk=None))[0].lower()


@given(models(), results, results, results, st.integers(0, 10**9))
def test_income_lies_between_worst_and_best(
    model: PaymentModel, prom: Decimal, data: Decimal, wait: Decimal, spent: int
) -> None:
    found = year_income(model, 1, {"prom": prom, "data": data, "wait": wait}, Decimal(spent))
    assert worst_income(model, 1) <= found.total <= best_income(model, 1)
    assert found.base + found.outcome_pool == model.years[0].value
    assert 0 <= found.earned <= found.outcome_pool


@given(models(), results, results, results)
def test_a_better_result_never_earns_less(model: PaymentModel, result: Decimal, better: Decimal, wait: Decimal) -> None:
    low, high = sorted((result, better))
    before = year_income(model, 2, {"prom": low, "data": low, "wait": max(wait, low)})
    after = year_income(model, 2, {"prom": high, "data": high, "wait": min(wait, low)})
    assert after.total >= before.total
