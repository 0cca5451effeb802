from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assurance.domain.contracts.model import PaymentModel
from assurance.domain.contracts.outcomes import Rule
from assurance.domain.contracts.risk_share import Split
from assurance.domain.contracts.simulation import Assumptions, Corners, Spread, corners, simulate, steady_path
from tests.domain.contracts.models import DATA, MODEL, PROM, WAIT, models

STEADY = {each.code: steady_path(each, 3) for each in MODEL.measures}
ASSUMED = Assumptions(STEADY, draws=2_000)
few = settings(max_examples=25, deadline=None)


def two_years(prom: Decimal, data: Decimal, wait: Decimal) -> Assumptions:
    promises = {"prom": (prom, prom), "data": (data, data), "wait": (wait, wait)}
    return Assumptions(promises, draws=500)


def test_the_same_inputs_give_the_same_figures_and_another_seed_does_not() -> None:
    assert simulate(MODEL, ASSUMED) == simulate(MODEL, ASSUMED)
    assert simulate(MODEL, replace(ASSUMED, seed=1)).term != simulate(MODEL, ASSUMED).term


def test_without_any_chance_a_year_is_what_is_promised() -> None:
    sure = replace(PROM, weight=Decimal(1), baseline=Decimal(70))
    model = replace(MODEL, measures=(sure,))
    certain = simulate(model, Assumptions({"prom": (Decimal(70),) * 3}, spend_spread=Decimal(0), draws=100))
    assert {(each.p10, each.p50, each.p90) for each in certain.years} == {(Decimal(40_000_000),) * 3}
    assert certain.term.p50 == 120_000_000


def test_a_known_distribution_gives_its_known_percentiles() -> None:
    """Drawn from 58 to 70 with 70 likeliest: the median is 58 + 12/√2 and earns (that - 60)/10 of the pool."""
    model = replace(MODEL, measures=(replace(PROM, weight=Decimal(1)),))
    found = simulate(model, Assumptions({"prom": (Decimal(70),) * 3}, spend_spread=Decimal(0), draws=50_000)).years[2]
    assert abs(found.p50 - Decimal(28_000_000 + 12_000_000 * 0.64853)) < 60_000
    assert abs(found.p10 - Decimal(28_000_000 + 12_000_000 * 0.17947)) < 120_000


def test_the_corridor_counts_only_where_the_path_settles_it() -> None:
    sure = replace(MODEL, measures=(replace(PROM, weight=Decimal(1), baseline=Decimal(70)),))
    found = simulate(sure, Assumptions({"prom": (Decimal(70),) * 3}, spend_spread=Decimal("0.10"), draws=2_000))
    widths = [each.p90 - each.p10 for each in found.years]
    assert widths[0] == 0
    assert widths[2] > widths[1] > 0


def test_luck_that_strikes_everything_at_once_widens_the_term() -> None:
    apart, together = simulate(MODEL, ASSUMED).term, simulate(MODEL, replace(ASSUMED, moves_together=True)).term
    assert together.p90 - together.p10 > apart.p90 - apart.p10


def test_a_split_is_drawn_within_its_limit() -> None:
    split = Split((("commissioner", Decimal("0.4")), ("provider", Decimal("0.6"))))
    found = simulate(replace(MODEL, risk=split, limit=Decimal("0.05")), replace(ASSUMED, spend_spread=Decimal("0.2")))
    assert found.years[2].worst == 40_000_000 * Decimal("0.7") - 1_200_000
    assert found.years[2].worst <= found.years[2].p10


@pytest.mark.parametrize(
    ("measure", "promise", "expected"),
    [
        (PROM, 64, Corners(Decimal(58), Decimal(64), Decimal(70))),
        (PROM, 75, Corners(Decimal(58), Decimal(75), Decimal(75))),
        (PROM, 50, Corners(Decimal(50), Decimal(50), Decimal(70))),
        (DATA, 97, Corners(Decimal(80), Decimal(97), Decimal(100))),
        (WAIT, 10, Corners(Decimal(6), Decimal(10), Decimal(20))),
        (replace(PROM, baseline=None), 64, Corners(Decimal(60), Decimal(64), Decimal(70))),
        (replace(DATA, baseline=None), 97, Corners(Decimal(97), Decimal(97), Decimal(97))),
    ],
)
def test_a_result_is_drawn_between_today_the_promise_and_the_target(
    measure: object, promise: int, expected: Corners
) -> None:
    assert corners(measure, Decimal(promise)) == expected  # type: ignore[arg-type]  # reason: of the table above


def test_a_steady_path_ends_at_the_target() -> None:
    assert steady_path(PROM, 3) == (Decimal(62), Decimal(66), Decimal(70))
    assert steady_path(replace(PROM, baseline=None, threshold=None, rule=Rule.PASS_FAIL), 2) == (Decimal(70),) * 2


@few
@given(models(), st.decimals(0, 100, places=1), st.decimals(0, 100, places=1), st.decimals(0, 60, places=1))
def test_percentiles_lie_in_order_between_worst_and_best(
    model: PaymentModel, prom: Decimal, data: Decimal, wait: Decimal
) -> None:
    found = simulate(model, two_years(prom, data, wait))
    for each in (*found.years, found.term):
        assert each.worst - 1 <= each.p10 <= each.p50 <= each.p90 <= each.best + 1
    assert abs(sum(each.earned for each in found.years) - found.term.earned) <= 2


def _middle(spread: Spread) -> tuple[Decimal, Decimal, Decimal, Decimal]:
    return spread.p10, spread.p50, spread.p90, spread.earned


@few
@given(models(), st.decimals(0, 100, places=1), st.decimals(0, 100, places=1), st.decimals(0, 40, places=1))
def test_a_better_promise_never_lowers_a_percentile(
    model: PaymentModel, promise: Decimal, other: Decimal, wait: Decimal
) -> None:
    low, high = sorted((promise, other))
    worse = simulate(model, two_years(low, low, wait + 10))
    better = simulate(model, two_years(high, high, wait))
    for before, after in zip(worse.years, better.years, strict=True):
        assert all(late >= early - 1 for early, late in zip(_middle(before), _middle(after), strict=True))
