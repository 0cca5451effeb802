"""Every published formula and method, against worked figures that other people have published or computed."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.errors import InvalidInput
from assurance.domain.evaluation.document import Evaluation, read_evaluation
from assurance.domain.evaluation.pricing import FORMULAS, price_percent, price_percents
from assurance.domain.faults import FaultsFound

BIDS = {"A": ("62", "40000000"), "B": ("72", "44000000"), "C": ("80", "50000000")}
BAND = {"min": "35000000", "max": "55000000"}
OPTIMAL = {"optimal": "35000000", "max": "55000000"}


def evaluation(formula: str = "lowest-over-price", method: dict[str, Any] | None = None, **given: str) -> Evaluation:
    data: dict[str, Any] = {
        "format": "assurance-evaluation/1",
        "criteria": [
            {"id": "quality", "weight": 70, "scale": 100},
            {"id": "price", "weight": 30, "price": {"formula": formula, **given}},
        ],
        "bids": [{"id": key, "scores": {"quality": q}, "prices": {"price": p}} for key, (q, p) in BIDS.items()],
    }
    return read_evaluation(data | ({"method": method} if method else {}))


@pytest.mark.parametrize(
    ("formula", "given", "points", "winner"),
    [
        ("lowest-over-price", {}, ("30", "27.27", "24.00"), "C"),
        ("linear-above-lowest", {}, ("30", "27.00", "22.50"), "C"),
        ("range", {}, ("30", "18", "0"), "A"),
        ("absolute-band", BAND, ("22.5", "16.5", "7.5"), "B"),
        ("optimal-price", OPTIMAL, ("22.5", "16.5", "7.5"), "B"),
        ("logarithmic", {}, ("30", "25.87", "20.34"), "C"),
        ("mean", {}, ("18.13", "15.45", "11.42"), "C"),
        ("standard-deviation", {}, ("21.95", "15.99", "7.05"), "B"),
    ],
)
def test_the_common_fixture_gives_the_published_points(
    formula: str, given: dict[str, str], points: tuple[str, ...], winner: str
) -> None:
    result = evaluation(formula, **given).result()
    for bid_id, expected in zip(BIDS, points, strict=True):
        found = result.find(bid_id)
        assert found is not None
        assert abs(found.figures["price"].weighted - Fraction(expected)) <= Fraction(1, 200)
    assert result.leaders == (winner,)


@pytest.mark.parametrize(
    ("method", "figures", "winner"),
    [
        ({"name": "price-per-quality-point"}, ("645161.290323", "611111.111111", "625000"), "B"),
        ({"name": "relative-value-cost"}, ("40000000", "41441860.465116", "45000000"), "A"),
        ({"name": "quality-monetised", "value_per_point": 200000}, ("27600000", "29600000", "34000000"), "A"),
    ],
)
def test_methods_rank_by_their_own_figure(method: dict[str, Any], figures: tuple[str, ...], winner: str) -> None:
    data = evaluation(method=method).result().as_data()
    assert {bid["id"]: bid["figure"] for bid in data["bids"]} == dict(zip(BIDS, figures, strict=True))
    assert data["ranking"][0] == winner


def test_a_coefficient_divides_the_price_and_ignores_weights() -> None:
    data = {
        "format": "assurance-evaluation/1",
        "criteria": [
            {"id": "warranty", "weight": 0, "scale": "0.10"},
            {"id": "local", "scale": "0.10"},
            {"id": "price", "weight": 1, "price": {}},
        ],
        "bids": [
            {"id": "A", "scores": {"warranty": "0.10", "local": "0.05"}, "prices": {"price": 500}},
            {"id": "B", "scores": {"warranty": 0, "local": 0}, "prices": {"price": 430}},
        ],
        "method": {"name": "coefficient"},
    }
    result = read_evaluation(data).result().as_data()
    assert [(bid["id"], bid["figure"]) for bid in result["bids"]] == [("A", "421.052632"), ("B", "430")]


def test_both_axes_relative_give_the_published_totals() -> None:
    scores = {"A": (123, 10500), "B": (126, 10350), "C": (129, 11750), "D": (117, 9900)}
    data = {
        "format": "assurance-evaluation/1",
        "criteria": [
            {"id": "quality", "weight": 80, "scale": 150, "normalise": "highest"},
            {"id": "price", "weight": 20, "price": {"formula": "lowest-over-price"}},
        ],
        "bids": [{"id": key, "scores": {"quality": q}, "prices": {"price": p}} for key, (q, p) in scores.items()],
    }
    totals = {bid.id: bid.total for bid in read_evaluation(data).result().bids}
    assert {key: f"{float(total or 0):.2f}" for key, total in totals.items()} == {
        "A": "95.14", "B": "97.27", "C": "96.85", "D": "92.56",
    }  # fmt: skip


def test_normalising_looks_only_at_bids_still_in_and_minima_come_first() -> None:
    data: dict[str, Any] = {
        "format": "assurance-evaluation/1",
        "criteria": [
            {
                "id": "quality", "weight": 100, "minimum": 50, "normalise": "min-max",
                "children": [{"id": "q", "weight": 100, "scale": 10}],
            }
        ],
        "bids": [{"id": key, "scores": {"q": mark}} for key, mark in (("A", 8), ("B", 6), ("C", 4))],
    }  # fmt: skip
    result = read_evaluation(data).result()
    assert {bid.id: bid.total for bid in result.ranked} == {"A": 100, "B": 0}
    assert result.find("C").reasons[0].found == "40"  # type: ignore[union-attr]


def test_no_quality_at_all_has_no_price_for_each_point() -> None:
    data = {
        "format": "assurance-evaluation/1",
        "criteria": [{"id": "q", "weight": 50, "scale": 5}, {"id": "p", "weight": 50, "price": {}}],
        "bids": [{"id": "A", "scores": {"q": 0}, "prices": {"p": 10}}],
        "method": {"name": "price-per-quality-point"},
    }
    with pytest.raises(FaultsFound, match="earned no quality"):
        read_evaluation(data).result()


PRICES = st.lists(st.decimals("0.01", "999999999", places=2), min_size=1, max_size=8)
PARAMETERS = {
    "absolute-band": {"min": Decimal(10), "max": Decimal(10**6)},
    "optimal-price": {"optimal": Decimal(10), "max": Decimal(10**6)},
}


@given(st.sampled_from(sorted(FORMULAS)), PRICES)
def test_no_formula_leaves_nought_to_a_hundred_and_a_lower_price_never_earns_less(
    name: str, prices: list[Decimal]
) -> None:
    exact = sorted(map(Fraction, prices))
    percents = price_percents(name, exact, PARAMETERS.get(name))
    assert all(0 <= each <= 100 for each in percents)
    assert percents == sorted(percents, reverse=True)


@given(st.sampled_from(sorted(set(FORMULAS) - set(PARAMETERS) - {"standard-deviation"})), PRICES, st.integers(2, 999))
def test_scaling_every_price_changes_nothing_for_relative_formulas(name: str, prices: list[Decimal], by: int) -> None:
    exact = list(map(Fraction, prices))
    before, after = price_percents(name, exact), price_percents(name, [each * by for each in exact])
    assert all(abs(one - other) < Fraction(1, 10**30) for one, other in zip(before, after, strict=True))


@given(st.sampled_from(sorted(FORMULAS)), st.decimals("0.01", "999999999", places=2), st.integers(1, 5))
def test_one_price_or_equal_prices_never_divide_by_zero(name: str, price: Decimal, count: int) -> None:
    exact = Fraction(price)
    assert 0 <= price_percent(name, exact, [exact] * count, PARAMETERS.get(name)) <= 100


def test_a_price_that_is_not_above_zero_is_refused() -> None:
    with pytest.raises(InvalidInput, match="above zero"):
        price_percents("range", [Fraction(0), Fraction(5)])
