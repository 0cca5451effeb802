"""A specification goes into one text and back by its sections, and says which of them changed."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.errors import InvalidInput
from assurance.domain.provision.specification import (
    UNTITLED,
    Fate,
    Section,
    assembled,
    changes,
    checked,
    checked_text,
    code_of,
    taken_apart,
)
from assurance.domain.provision.specification_template import TEMPLATE

WORDS = st.text(alphabet="abcdefg hij\n.", min_size=1, max_size=60).map(str.strip).filter(bool)
TITLES = st.text(alphabet="ABCDE fgh", min_size=1, max_size=12).map(lambda text: " ".join(text.split())).filter(bool)


def test_the_template_is_nine_interventions_five_components_and_enablers() -> None:
    parts = [part.value for part, _ in TEMPLATE]
    assert [parts.count(each) for each in ("intervention", "component", "enabler")] == [9, 5, 5]
    titles = [section.title for _, section in TEMPLATE]
    assert len(set(titles)) == len(titles)
    for at, (_, section) in enumerate(TEMPLATE):
        assert checked(section.title, section.text, titles[:at]) == section


@given(st.dictionaries(TITLES, WORDS, max_size=6))
def test_sections_come_back_as_they_went_in(said: dict[str, str]) -> None:
    sections = tuple(Section(title, text) for title, text in said.items())
    assert taken_apart(assembled(sections)) == sections


def test_a_text_without_sections_is_one_without_a_title() -> None:
    assert taken_apart("The provider answers.\nFor all of it.") == (
        Section(UNTITLED, "The provider answers.\nFor all of it."),
    )
    assert taken_apart("") == ()


def test_each_section_has_its_fate_in_the_order_of_the_newer_version() -> None:
    before = assembled([Section("Scope", "All"), Section("Care", "Two days"), Section("Old", "Gone")])
    after = assembled([Section("Care", "One day"), Section("New", "Added"), Section("Scope", "All")])
    assert [(each.title, each.fate, each.before, each.after) for each in changes(before, after)] == [
        ("Care", Fate.CHANGED, "Two days", "One day"),
        ("New", Fate.PUT_IN, "", "Added"),
        ("Scope", Fate.SAME, "All", "All"),
        ("Old", Fate.TAKEN_OUT, "Gone", ""),
    ]


@given(st.dictionaries(TITLES, WORDS, max_size=5), st.dictionaries(TITLES, WORDS, max_size=5))
def test_what_is_kept_and_put_in_makes_the_newer_version(old: dict[str, str], new: dict[str, str]) -> None:
    before, after = (assembled(Section(*each) for each in said.items()) for said in (old, new))
    found = changes(before, after)
    assert {each.title: each.after for each in found if each.fate is not Fate.TAKEN_OUT} == new
    assert {each.title: each.before for each in found if each.fate is not Fate.PUT_IN} == old


@pytest.mark.parametrize(
    ("title", "text", "field"),
    [
        ("", "x", "title"), ("x" * 161, "x", "title"), ("# One", "x", "title"), ("care PLANNING", "x", "title"),
        ("New", "x" * 8001, "text"), ("New", "One\n## Two\nthree", "text"),
    ],
)  # fmt: skip
def test_a_section_that_cannot_stand_is_refused_at_its_field(title: str, text: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refused:
        checked(title, text, ["Care planning"])
    assert refused.value.field == field


def test_a_hash_inside_a_line_is_only_a_hash() -> None:
    assert checked_text("Room ## 4, and #5") == "Room ## 4, and #5"


def test_names_for_addresses_are_unlike_each_other() -> None:
    assert code_of("Care planning", []) == "care-planning"
    assert code_of("Care  planning!", ["care-planning", "care-planning-2"]) == "care-planning-3"
    assert code_of("…", []) == "section"
