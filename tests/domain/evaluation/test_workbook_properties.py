"""Whatever criteria there are, writing them out and reading them back changes nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.evaluation.workbook import CriteriaDraft, read_workbook
from assurance.domain.evaluation.workbook_changes import find_changes
from assurance.domain.evaluation.workbook_rows import criteria_rows, said, scale_rows
from assurance.domain.faults import FaultsFound
from tests.factories.drafts import drafts


@given(drafts())
def test_rows_written_and_read_are_the_same_criteria(draft: CriteriaDraft) -> None:
    again = read_workbook(criteria_rows(draft.criteria), scale_rows(draft.scale))
    assert again == draft
    assert find_changes(draft.criteria, again.criteria, draft.scale, again.scale).is_empty


@given(drafts())
def test_rows_survive_as_text_alone(draft: CriteriaDraft) -> None:
    """As they travel through a form, and as a spreadsheet keeps cells that are formatted as text."""
    criteria, scale = (
        [[said(cell) for cell in row] for row in rows]
        for rows in (criteria_rows(draft.criteria), scale_rows(draft.scale))
    )
    assert read_workbook(criteria, scale) == draft


@given(drafts(), st.data())
def test_one_changed_cell_is_the_one_change_shown(draft: CriteriaDraft, data: st.DataObject) -> None:
    number = data.draw(st.integers(0, len(draft.criteria) - 1))
    rows = criteria_rows(draft.criteria)
    rows[number + 1][2] = f"{rows[number + 1][2]} again"[-200:].strip()
    again = read_workbook(rows, scale_rows(draft.scale))
    found = find_changes(draft.criteria, again.criteria, draft.scale, again.scale)
    assert [(each.code, [one.heading for one in each.differences]) for each in found.changed] == [
        (draft.criteria[number].code, ["Title"])
    ]
    assert not (found.added or found.removed or found.is_reordered or found.scale)


@given(drafts(), st.data())
def test_a_weight_that_is_off_is_refused(draft: CriteriaDraft, data: st.DataObject) -> None:
    weighted = [number for number, each in enumerate(draft.criteria) if each.draft.weight_percent]
    number = data.draw(st.sampled_from(weighted))
    rows = criteria_rows(draft.criteria)
    rows[number + 1][4] = draft.criteria[number].draft.weight_percent - Decimal("0.01")
    with pytest.raises(FaultsFound, match="sum to 99.99, not 100"):
        read_workbook(rows, scale_rows(draft.scale))
