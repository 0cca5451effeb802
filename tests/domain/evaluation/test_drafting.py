"""What is written of a criterion fits its kind, or is named at its field; nothing is dropped."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from assurance.domain.evaluation.criterion import Kind
from assurance.domain.evaluation.drafting import CriterionDraft, clean, code_fault, draft_faults, fits

FULL: dict[str, Any] = {
    "weight_percent": Decimal(10), "question": "How?", "guidance": "Look for care.", "evaluator_guidance": "Three.",
    "sub_criteria": ("Triage",), "minimum": Decimal(2), "word_limit": 500, "price_formula": "range",
    "price_parameters": {"base": Decimal(2)}, "normalise": "highest", "is_down_select": True,
}  # fmt: skip


def at(kind: Kind, **said: Any) -> dict[str, str]:
    draft = clean(kind, CriterionDraft(**{"title": "T", **said}))
    return {fault.path: fault.message for fault in draft_faults(kind, draft, 5)}


@pytest.mark.parametrize(
    ("kind", "refused"),
    [
        (Kind.GROUP, {"question", "sub_criteria", "evaluator_guidance", "word_limit", "price_formula",
                      "price_parameters.base", "is_down_select"}),
        (Kind.SCORED, {"price_formula", "price_parameters.base"}),
        (Kind.PRICE, {"sub_criteria", "evaluator_guidance", "word_limit", "minimum", "normalise", "is_down_select",
                      "price_parameters.base"}),
        (Kind.PASS_FAIL, {"weight_percent", "sub_criteria", "evaluator_guidance", "word_limit", "minimum", "normalise",
                          "price_formula", "price_parameters.base", "is_down_select"}),
    ],
)  # fmt: skip
def test_each_field_that_does_not_fit_is_refused_by_name(kind: Kind, refused: set[str]) -> None:
    assert at(kind, **FULL).keys() == refused
    assert all(
        fits(kind, path.partition(".")[0]) for path in refused if (kind, path) != (Kind.PRICE, "price_parameters.base")
    )


@pytest.mark.parametrize("kind", list(Kind))
def test_an_empty_draft_is_no_fault_of_its_fields(kind: Kind) -> None:
    assert at(kind) == {}


@pytest.mark.parametrize(
    ("said", "path"),
    [
        ({"title": " "}, "title"),
        ({"title": "x" * 201}, "title"),
        ({"weight_percent": Decimal("100.01")}, "weight_percent"),
        ({"weight_percent": Decimal("-1")}, "weight_percent"),
        ({"weight_percent": Decimal("NaN")}, "weight_percent"),
        ({"weight_percent": Decimal("0.001")}, "weight_percent"),
        ({"minimum": Decimal("5.01")}, "minimum"),
        ({"minimum": Decimal("Infinity")}, "minimum"),
        ({"word_limit": 50_001}, "word_limit"),
        ({"question": "x" * 30_001}, "question"),
        ({"sub_criteria": ("x" * 301,)}, "sub_criteria"),
        ({"sub_criteria": tuple(f"Point {n}" for n in range(21))}, "sub_criteria"),
        ({"normalise": "mean"}, "normalise"),
    ],
)
def test_what_cannot_be_kept_or_meant_is_refused(said: dict[str, Any], path: str) -> None:
    assert at(Kind.SCORED, **said).keys() == {path}


def test_the_bounds_themselves_are_fine() -> None:
    said = {"title": "x" * 200, "weight_percent": Decimal(100), "minimum": Decimal(5), "word_limit": 50_000}
    assert at(Kind.SCORED, **said, sub_criteria=tuple(f"Point {n}" for n in range(20)), question="x" * 30_000) == {}
    assert at(Kind.GROUP, minimum=Decimal(100)) == {}


def test_a_price_without_a_formula_has_the_usual_one() -> None:
    assert clean(Kind.PRICE, CriterionDraft("Price")).price_formula == "lowest-over-price"
    assert clean(Kind.SCORED, CriterionDraft("Clinical")).price_formula == ""


@pytest.mark.parametrize(
    ("parameters", "said"),
    [
        ({}, {"max": "Enter “Price that earns none (£)”: it is published with the formula",
              "min": "Enter “Price that earns all points (£)”: it is published with the formula"}),
        ({"min": 5, "max": 5}, {"min": "“Price that earns all points (£)” must be below “Price that earns none (£)”"}),
        ({"min": 5, "max": 10**13}, {"max": "Enter a smaller figure"}),
        ({"min": 5, "max": 6, "base": 2},
         {"base": "“Straight line between two prices published in advance” does not use this figure: leave it empty, "
                  "or choose the formula that does"}),
    ],
)  # fmt: skip
def test_the_figures_of_a_formula_are_named_in_words(parameters: dict[str, int], said: dict[str, str]) -> None:
    given = {name: Decimal(value) for name, value in parameters.items()}
    found = at(Kind.PRICE, price_formula="absolute-band", price_parameters=given)
    assert found == {f"price_parameters.{name}": message for name, message in said.items()}


def test_blanks_and_control_characters_are_dropped_and_words_are_not() -> None:
    dirty = CriterionDraft(" A\x00  title\n", question="\r\nHow?\r\nWhy?\x07 ", sub_criteria=(" One ", "", "Two\tand"))
    tidy = clean(Kind.SCORED, dirty)
    assert (tidy.title, tidy.question, tidy.sub_criteria) == ("A title", "How?\nWhy?", ("One", "Two and"))
    assert clean(Kind.SCORED, tidy) == tidy


@pytest.mark.parametrize("code", ["clinical", "a", "A.b-c_1", "9" * 40])
def test_a_short_name_is_short_and_plain(code: str) -> None:
    assert code_fault(code) == ""


@pytest.mark.parametrize("code", ["", "-a", "a b", "é", "9" * 41, "earliest", "lowest-price"])
def test_what_is_no_short_name_is_refused(code: str) -> None:
    assert code_fault(code)
