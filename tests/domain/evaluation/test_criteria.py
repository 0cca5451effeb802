from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from fractions import Fraction

import pytest

from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind
from assurance.domain.faults import Fault

CLINICAL = Criterion("clinical", "Clinical model", Decimal(60), Kind.SCORED, scale=5, minimum=Decimal(2))
WORKFORCE = Criterion("workforce", "Workforce", Decimal(40), Kind.SCORED, scale=5)
QUALITY = Criterion("quality", "Quality", Decimal(80), Kind.GROUP, children=(CLINICAL, WORKFORCE), minimum=Decimal(60))
PRICE = Criterion("price", "Price", Decimal(20), Kind.PRICE)
CQC = Criterion("cqc", "CQC registration", Decimal(0), Kind.PASS_FAIL)
TREE = CriteriaTree((QUALITY, PRICE, CQC))


def quality(**changes: object) -> CriteriaTree:
    return CriteriaTree((replace(QUALITY, **changes), PRICE))  # type: ignore[arg-type]  # reason: any field


def clinical(**changes: object) -> CriteriaTree:
    changed = replace(CLINICAL, **changes)  # type: ignore[arg-type]  # reason: any field
    return quality(children=(changed, WORKFORCE))


def test_a_sound_tree_has_no_faults() -> None:
    assert TREE.faults() == ()


@pytest.mark.parametrize(
    ("tree", "path", "message"),
    [
        (clinical(weight=Decimal(55)), "criteria[0].weight", 'weights under "quality" sum to 95, not 100'),
        (
            clinical(weight=Decimal("59.999999999")),
            "criteria[0].weight",
            'weights under "quality" sum to 99.999999999, not 100',
        ),
        (CriteriaTree((QUALITY,)), "criteria", "weights at the top sum to 80, not 100"),
        (CriteriaTree(()), "criteria", "there are no criteria"),
        (
            clinical(scale=0),
            "criteria[0].children[0].scale",
            "a scored criterion needs a top mark above zero",
        ),
        (
            clinical(scale=None, minimum=None),
            "criteria[0].children[0].scale",
            "a scored criterion needs a top mark above zero",
        ),
        (clinical(minimum=Decimal(6)), "criteria[0].children[0].minimum", "6 is not between 0 and 5 marks"),
        (
            clinical(minimum=Decimal("NaN")),
            "criteria[0].children[0].minimum",
            "NaN is not between 0 and 5 marks",
        ),
        (quality(minimum=Decimal(101)), "criteria[0].minimum", "101 is not between 0 and 100 per cent"),
        (clinical(id="workforce"), "criteria[0].children[1].id", '"workforce" is used more than once'),
        (clinical(id=" "), "criteria[0].children[0].id", "a criterion needs an id"),
        (clinical(id="earliest"), "criteria[0].children[0].id", '"earliest" is the name of a tie-break rule'),
        (clinical(word_limit=0), "criteria[0].children[0].word_limit", "a word limit is above zero"),
        (
            clinical(children=(WORKFORCE,), id="x"),
            "criteria[0].children[0].children",
            "only a group has criteria under it",
        ),
        (
            CriteriaTree((replace(QUALITY, children=()), PRICE, replace(CLINICAL, weight=Decimal(80)))),
            "criteria[0].children",
            "a group needs at least one criterion under it",
        ),
        (
            CriteriaTree((QUALITY, replace(PRICE, scale=5))),
            "criteria[1].scale",
            "only a scored criterion has a scale",
        ),
        (
            CriteriaTree((QUALITY, replace(PRICE, minimum=Decimal(5)))),
            "criteria[1].minimum",
            "only a scored criterion or a group has a minimum",
        ),
        (
            CriteriaTree((QUALITY, replace(PRICE, price_formula="dearest"))),
            "criteria[1].price.formula",
            'there is no price formula called "dearest"',
        ),
        (
            CriteriaTree((QUALITY, replace(PRICE, weight=Decimal(10)), replace(CQC, weight=Decimal(10)))),
            "criteria[2].weight",
            "a pass or fail criterion carries no weight",
        ),
        (
            CriteriaTree((replace(PRICE, weight=Decimal(100)),)),
            "criteria",
            "at least one criterion must be scored by evaluators",
        ),
    ],
)
def test_each_fault_is_named_at_its_path(tree: CriteriaTree, path: str, message: str) -> None:
    assert Fault(path, message) in tree.faults()


@pytest.mark.parametrize("weight", ["-1", "100.5", "NaN", "Infinity"])
def test_a_weight_lies_between_0_and_100(weight: str) -> None:
    faults = clinical(weight=Decimal(weight)).faults()
    assert Fault("criteria[0].children[0].weight", "a weight is between 0 and 100") in faults


def test_a_minimum_on_a_group_with_a_price_is_refused_as_circular() -> None:
    group = Criterion("all", "", Decimal(100), Kind.GROUP, children=(QUALITY, PRICE), minimum=Decimal(50))
    assert [fault.path for fault in CriteriaTree((group,)).faults()] == ["criteria[0].minimum"]


def test_a_group_of_pass_or_fail_criteria_counts_for_nothing() -> None:
    mandatory = Criterion("mandatory", "", Decimal(0), Kind.GROUP, children=(CQC,))
    assert CriteriaTree((QUALITY, PRICE, mandatory)).faults() == ()
    weighted = replace(mandatory, weight=Decimal(10), minimum=Decimal(1))
    cheaper = replace(PRICE, weight=Decimal(10))
    paths = [fault.path for fault in CriteriaTree((QUALITY, cheaper, weighted)).faults()]
    assert paths == ["criteria[2].weight", "criteria[2].minimum"]


def test_the_tree_can_be_walked_and_searched() -> None:
    assert [each.id for each in TREE.leaves()] == ["clinical", "workforce", "price", "cqc"]
    assert [each.id for each in TREE.scored()] == ["clinical", "workforce"]
    assert [each.id for each in TREE.prices()] == ["price"]
    assert [each.id for each in TREE.pass_fails()] == ["cqc"]
    assert TREE.find("workforce") is WORKFORCE
    assert TREE.find("nobody") is None


def test_global_weight_multiplies_down_the_tree() -> None:
    assert TREE.global_weight("quality") == 80
    assert TREE.global_weight("clinical") == 48
    assert clinical(weight=Decimal("33.3")).global_weight("clinical") == Fraction("26.64")
    with pytest.raises(KeyError):
        TREE.global_weight("nobody")


def test_the_weights_of_the_judged_leaves_are_the_whole() -> None:
    assert sum(TREE.global_weight(each.id) for each in TREE.leaves()) == 100
