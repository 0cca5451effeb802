from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.evaluation.places import ANSWER, Place, read_places, write_places

DOCUMENTS = ("Plan.pdf", "Plan; part 2.pdf", "Plan.pdf annex")


def test_places_are_written_as_one_readable_line() -> None:
    places = (Place("Plan.pdf", "page 4"), Place(ANSWER, "paragraph 2"), Place("", ""), Place("Plan.pdf annex", ""))
    assert write_places(places) == "Plan.pdf, page 4; The answer, paragraph 2; Plan.pdf annex"


def test_what_was_typed_freely_is_kept_as_it_is() -> None:
    assert read_places("Annex 2, page 4", DOCUMENTS) == (Place("", "Annex 2, page 4"),)
    assert read_places("Planning, p 1; ;p 3", DOCUMENTS) == (Place("", "Planning, p 1"), Place("", "p 3"))
    assert read_places("") == ()


WHERE = st.text(alphabet=st.characters(exclude_characters=";", exclude_categories=["Z", "C"]), max_size=20)


@given(st.lists(st.builds(Place, st.sampled_from(DOCUMENTS), WHERE.filter(lambda text: not text.startswith(",")))))
def test_places_written_are_read_back(places: list[Place]) -> None:
    assert list(read_places(write_places(places), DOCUMENTS)) == places


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    read_places(text, DOCUMENTS)
