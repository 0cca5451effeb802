"""Readiness is counted and never lost."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.suppliers.readiness import Element, Readiness, Ready, tally

ELEMENTS = [Element("Knee", "First contact"), Element("Knee", "Surgery"), Element("Hip", "Rehabilitation")]
ANSWERS = st.lists(st.dictionaries(st.sampled_from("012"), st.sampled_from([each.value for each in Ready])), max_size=8)


@given(ANSWERS)
def test_every_respondent_is_counted_once_for_each_element(answers: list[dict[str, str]]) -> None:
    for each in tally(ELEMENTS, answers):
        assert each.now + each.later + each.not_at_all + each.unsaid == len(answers)
        assert each.is_gap == (each.now == 0)


def test_a_hand_count() -> None:
    answers = [{"0": "now", "1": "later"}, {"0": "now", "1": "not", "2": "later"}, {"0": "not"}]
    assert tally(ELEMENTS, answers) == [
        Readiness(ELEMENTS[0], now=2, later=0, not_at_all=1, unsaid=0),
        Readiness(ELEMENTS[1], now=0, later=1, not_at_all=1, unsaid=1),
        Readiness(ELEMENTS[2], now=0, later=1, not_at_all=0, unsaid=2),
    ]
