from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Any

import pytest

from assurance.domain.evaluation.document import parse_evaluation, read_evaluation
from assurance.domain.evaluation.result import Result, Tie
from assurance.domain.faults import FaultsFound

EXAMPLE = """
{"format": "assurance-evaluation/1",
 "title": "Northamptonshire MSK lead provider",
 "criteria": [
   {"id": "quality", "weight": 80, "minimum": 60,
    "children": [
      {"id": "clinical", "weight": 50, "scale": 5, "minimum": 2},
      {"id": "workforce", "weight": 50, "scale": 5}]},
   {"id": "price", "weight": 20, "price": {"formula": "lowest-over-price"}}],
 "bids": [
   {"id": "A", "scores": {"clinical": 4, "workforce": 3}, "prices": {"price": "241.50"}},
   {"id": "B", "scores": {"clinical": 5, "workforce": 4}, "prices": {"price": "262"}}],
 "tie_break": ["quality", "clinical", "lowest-price"]}
"""


def compare(quality_weight: int, bids: Mapping[str, tuple[object, object]], *, scale: int = 100, **more: Any) -> Result:
    """Rank bids given as id: (quality mark, price)."""
    return read_evaluation(
        {
            "format": "assurance-evaluation/1",
            "criteria": [
                {"id": "quality", "weight": quality_weight, "scale": scale, **more.pop("quality", {})},
                {"id": "price", "weight": 100 - quality_weight, "price": {}},
            ],
            "bids": [
                {"id": key, "scores": {"quality": mark}, "prices": {"price": price}, **more.get(key, {})}
                for key, (mark, price) in bids.items()
            ],
            **{key: value for key, value in more.items() if key not in bids},
        }
    ).result()


def totals(result: Result) -> dict[str, str]:
    return {bid["id"]: bid.get("total", bid["status"]) for bid in result.as_data()["bids"]}


def test_the_published_example() -> None:
    result = parse_evaluation(EXAMPLE).result().as_data()
    assert result["format"] == "assurance-result/1"
    assert result["ranking"] == ["B", "A"]
    assert result["ties"] == []
    assert result["bids"][0] == {
        "id": "B",
        "rank": 1,
        "status": "ranked",
        "total": "90.435115",
        "criteria": {
            "quality": {"percent": "90", "weighted": "72"},
            "clinical": {"mark": "5", "percent": "100", "weighted": "40"},
            "workforce": {"mark": "4", "percent": "80", "weighted": "32"},
            "price": {"price": "262", "percent": "92.175573", "weighted": "18.435115"},
        },
    }
    assert (result["bids"][1]["id"], result["bids"][1]["total"]) == ("A", "76")


def test_eighty_twenty_with_both_axes_relative() -> None:
    """The highest quality mark is the top of the scale here, so quality is relative to it as published."""
    marks = {"A": (123, 10500), "B": (126, 10350), "C": (129, 11750), "D": (117, 9900)}
    result = compare(80, marks, scale=129)
    shown = {bid.id: round(float(bid.total or 0), 2) for bid in result.bids}
    assert shown == {"A": 95.14, "B": 97.27, "C": 96.85, "D": 92.56}
    assert result.ranking == ("B", "C", "A", "D")


def test_seventy_thirty() -> None:
    result = compare(70, {"A": (62, 40), "B": (72, 44), "C": (80, 50)})
    prices = {bid["id"]: bid["criteria"]["price"]["weighted"] for bid in result.as_data()["bids"]}
    assert prices == {"A": "30", "B": "27.272727", "C": "24"}
    assert result.ranking == ("C", "B", "A")
    assert totals(result) == {"C": "80", "B": "77.672727", "A": "73.4"}


def test_a_hopeless_bid_that_is_still_in_can_change_who_wins() -> None:
    """The ranking paradox of relative price: why elimination must come first."""
    pair: dict[str, tuple[object, object]] = {"A": (70, 80), "B": (90, 104)}
    assert totals(compare(50, pair)) == {"A": "85", "B": "83.461538"}
    three = totals(compare(50, pair | {"C": (20, 50)}))
    assert (three["A"], three["B"]) == ("66.25", "69.038462")
    out = totals(compare(50, pair | {"C": (20, 50)}, quality={"minimum": 50}))
    assert out == {"A": "85", "B": "83.461538", "C": "eliminated"}


def test_a_single_bid_and_equal_prices_divide_by_nothing() -> None:
    assert totals(compare(50, {"A": (70, 80)})) == {"A": "85"}
    assert totals(compare(50, {"A": (70, 80), "B": (60, 80)})) == {"A": "85", "B": "80"}


def test_reaching_a_minimum_is_enough() -> None:
    result = parse_evaluation(EXAMPLE.replace('"clinical": 4, "workforce": 3', '"clinical": 2, "workforce": 4'))
    assert result.result().ranking == ("B", "A")


def test_every_minimum_missed_is_a_reason() -> None:
    text = EXAMPLE.replace('"clinical": 4, "workforce": 3', '"clinical": "1.5", "workforce": "4.49"')
    bid = parse_evaluation(text).result().as_data()["bids"][1]
    assert bid == {
        "id": "A",
        "rank": None,
        "status": "eliminated",
        "reasons": [
            {"criterion": "quality", "rule": "minimum", "required": "60", "found": "59.9"},
            {"criterion": "clinical", "rule": "minimum", "required": "2", "found": "1.5"},
        ],
    }


def test_failing_a_pass_or_fail_criterion_ends_a_bid_before_its_price_counts() -> None:
    text = (
        EXAMPLE.replace(
            '"bids": [',
            '"bids": [{"id": "Z", "scores": {"clinical": 5, "workforce": 5}, '
            '"prices": {"price": 1}, "passes": {"cqc": false}},',
        )
        .replace('"lowest-over-price"}}]', '"lowest-over-price"}}, {"id": "cqc", "pass_fail": true}]')
        .replace('"prices": {"price": "2', '"passes": {"cqc": true}, "prices": {"price": "2')
    )
    result = parse_evaluation(text).result().as_data()
    assert result["bids"][0]["total"] == "90.435115"
    assert result["bids"][2]["reasons"] == [
        {"criterion": "cqc", "rule": "pass_fail", "required": "pass", "found": "fail"}
    ]


FIVE: dict[str, tuple[object, object]] = {
    "A": (90, 90),
    "B": (80, 80),
    "C": (70, 70),
    "D": (70, 60),
    "E": (60, 1),
}


@pytest.mark.parametrize(
    ("count", "selected", "out"),
    [
        (2, ["A", "B"], ["C", "D", "E"]),
        (3, ["A", "B", "C", "D"], ["E"]),  # tied at the cut: both go through
        (5, ["A", "B", "C", "D", "E"], []),
        (9, ["A", "B", "C", "D", "E"], []),
    ],
)
def test_a_down_selection_cuts_before_prices_are_compared(count: int, selected: list[str], out: list[str]) -> None:
    result = compare(50, FIVE, select={"on": "quality", "count": count, "ties": "all-through"}).as_data()
    assert result["selected"] == selected
    assert [bid["id"] for bid in result["bids"] if bid["status"] == "eliminated"] == out
    best_price = min((float(str(FIVE[key][1])), key) for key in selected)[1]
    ranked = {bid["id"]: bid for bid in result["bids"]}
    assert ranked[best_price]["criteria"]["price"]["percent"] == "100"


def test_a_cut_names_what_was_required() -> None:
    result = compare(50, FIVE, select={"on": "quality", "count": 2}).as_data()
    assert result["bids"][2]["reasons"] == [{"criterion": "quality", "rule": "select", "required": "80", "found": "70"}]


def test_a_bid_below_a_minimum_takes_no_place_in_a_down_selection() -> None:
    clause = {"on": "quality", "count": 5}
    result = compare(50, FIVE, select=clause, quality={"minimum": 65})
    assert result.selected == ("A", "B", "C", "D")
    assert [reason.rule for reason in result.eliminated[0].reasons] == ["minimum"]


def test_equal_totals_share_a_rank_and_the_next_rank_is_left_out() -> None:
    result = compare(100, {"C": (80, 9), "A": (80, 5), "B": (90, 5), "D": (70, 5)})
    assert [(bid.id, bid.rank) for bid in result.bids] == [("B", 1), ("A", 2), ("C", 2), ("D", 4)]
    assert result.ties == (Tie(("A", "C"), None),)
    assert result.unresolved_ties == result.ties


def test_totals_that_differ_beyond_the_sixth_place_are_not_tied() -> None:
    result = compare(100, {"A": ("80.0000000001", 5), "B": (80, 5)})
    assert [bid.rank for bid in result.bids] == [1, 2]
    assert result.ties == ()


AT = {"A": "2026-03-02T12:00:00Z", "B": "2026-03-02T11:59:59+01:00", "C": "2026-03-02T11:00:00.5Z"}


@pytest.mark.parametrize(
    ("rules", "ranking", "ties"),
    [
        ([], ["A", "B", "C"], [(["A", "B", "C"], None)]),
        (["price"], ["A", "B", "C"], [(["A", "B", "C"], "price"), (["B", "C"], None)]),
        (["quality"], ["B", "C", "A"], [(["A", "B", "C"], "quality"), (["B", "C"], None)]),
        (
            ["lowest-price", "earliest"],
            ["A", "B", "C"],
            [(["A", "B", "C"], "lowest-price"), (["B", "C"], "earliest")],
        ),
        (["earliest"], ["B", "C", "A"], [(["A", "B", "C"], "earliest")]),
    ],
)
def test_tie_breaks_are_tried_in_turn_and_the_one_that_decided_is_named(
    rules: list[str], ranking: list[str], ties: list[tuple[list[str], str | None]]
) -> None:
    bids: dict[str, tuple[object, object]] = {"A": (60, 50), "B": (80, "62.5"), "C": (80, "62.5")}
    more: dict[str, Any] = {key: {"submitted_at": at} for key, at in AT.items()}
    result = compare(50, bids, tie_break=rules, **more).as_data()
    assert result["ranking"] == ranking
    assert result["ties"] == [{"bids": ids, "rule": rule} for ids, rule in ties]


def test_a_result_can_be_asked_about_one_bid() -> None:
    result = compare(100, {"A": (80, 5), "B": (90, 5)})
    assert result.leaders == ("B",)
    assert (result.find("A") or result.bids[0]).rank == 2
    assert result.find("Z") is None


def test_times_are_compared_as_instants() -> None:
    first, second = (datetime.fromisoformat(AT[key]).astimezone(UTC) for key in ("B", "A"))
    assert first < second


@pytest.mark.parametrize("price", [0, "-5", "0.00"])
def test_a_price_that_is_not_above_zero_is_a_fault_and_never_a_score(price: object) -> None:
    with pytest.raises(FaultsFound) as refusal:
        compare(50, {"A": (70, 80), "B": (60, price)})
    assert [str(fault) for fault in refusal.value.faults] == ["bids[1].prices.price: a price must be above zero"]


def test_no_bid_left_is_a_result_and_not_an_error() -> None:
    result = compare(50, {"A": (10, 80)}, quality={"minimum": 50})
    assert (result.ranking, result.leaders) == ((), ())
