"""A template can be published as it is, and says of itself that it is an example."""

from __future__ import annotations

from decimal import Decimal

import pytest

from assurance.domain.evaluation.criterion import Kind
from assurance.domain.evaluation.drafting import code_fault, draft_faults
from assurance.domain.evaluation.templates import TEMPLATES, CriteriaTemplate
from assurance.domain.evaluation.workbook import read_workbook
from assurance.domain.evaluation.workbook_rows import criteria_rows, scale_rows


@pytest.fixture(params=sorted(TEMPLATES))
def template(request: pytest.FixtureRequest) -> CriteriaTemplate:
    return TEMPLATES[request.param]


def test_a_template_has_no_faults(template: CriteriaTemplate) -> None:
    """The reader of workbooks refuses whatever has a fault, in the tree or in one criterion."""
    draft = template.draft
    read = read_workbook(criteria_rows(draft.criteria), scale_rows(draft.scale), tie_break=template.tie_break)
    assert read.criteria == draft.criteria
    for each in draft.criteria:
        assert code_fault(each.code) == ""
        assert list(draft_faults(each.kind, each.draft, draft.scale[-1].mark)) == []


def test_a_template_asks_something_and_has_a_down_selection(template: CriteriaTemplate) -> None:
    scored = [each for each in template.draft.criteria if each.kind is Kind.SCORED]
    assert all(each.draft.question and each.draft.sub_criteria for each in scored)
    assert any(each.draft.is_down_select for each in scored)
    assert set(template.tie_break) <= {each.code for each in template.draft.criteria} | {"lowest-price"}


def test_the_five_key_criteria_are_all_there() -> None:
    at_the_top = {each.code: each.draft.weight_percent for each in TEMPLATES["psr-five"].draft.criteria}
    assert at_the_top == {
        "quality-innovation": Decimal(30), "integration": Decimal(25), "access": Decimal(15),
        "social-value": Decimal(10), "price": Decimal(20), "registered": Decimal(0),
    }  # fmt: skip
