from __future__ import annotations

import copy
import json
from decimal import Decimal
from typing import Any

import pytest

from assurance.domain.evaluation.document import parse_evaluation, read_evaluation, write_evaluation
from assurance.domain.faults import FaultsFound

GOOD: dict[str, Any] = {
    "format": "assurance-evaluation/1",
    "title": "MSK",
    "criteria": [
        {"id": "price", "weight": "20", "price": {"formula": "lowest-over-price"}},
        {
            "id": "quality",
            "title": "Quality",
            "weight": "80",
            "minimum": "60",
            "children": [
                {"id": "clinical", "weight": "55.5", "minimum": "2", "scale": 5},
                {"id": "workforce", "weight": "44.5", "scale": 5},
            ],
        },
        {"id": "cqc", "weight": "0", "pass_fail": True},
    ],
    "bids": [
        {
            "id": "A",
            "scores": {"clinical": "4", "workforce": "3.5"},
            "prices": {"price": "241.5"},
            "passes": {"cqc": True},
            "submitted_at": "2026-03-02T12:00:00+00:00",
        }
    ],
    "tie_break": ["quality", "lowest-price", "earliest"],
    "select": {"on": "quality", "count": 3, "ties": "all-through"},
}


def changed(path: str, value: object) -> dict[str, Any]:
    """Copy the good document with one value put in at a path of keys and numbers."""
    data = copy.deepcopy(GOOD)
    *way, last = [int(step) if step.isdigit() else step for step in path.split("/")]
    place: Any = data
    for step in way:
        place = place[step]
    if value is ...:
        del place[last]
    else:
        place[last] = value
    return data


def faults(data: object) -> list[str]:
    with pytest.raises(FaultsFound) as refusal:
        read_evaluation(data)
    return [str(fault) for fault in refusal.value.faults]


def test_what_is_written_reads_back_the_same() -> None:
    evaluation = read_evaluation(GOOD)
    assert write_evaluation(evaluation) == GOOD
    assert read_evaluation(write_evaluation(evaluation)) == evaluation
    assert parse_evaluation(json.dumps(GOOD).encode()) == evaluation


def test_numbers_are_read_exactly_whichever_way_they_are_written() -> None:
    text = json.dumps(GOOD).replace('"55.5"', "55.5").replace('"44.5"', "44.50").replace('"241.5"', "2.415e2")
    assert parse_evaluation(text) == read_evaluation(GOOD)


def test_the_wording_of_a_weight_fault() -> None:
    data = changed("criteria/1/children/0/weight", "50.5")
    assert faults(data) == ['criteria[1].weight: weights under "quality" sum to 95, not 100']


@pytest.mark.parametrize(
    ("path", "value", "expected"),
    [
        ("format", "assurance-evaluation/2", 'format: must be "assurance-evaluation/1"'),
        ("format", ..., "format: missing"),
        ("bids", ..., "bids: missing"),
        ("bids", [], "bids: must be a list with at least one entry"),
        ("bids/0", [], "bids[0]: must be an object"),
        ("weights", 1, "weights: unknown key"),
        ("title", 5, "title: must be text"),
        ("criteria/0/wieght", 5, "criteria[0].wieght: unknown key"),
        ("criteria/0/weight", ..., "criteria[0].weight: missing"),
        ("criteria/0/weight", 20.0, "criteria[0].weight: must be a number"),
        ("criteria/0/weight", True, "criteria[0].weight: must be a number"),
        ("criteria/0/weight", "20 ", "criteria[0].weight: must be a number"),
        ("criteria/0/weight", "1e999999", "criteria[0].weight: must be a number"),
        ("criteria/0/weight", "٢٠", "criteria[0].weight: must be a number"),
        ("criteria/0/id", "", "criteria[0].id: must be text"),
        (
            "criteria/0/price",
            ...,
            "criteria[0]: a criterion has exactly one of children, scale, price, pass_fail; this has none",
        ),
        (
            "criteria/0/scale",
            5,
            "criteria[0]: a criterion has exactly one of children, scale, price, pass_fail; this has scale and price",
        ),
        (
            "criteria/0/price/formula",
            "cheapest",
            'criteria[0].price.formula: "cheapest" is none of: lowest-over-price, linear-above-lowest, range, '
            "absolute-band, optimal-price, logarithmic, mean, standard-deviation",
        ),
        ("criteria/0/price/base", 2, "criteria[0].price.base: unknown key"),
        ("criteria/0/price", "cheap", "criteria[0].price: must be an object"),
        (
            "criteria/0/price",
            {"formula": "absolute-band", "max": 9},
            "criteria[0].price.min: missing; it is published with the formula",
        ),
        ("criteria/0/price", {"formula": "logarithmic", "base": 1}, "criteria[0].price.base: must be above 1"),
        (
            "criteria/0/price",
            {"formula": "optimal-price", "max": 9, "optimal": 9},
            'criteria[0].price.optimal: must be below "max"',
        ),
        ("criteria/0/normalise", "highest", "criteria[0].normalise: only a scored criterion or a group is normalised"),
        (
            "criteria/1/children/0/normalise",
            "best",
            'criteria[1].children[0].normalise: must be "highest" or "min-max"',
        ),
        ("criteria/2/pass_fail", False, "criteria[2].pass_fail: must be true"),
        (
            "method",
            {"name": "cheapest"},
            'method.name: "cheapest" is none of: weighted-sum, price-per-quality-point, relative-value-cost, '
            "quality-monetised, coefficient",
        ),
        (
            "method",
            {"name": "quality-monetised"},
            "method.value_per_point: missing; say what one per cent of quality is worth in pounds",
        ),
        ("method", {"name": "coefficient"}, "method.name: the scales of all features together must be below 1"),
        ("method", {"name": "weighted-sum", "value_per_point": 3}, "method.value_per_point: unknown key"),
        ("select/ties", "none-through", 'select.ties: must be "all-through"'),
        ("select/count", 0, "select.count: at least one bid must go through"),
        ("select/count", "x", "select.count: must be a number"),
        ("select/on", ..., "select.on: missing"),
        ("select/on", "price", 'select.on: "price" holds a price; select on a criterion that holds none'),
        ("select/on", "cqc", 'select.on: "cqc" is pass or fail and puts bids in no order'),
        ("select/on", "q", 'select.on: there is no criterion "q"'),
        ("tie_break/0", "q", 'tie_break[0]: "q" is no criterion, nor "lowest-price", nor "earliest"'),
        ("tie_break/0", "cqc", 'tie_break[0]: "cqc" is pass or fail and separates nobody'),
        ("tie_break/1", "quality", 'tie_break[1]: "quality" is named more than once'),
        ("tie_break/1", 3, "tie_break[1]: must be text"),
        ("bids/0/scores/clinical", ..., "bids[0].scores.clinical: missing; nothing is assumed in its place"),
        ("bids/0/scores/clinical", None, "bids[0].scores.clinical: must be a number"),
        ("bids/0/scores/clinical", 6, "bids[0].scores.clinical: 6 is not on the scale from 0 to 5"),
        ("bids/0/scores/clinical", "-0.1", "bids[0].scores.clinical: -0.1 is not on the scale from 0 to 5"),
        ("bids/0/scores/quality", 6, "bids[0].scores.quality: there is no such criterion to judge here"),
        ("bids/0/scores", [4], "bids[0].scores: must be an object"),
        ("bids/0/prices", ..., "bids[0].prices.price: missing; nothing is assumed in its place"),
        ("bids/0/prices/price", 0, "bids[0].prices.price: a price must be above zero"),
        ("bids/0/passes/cqc", "yes", "bids[0].passes.cqc: must be true or false"),
        ("bids/0/passes", ..., "bids[0].passes.cqc: missing; nothing is assumed in its place"),
        ("bids/0/submitted_at", ..., "bids[0].submitted_at: missing; the tie-break by time needs an instant"),
        (
            "bids/0/submitted_at",
            "2026-03-02T12:00:00",
            "bids[0].submitted_at: must be an instant with its offset, such as 2026-03-26T12:00:00Z",
        ),
    ],
)
def test_each_fault_is_one_line_at_its_path(path: str, value: object, expected: str) -> None:
    assert faults(changed(path, value)) == [expected]


def test_all_faults_are_listed_and_not_only_the_first() -> None:
    data = changed("criteria/0/wieght", 5)
    data["bids"][0]["scores"]["clinical"] = "four"
    data["tie-break"] = []
    assert len(faults(data)) == 3


def test_two_bids_cannot_share_an_id() -> None:
    data = changed("bids", GOOD["bids"] * 2)
    assert faults(data) == ['bids[1].id: "A" is used more than once']


def test_the_lowest_price_rule_needs_a_price() -> None:
    data = changed("criteria", [{"id": "q", "weight": 100, "scale": 5}])
    data |= {"bids": [{"id": "A", "scores": {"q": 3}}], "tie_break": ["lowest-price"]}
    del data["select"]
    assert faults(data) == ["tie_break[0]: no criterion is a price"]


def test_an_empty_tie_break_is_no_tie_break() -> None:
    assert read_evaluation(changed("tie_break", [])).tie_break == ()


def test_the_price_formula_defaults_to_the_usual_one() -> None:
    assert read_evaluation(changed("criteria/0/price", {})) == read_evaluation(GOOD)


def test_a_pass_or_fail_criterion_needs_no_weight() -> None:
    tree = read_evaluation(changed("criteria/2/weight", ...)).tree
    assert (tree.find("cqc") or tree.criteria[0]).weight == Decimal(0)


def test_criteria_nested_without_end_are_refused() -> None:
    criterion: dict[str, Any] = {"id": "q", "weight": 100, "scale": 5}
    for _ in range(20):
        criterion = {"id": "q", "weight": 100, "children": [criterion]}
    assert any("nested more than 8 deep" in fault for fault in faults(changed("criteria", [criterion])))


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("{", "not JSON"),
        ('{"format": 1, "format": 2}', 'the key "format" is given twice'),
        ('{"format": NaN}', "NaN is not a number"),
        ("[" * 100_000, "nested too deeply"),
        ("9" * 5000, "not JSON that can be read"),
        (b"\xff\xfe", "not JSON that can be read"),
        ("[]", "must be an object"),
        (r'{"\ud800": 1}', "not JSON that can be read"),
        (r'{"title": ["\udfff"]}', "not JSON that can be read"),
    ],
)
def test_text_that_is_no_clear_document_is_one_fault(text: str | bytes, why: str) -> None:
    with pytest.raises(FaultsFound, match=why) as refusal:
        parse_evaluation(text)
    assert refusal.value.faults[0].path == "$"
