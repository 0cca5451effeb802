"""A search is read from an address and written back to it; what cannot be read is named."""

from __future__ import annotations

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.suppliers.search import Band, Order, Search, Which, read_search

WORD = st.text(alphabet=st.characters(categories=["L", "N", "P", "S"]), min_size=1, max_size=12)
LINE = st.lists(WORD, max_size=3).map(" ".join)
SEARCHES = st.builds(
    Search, words=st.lists(WORD, max_size=4, unique=True).map(tuple), which=st.sampled_from(Which), authority=LINE,
    care_group=LINE, band=st.none() | st.sampled_from(Band), before=st.none() | st.dates(date(1000, 1, 1)),
    order=st.sampled_from(Order),
)  # fmt: skip


@given(SEARCHES)
def test_a_search_survives_its_address(search: Search) -> None:
    assert read_search(search.as_params()) == (search, {})


@given(SEARCHES)
def test_what_lasts_is_stable_and_does_not_depend_on_openness(search: Search) -> None:
    assert search.lasting.lasting == search.lasting
    assert {"which", "before", "sort"}.isdisjoint(search.lasting.as_params())


@given(st.dictionaries(st.sampled_from(["q", "which", "authority", "band", "before", "sort", "page", "x"]), st.text()))
def test_nothing_typed_breaks_it(given_params: dict[str, str]) -> None:
    search, faults = read_search(given_params)
    assert set(faults) <= set(given_params)
    assert read_search(search.as_params()) == (search, {})


def test_each_fault_is_at_its_part_and_nothing_is_guessed() -> None:
    search, faults = read_search(
        {"which": "maybe", "band": "huge", "before": "soon", "sort": "by luck", "q": "w" * 201}
    )
    assert search == Search()
    assert set(faults) == {"which", "band", "before", "sort", "q"}


def test_bands_follow_each_other_without_gap_or_overlap() -> None:
    bounds = [band.bounds for band in Band]
    assert [low for low, _ in bounds[1:]] == [high for _, high in bounds[:-1]]
    assert (bounds[0][0], bounds[-1][1]) == (0, None)


def test_a_search_says_what_it_looks_for() -> None:
    search, _ = read_search({"q": "knee hip", "authority": "Test Board", "band": "1m-10m"})
    assert search.in_words == "“knee”, “hip”, Test Board, £1 million to £10 million"
    assert Search().in_words == "Every opportunity"
