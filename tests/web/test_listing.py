"""Lists that grow, as the address has them: which rows, in which order, on how many pages, under which headings."""

from __future__ import annotations

from dataclasses import dataclass

import pytest
from flask import Flask

from assurance.web.listing import SIZES, Choice, Column, Kind, Listing, fetched, listed


@dataclass(frozen=True)
class Row:
    name: str
    size: int | None


KIND = Kind(
    noun=("thing", "things"),
    columns=(
        Column("Name", "name", lambda row: row.name),
        Column("Size", "size", lambda row: row.size, numeric=True, largest_first=True),
        Column("Act"),
    ),
    choices=(Choice("large", "Large", "All", {"yes": "Large"}, lambda row, value: (row.size or 0) > 9),),
    text=lambda row: (row.name, None),
    begins="name",
)
ROWS = [Row("apple", 5), Row("Birch", 20), Row("cedar", None), Row("apple tree", 10)]


def look(query: str, rows: list[Row] = ROWS) -> tuple[Listing, list[dict[str, object]]]:
    with Flask("lists").test_request_context(f"/places/here/?{query}"):
        found = listed(KIND, rows)
        return found, found.wanted.columns


def names(query: str) -> list[str]:
    return [row.name for row in look(query)[0].rows]


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("", ["apple", "Birch", "cedar", "apple tree"]),
        ("sort=name", ["apple", "apple tree", "Birch", "cedar"]),
        ("sort=-name", ["cedar", "Birch", "apple tree", "apple"]),
        ("sort=size", ["apple", "apple tree", "Birch", "cedar"]),
        ("sort=-size", ["Birch", "apple tree", "apple", "cedar"]),
        ("sort=colour", ["apple", "Birch", "cedar", "apple tree"]),
        ("q=APPLE", ["apple", "apple tree"]),
        ("q=apple+tree", ["apple tree"]),
        ("large=yes&sort=name", ["apple tree", "Birch"]),
        ("large=perhaps", ["apple", "Birch", "cedar", "apple tree"]),
        ("q=%00", ["apple", "Birch", "cedar", "apple tree"]),
        ("q=oak", []),
    ],
)
def test_rows_come_as_the_address_says(query: str, expected: list[str]) -> None:
    assert names(query) == expected


def test_headings_lead_to_the_other_order_and_keep_what_is_narrowed() -> None:
    _, (name, size, act) = look("q=apple&size=50&page=1")
    assert (name["sorted"], name["href"]) == ("ascending", "/places/here/?q=apple&size=50&sort=-name")
    assert (size["sorted"], size["href"]) == ("", "/places/here/?q=apple&size=50&sort=-size")
    assert "href" not in act
    _, (name, size, _) = look("sort=-size")
    assert (name["sorted"], name["href"]) == ("", "/places/here/?sort=name")
    assert (size["sorted"], size["href"]) == ("descending", "/places/here/?sort=size")


def test_a_choice_of_order_stands_for_headings_that_a_phone_does_not_show() -> None:
    sorts = look("sort=-size")[0].wanted.sorts
    assert [each["value"] for each in sorts] == ["", "name", "-name", "size", "-size"]
    assert [each["text"] for each in sorts if each["selected"]] == ["Size, descending"]


def test_pages_are_cut_and_counted_in_words() -> None:
    many = [Row(f"n{number:02}", number) for number in range(1, 53)]
    first, last = look("", many)[0], look("page=9", many)[0]
    assert [row.name for row in first.rows] == [f"n{number:02}" for number in range(1, 26)]
    assert [row.name for row in last.rows] == ["n51", "n52"]
    assert (first.in_words, last.in_words) == ("52 things, page 1 of 3", "52 things, page 3 of 3")
    assert first.sizes == [(SIZES[1], "/places/here/?size=50")]
    assert [row.name for row in look("size=50&page=2", many)[0].rows] == ["n51", "n52"]
    assert look("size=1000000", many)[0].rows == first.rows
    assert look("q=n07", many)[0].in_words == "1 of 52 things"
    assert look("", many[:1])[0].in_words == "1 thing"
    assert len(first.found) == 52


@pytest.mark.parametrize("page", ["0", "-3", "x", "9" * 30, "٣"])
def test_a_page_that_there_is_not_is_the_nearest(page: str) -> None:
    assert names(f"page={page}") == ["apple", "Birch", "cedar", "apple tree"]


def test_the_database_is_asked_for_no_more_than_the_page() -> None:
    with Flask("lists").test_request_context("/?page=7&sort=-size&q=oak"):
        calls: list[tuple[object, ...]] = []

        def fetch(wanted: object, begin: int, size: int) -> list[object]:
            calls.append((wanted.order, wanted.words, begin, size))  # type: ignore[attr-defined]  # reason: what a page brings
            return []

        found = fetched(KIND, lambda wanted: 60, fetch)
    assert calls == [(("size", True), ("oak",), 50, 25)]
    assert (found.page, found.pages, found.total) == (3, 3, 60)
