"""An organisation always has a lead."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.suppliers.people import Part, why_not_change

PARTS = st.dictionaries(st.integers(1, 6), st.sampled_from(Part), min_size=1)
CHANGES = st.lists(st.tuples(st.integers(1, 6), st.sampled_from([*Part, None])), max_size=20)


@given(PARTS, CHANGES)
def test_whatever_is_changed_a_lead_stays(parts: dict[int, Part], changes: list[tuple[int, Part | None]]) -> None:
    parts = {**parts, 1: Part.LEAD}
    for person, new in changes:
        if person in parts and not why_not_change(parts, person, new):
            parts = {key: value for key, value in parts.items() if key != person} | ({person: new} if new else {})
        assert Part.LEAD in parts.values()


def test_only_the_last_lead_is_held_back() -> None:
    two = {1: Part.LEAD, 2: Part.LEAD, 3: Part.VIEWER}
    assert why_not_change(two, 1, None) == ""
    assert why_not_change(two, 3, None) == ""
    assert "make a colleague lead first" in why_not_change({1: Part.LEAD, 3: Part.VIEWER}, 1, Part.CONTRIBUTOR)
    assert why_not_change({1: Part.LEAD}, 1, Part.LEAD) == ""
