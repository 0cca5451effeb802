"""Formulas, omissions, rounding and the report as a whole: the worked tables, and what must hold for any evaluation."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from assurance.domain.evaluation.bids import BidInput
from assurance.domain.evaluation.document import Evaluation
from assurance.domain.evaluation.sensitivity import Report, analyse, sentences
from assurance.domain.evaluation.sensitivity.omissions import without_each_bid, without_each_evaluator
from assurance.domain.evaluation.sensitivity.rounding import margin
from assurance.domain.evaluation.sensitivity.variants import Source, Status, other_formulas, other_methods
from tests.domain.evaluation.sensitivity.cases import firms, paradox, small, three

EXPECTED = {
    "lowest-over-price": ("C",),
    "linear-above-lowest": ("C",),
    "range": ("A",),
    "logarithmic": ("C",),
    "mean": ("C",),
    "standard-deviation": ("B",),
}
"""Winners of the three bids under every formula that needs no published parameter."""


def test_three_bids_have_three_winners_by_formula() -> None:
    evaluation = three()
    rows = {row.name: row for row in other_formulas(evaluation, evaluation.result())}
    assert {name: rows[name].leaders for name in EXPECTED} == EXPECTED
    assert rows["lowest-over-price"].status is Status.PUBLISHED
    assert {row.status for name, row in rows.items() if name != "lowest-over-price"} == {Status.COMPUTED}


def test_published_parameters_are_used_and_passed_on_to_the_formula_that_means_the_same() -> None:
    evaluation = three("absolute-band", min="35000000", max="55000000")
    rows = {row.name: row for row in other_formulas(evaluation, evaluation.result())}
    assert (rows["absolute-band"].leaders, rows["absolute-band"].source) == (("B",), Source.PUBLISHED)
    assert rows["optimal-price"].parameters["price"] == {"max": Decimal(55_000_000), "optimal": Decimal(35_000_000)}
    assert rows["optimal-price"].leaders == ("B",)


def test_parameters_nobody_published_are_marked_as_what_they_are() -> None:
    evaluation = three()
    rows = {row.name: row for row in other_formulas(evaluation, evaluation.result())}
    assert rows["logarithmic"].source is Source.DEFAULT
    assert rows["absolute-band"].source is Source.DERIVED
    assert rows["absolute-band"].parameters["price"] == {
        "min": Decimal("22333333.33"), "max": Decimal("67000000.00")
    }  # fmt: skip


def test_methods_name_their_winner_or_say_why_they_cannot() -> None:
    evaluation = three()
    rows = {row.name: row for row in other_methods(evaluation, evaluation.result())}
    assert rows["price-per-quality-point"].leaders == ("B",)
    assert rows["relative-value-cost"].leaders == ("A",)
    assert rows["quality-monetised"].status is Status.NEEDS_PARAMETERS
    assert rows["coefficient"].status is Status.NOT_APPLICABLE


def test_a_hopeless_bid_decides_between_two_others() -> None:
    evaluation = paradox()
    result = evaluation.result()
    rows = {row.bid: row for row in without_each_bid(evaluation, result)}
    assert result.leaders == ("B",)
    assert (rows["C"].leaders, rows["C"].changes_order) == (("A",), True)
    assert (rows["B"].leaders, rows["B"].changes_order) == (("A",), False)


def test_leaving_out_an_evaluator_compares_means_that_are_never_rounded() -> None:
    # Means of A: 10/3 of all, 3 without Z; of B: 3 of all, 3.5 without Z. No decimal holds 10/3.
    evaluation = three()
    bids = tuple(replace(bid, prices={"price": Decimal(100)}) for bid in evaluation.bids[:2])
    marks = {
        ("A", "quality"): {"X": Decimal(3), "Y": Decimal(3), "Z": Decimal(4)},
        ("B", "quality"): {"X": Decimal(4), "Y": Decimal(3), "Z": Decimal(2)},
    }
    found = without_each_evaluator(replace(evaluation, bids=bids), marks)
    assert found is not None
    assert found.leaders == ("A",)
    assert [(row.evaluator, row.leaders, row.changes_first, row.alone_on) for row in found.without] == [
        ("X", ("A",), False, 0),
        ("Y", ("A",), False, 0),
        ("Z", ("B",), True, 0),
    ]


def test_a_mark_that_only_one_evaluator_gave_is_kept_and_counted() -> None:
    evaluation = three()
    marks = {(bid.id, "quality"): {"X": bid.scores["quality"]} for bid in evaluation.bids}
    found = without_each_evaluator(evaluation, marks)
    assert found is not None
    assert (found.without[0].leaders, found.without[0].alone_on) == (evaluation.result().leaders, 3)


def test_an_agreed_mark_with_no_mark_behind_it_leaves_the_question_open() -> None:
    assert without_each_evaluator(three(), {("A", "quality"): {"X": Decimal(3)}}) is None


def test_rounding_points_early_can_make_a_tie() -> None:
    # 97.27 to 96.85 for the four firms: 97 to 97 in whole points, apart again with one decimal.
    evaluation = firms()
    found = margin(evaluation.tree, evaluation.result())
    assert found is not None
    assert (found.first, found.second, round(float(found.points), 2)) == ("B", "C", 0.42)
    assert [each.leaders for each in found.rounded] == [("B", "C"), ("B",), ("B",), ("B",)]
    assert [each.places for each in found.harmful] == [0]


def told(report: Report, evaluation: Evaluation) -> str:
    return sentences.in_one_sentence(report, evaluation.tree, {})


def test_the_one_sentence_names_the_nearest_weight_and_the_smallest_mark() -> None:
    evaluation = firms()
    assert told(analyse(evaluation, draws=100), evaluation) == (
        "Another result would follow from a weight of quality 3.05 points higher or from a mark of 125 instead of 126 "
        "for B on “quality” (2 single changes of this size would do it)."
    )


@pytest.mark.parametrize("count", [0, 1])
def test_one_bid_or_none_is_no_fault(count: int) -> None:
    evaluation = replace(three(), bids=three().bids[:count])
    report = analyse(evaluation, draws=10)
    json.dumps(report.as_data())
    assert (report.without_bid, report.flips, report.margin) == ((), (), None)
    assert told(report, evaluation).startswith("No bid is left" if count == 0 else "Only one bid is ranked")


def _facts(report: Report) -> Any:
    data = report.as_data()
    for row in data["formulas"]:
        row.pop("parameters", None)
    data["without_bid"] = sorted(data["without_bid"], key=str)
    data["smallest_mark_change"] = sorted(data["smallest_mark_change"], key=str)
    return data


@given(small().flatmap(lambda found: st.tuples(st.just(found), st.permutations(found.bids))))
@settings(max_examples=60, deadline=None)
def test_the_order_of_bids_does_not_matter(given_: tuple[Evaluation, Sequence[BidInput]]) -> None:
    evaluation, bids = given_
    other = replace(evaluation, bids=tuple(bids))
    assert _facts(analyse(evaluation, draws=50)) == _facts(analyse(other, draws=50))


@given(small())
@settings(max_examples=60, deadline=None)
def test_adding_an_eliminated_bid_changes_nothing_but_the_marks_that_keep_it_out(evaluation: Evaluation) -> None:
    hopeless = BidInput("Z", {"clinical": Decimal(0), "workforce": Decimal(0)}, {"price": Decimal(1)}, {"legal": False})
    before = _facts(analyse(evaluation, draws=50))
    after = _facts(analyse(replace(evaluation, bids=(*evaluation.bids, hopeless)), draws=50))
    assert after == before


@given(small(), st.integers(2, 1000))
@settings(max_examples=60, deadline=None)
def test_scaling_every_price_changes_nothing_for_relative_formulas(evaluation: Evaluation, by: int) -> None:
    scaled = tuple(replace(bid, prices={"price": bid.prices["price"] * by}) for bid in evaluation.bids)
    before, after = _facts(analyse(evaluation, draws=50)), _facts(analyse(replace(evaluation, bids=scaled), draws=50))
    for each in (before, after):
        each["formulas"] = [row for row in each["formulas"] if row["formula"] not in {"absolute-band", "optimal-price"}]
    assert before == after
