"""What may be refined, what may not, and that applying changes gives exactly the criteria that are published."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind
from assurance.domain.evaluation.publication import Publication
from assurance.domain.evaluation.refinement import (
    REFINABLE,
    Changes,
    draft_of,
    order_faults,
    refine_criterion,
    refined,
    refinement_faults,
    why_not_refinable,
)
from assurance.domain.evaluation.refinement_objections import Refined, refinement_objections
from assurance.domain.evaluation.scales import ZERO_TO_FIVE
from assurance.domain.evaluation.version_changes import version_changes
from assurance.domain.stages import Stage

CLINICAL = Criterion(
    "clinical", "Clinical model", Decimal(60), Kind.SCORED, scale=5, minimum=Decimal(2), question="Describe it.",
    guidance="Name owners.", word_limit=500, sub_criteria=("Access",),
)  # fmt: skip
WORKFORCE = Criterion("workforce", "Workforce", Decimal(40), Kind.SCORED, scale=5, question="Who?")
QUALITY = Criterion("quality", "Quality", Decimal(80), Kind.GROUP, (CLINICAL, WORKFORCE))
PRICE = Criterion("price", "Price", Decimal(20), Kind.PRICE)
PUBLISHED = Publication(
    CriteriaTree((QUALITY, PRICE)), tie_break=("quality", "lowest-price"), descriptors=ZERO_TO_FIVE.descriptors,
    down_select=("clinical",), criteria_may_be_refined=True,
)  # fmt: skip

REFINED_STAGES = {Stage.CALL, Stage.SELECTION, Stage.DIALOGUE_1, Stage.DOWN_SELECT, Stage.DIALOGUE_2,
                  Stage.DIALOGUE_CLOSED}  # fmt: skip


@pytest.mark.parametrize("stage", [each for each in Stage if each not in {"planning", "engagement", "checkpoint_1"}])
def test_criteria_are_refined_after_the_call_and_before_final_tenders(stage: Stage) -> None:
    why = why_not_refinable(stage, is_published=True, is_allowed=True)
    assert (why == "") is (stage in REFINED_STAGES)
    assert why_not_refinable(stage, is_published=True, is_allowed=False) != ""


def test_nothing_is_refined_before_it_is_published() -> None:
    assert "not published yet" in why_not_refinable(Stage.PLANNING, is_published=False, is_allowed=True)


def test_the_words_of_a_change_name_what_was_and_what_is() -> None:
    changes = refine_criterion(
        Changes(), CLINICAL,
        {"weight_percent": Decimal(55), "minimum": None, "word_limit": 750, "guidance": "Name all owners.",
         "sub_criteria": ("Access", "Discharge")},
    )  # fmt: skip
    found = version_changes(PUBLISHED.as_data(), refined(PUBLISHED, replace(changes, tie_break=())).as_data())
    assert [each.sentence for each in found] == [
        "Weight of “Clinical model” in its group: 60% to 55%",
        "Minimum of “Clinical model”: 2 of 5 to none",
        "Limit of words for “Clinical model”: 500 words to 750 words",
        "Guidance for bidders on “Clinical model”: reworded",
        "Points to cover under “Clinical model”: reworded",
        "Equal totals are separated by: “Quality”, then the lower price to none",
    ]
    guidance = found[3].stretches
    assert [(each.fate.value, each.text) for each in guidance] == [
        ("kept", "Name "), ("inserted", "all "), ("kept", "owners."),
    ]  # fmt: skip


WANTED = st.fixed_dictionaries(
    {},
    optional={
        "weight_percent": st.decimals(1, 100, places=2), "minimum": st.none() | st.integers(0, 5).map(Decimal),
        "question": st.text(min_size=1, max_size=20).filter(str.strip), "guidance": st.text(max_size=20),
        "word_limit": st.none() | st.integers(1, 900),
        "sub_criteria": st.lists(st.sampled_from(["Access", "Discharge", "Choice"]), unique=True).map(tuple),
    },
)  # fmt: skip


@given(WANTED)
def test_changes_survive_storage_touch_nothing_else_and_can_be_taken_back(wanted: dict[str, Any]) -> None:
    changes = refine_criterion(Changes(), CLINICAL, wanted)
    assert Changes.from_data(changes.as_data()) == changes
    after = refined(PUBLISHED, changes)
    clinical = after.tree.find("clinical")
    assert clinical is not None
    assert draft_of(clinical) == replace(draft_of(clinical), title=CLINICAL.title)
    untouched = {name: getattr(CLINICAL, name) for name in ("id", "title", "kind", "scale", "normalise", "children")}
    assert {name: getattr(clinical, name) for name in untouched} == untouched
    assert after.tree.find("workforce") == WORKFORCE
    back = refine_criterion(changes, CLINICAL, {name: getattr(draft_of(CLINICAL), name) for name in REFINABLE})
    assert back.is_empty
    assert refined(PUBLISHED, back).digest() == PUBLISHED.digest()


@pytest.mark.parametrize(
    ("criterion", "wanted", "field"),
    [
        (CLINICAL, {"weight_percent": Decimal(0)}, "weight_percent"),
        (replace(CLINICAL, weight=Decimal(0)), {"weight_percent": Decimal(5)}, "weight_percent"),
        (CLINICAL, {"minimum": Decimal(6)}, "minimum"),
        (CLINICAL, {"question": ""}, "question"),
        (CLINICAL, {"sub_criteria": ("Access", "access")}, "sub_criteria"),
        (PRICE, {"word_limit": 5}, "word_limit"),
        (QUALITY, {"question": "What?"}, "question"),
    ],
)
def test_what_does_not_fit_is_named_at_its_field(criterion: Criterion, wanted: dict[str, Any], field: str) -> None:
    assert [fault.path for fault in refinement_faults(criterion, wanted)] == [field]


def test_titles_kinds_and_formulas_are_not_among_what_is_read() -> None:
    wanted = {"title": "Another", "kind": "price", "normalise": "highest", "price_formula": "absolute-band"}
    assert list(refinement_faults(CLINICAL, wanted)) == []
    assert refine_criterion(Changes(), CLINICAL, wanted).is_empty


def test_only_the_order_of_the_rules_is_refined() -> None:
    assert list(order_faults(("a", "b"), ("b", "a"))) == []
    for wanted in ((), ("a",), ("a", "b", "c"), ("a", "a")):
        assert list(order_faults(("a", "b"), wanted))


def test_nothing_known_objects_to_everything_and_all_known_to_nothing() -> None:
    assert {each.code for each in refinement_objections(Refined())} == {
        "assessing", "nothing", "faults", "reason", "tampering",
    }  # fmt: skip
    fine = Refined(is_empty=False, has_reason=True, is_sound=True, faults=(), saved=(), stage=Stage.DIALOGUE_2)
    assert refinement_objections(fine) == ()
