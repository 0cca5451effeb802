from __future__ import annotations

import copy
import json
from decimal import Decimal
from fractions import Fraction
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.contracts.outcomes import Indicator, Member, Rule, achieved, linear_share, pooled, share
from assurance.domain.contracts.payment_form import parse_payment, read_payment
from assurance.domain.contracts.payments import PaymentTerms, payment
from assurance.domain.faults import FaultsFound

WORKED: dict[str, Any] = {
    "format": "assurance-payment/1",
    "contract_value": "10000000",
    "outcome_share": "0.30",
    "indicators": [
        {"id": "prom", "weight": "0.30", "rule": "linear", "threshold": 60, "target": 70, "actual": 67},
        {
            "id": "coordination",
            "weight": "0.20",
            "rule": "linear",
            "threshold": 55,
            "target": 75,
            "actual": 60,
        },
        {"id": "emergency", "weight": "0.30", "rule": "linear", "threshold": 0, "target": 25, "actual": 15},
        {"id": "data", "weight": "0.20", "rule": "pass-fail", "target": 95, "actual": 97},
    ],
}
PRACTICES = ((4000, 82), (6000, 71), (9000, 64), (11000, 60))
NETWORK = tuple(Member(Decimal(people), Decimal(rate)) for people, rate in PRACTICES)


def linear(threshold: object, target: object, actual: object) -> Indicator:
    low, high, found = (Decimal(str(each)) for each in (threshold, target, actual))
    return Indicator("x", Decimal(1), Rule.LINEAR, target=high, threshold=low, actual=found)


def changed(path: str, value: object) -> dict[str, Any]:
    """Copy the worked document with one value put in, or taken out, at a path of keys and numbers."""
    data = copy.deepcopy(WORKED)
    *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    place: Any = data
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return data


def test_the_worked_seventy_thirty_payment() -> None:
    result = payment(read_payment(WORKED)).as_data()
    assert result == {
        "format": "assurance-payment-result/1",
        "base": "7000000",
        "outcome_pool": "3000000",
        "indicators": [
            {"id": "prom", "achieved": "67", "share": "0.7", "earned": "630000"},
            {"id": "coordination", "achieved": "60", "share": "0.25", "earned": "150000"},
            {"id": "emergency", "achieved": "15", "share": "0.6", "earned": "540000"},
            {"id": "data", "achieved": "97", "share": "1", "earned": "600000"},
        ],
        "earned": "1920000",
        "total": "8920000",
    }


def test_a_network_is_pooled_and_never_averaged() -> None:
    indicator = Indicator("bp", Decimal(1), Rule.LINEAR, Decimal(70), Decimal(60), members=NETWORK)
    assert round(float(achieved(indicator)), 2) == 66.33
    assert round(float(share(indicator)), 3) == 0.633
    assert share(indicator) == Fraction(19, 30)


def test_the_published_two_member_example() -> None:
    members = (Member(Decimal(4000), Decimal(82)), Member(Decimal(11000), Decimal(60)))
    assert pooled(members) == Fraction(988, 15)


@pytest.mark.parametrize(
    ("indicator", "expected"),
    [
        (linear(45, 70, 60), Fraction(3, 5)),  # a quality framework indicator: 60% earns 12 of 20 points
        (linear(50, 100, 75), Fraction(1, 2)),  # gap to goal
        (linear(60, 70, 60), Fraction(0)),
        (linear(60, 70, 70), Fraction(1)),
        (linear(60, 70, 10), Fraction(0)),
        (linear(60, 70, 99), Fraction(1)),
        (linear(20, 10, 15), Fraction(1, 2)),  # lower is better
        (linear(20, 10, 5), Fraction(1)),
        (linear(20, 10, 25), Fraction(0)),
    ],
)
def test_linear_shares(indicator: Indicator, expected: Fraction) -> None:
    assert share(indicator) == expected


@pytest.mark.parametrize(
    ("actual", "lower", "expected"),
    [("95", False, 1), ("94.99", False, 0), ("95", True, 1), ("95.01", True, 0), ("3", True, 1)],
)
def test_pass_fail_is_all_or_nothing_and_reaching_is_enough(actual: str, lower: bool, expected: int) -> None:
    indicator = Indicator("x", Decimal(1), Rule.PASS_FAIL, Decimal(95), actual=Decimal(actual), lower_is_better=lower)
    assert share(indicator) == expected


NUMBERS = st.decimals(-1000, 1000, places=3).map(Fraction)


@given(NUMBERS, NUMBERS, NUMBERS, NUMBERS)
def test_a_share_never_leaves_0_to_1_and_never_falls_as_results_improve(
    one: Fraction, other: Fraction, threshold: Fraction, target: Fraction
) -> None:
    if threshold == target:
        return
    worse, better = sorted((one, other), reverse=target < threshold)
    assert 0 <= linear_share(worse, threshold, target) <= linear_share(better, threshold, target) <= 1


@given(st.lists(st.integers(0, 100), min_size=4, max_size=4), st.integers(0, 100))
def test_a_payment_lies_between_the_base_and_the_whole_value(actuals: list[int], percent: int) -> None:
    data = copy.deepcopy(WORKED)
    data["outcome_share"] = str(Decimal(percent) / 100)
    for indicator, actual in zip(data["indicators"], actuals, strict=True):
        indicator["actual"] = actual
    found = payment(read_payment(data))
    assert found.base + found.outcome_pool == 10_000_000
    assert found.base <= found.total <= 10_000_000


def test_text_and_parsed_documents_read_the_same() -> None:
    assert parse_payment(json.dumps(WORKED)) == read_payment(WORKED)


BP = {"id": "bp", "weight": "0.2", "rule": "linear", "threshold": 60, "target": 70}


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("format", "x", 'format: must be "assurance-payment/1"'),
        ("contract_value", ..., "contract_value: missing"),
        ("contract_value", 0, "contract_value: must be above zero"),
        ("outcome_share", "1.01", "outcome_share: must be between 0 and 1"),
        ("outcome_share", "30%", "outcome_share: must be a number"),
        ("gain_share", {"expected": 1, "actual": 1}, "gain_share: give either the bands or the shares"),
        ("gainshare", {}, "gainshare: unknown key"),
        ("indicators", [], "indicators: must be a list with at least one entry"),
        ("indicators/0/weight", "0.25", "indicators: weights sum to 0.95, not 1"),
        ("indicators/0/rule", "stepped", "indicators[0].rule: must be one of: linear, pass-fail"),
        (
            "indicators/0/threshold",
            ...,
            "indicators[0].threshold: missing; a linear indicator pays from its threshold",
        ),
        ("indicators/0/threshold", 70, "indicators[0].target: the target and the threshold must differ"),
        (
            "indicators/0/actual",
            ...,
            "indicators[0].actual: give either the actual result or the members' results",
        ),
        (
            "indicators/0/members",
            [{"denominator": 1, "rate": 2}],
            "indicators[0].actual: give either the actual result or the members' results",
        ),
        (
            "indicators/0/lower_is_better",
            True,
            "indicators[0].lower_is_better: a linear indicator says this by a target below its threshold",
        ),
        ("indicators/1/id", "prom", 'indicators[1].id: "prom" is used more than once'),
        ("indicators/3/threshold", 90, "indicators[3].threshold: a pass-fail indicator has a target only"),
        ("indicators/3/lower_is_better", "no", "indicators[3].lower_is_better: must be true or false"),
        (
            "indicators/3",
            BP | {"members": [{"denominator": 0, "rate": 2}]},
            "indicators[3].members: the denominators must sum to more than zero",
        ),
        (
            "indicators/3",
            BP | {"members": [{"denominator": 5, "rate": 2}, {"denominator": -1, "rate": 2}]},
            "indicators[3].members[1].denominator: must not be negative",
        ),
        (
            "indicators/3",
            BP | {"members": [{"denominator": 5}]},
            "indicators[3].members[0].rate: missing",
        ),
    ],
)
def test_each_fault_is_one_line_at_its_path(path: str, value: object, expected: str) -> None:
    with pytest.raises(FaultsFound) as refusal:
        read_payment(changed(path, value))
    assert [str(fault) for fault in refusal.value.faults] == [expected]


def test_negative_weights_and_missing_figures_are_refused_when_built_in_code() -> None:
    wrong = (linear(60, 70, 65), Indicator("y", Decimal(-1), Rule.PASS_FAIL, Decimal(1), actual=Decimal(1)))
    with pytest.raises(FaultsFound, match="must not be negative"):
        payment(PaymentTerms(Decimal(1), Decimal(0), (*wrong, linear(1, 2, 1))))
    with pytest.raises(FaultsFound, match="no indicators"):
        payment(PaymentTerms(Decimal(1), Decimal(0), ()))
    bare = Indicator("x", Decimal(1), Rule.LINEAR, Decimal(70))
    with pytest.raises(ValueError, match="no result"):
        share(bare)
