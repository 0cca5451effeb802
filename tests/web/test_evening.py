from __future__ import annotations

from decimal import Decimal

from markupsafe import Markup

from assurance.web.evening import even_rows

COLUMNS = [{"label": "Bidder"}, {"label": "Points", "numeric": True}, {"label": "Year", "numeric": False}]


def test_only_numeric_columns_are_evened_and_the_total_with_them() -> None:
    rows, total = even_rows([["8.5", "82.08", "2"], ["9", 74, "2.5"]], COLUMNS, ["All", Decimal("156.080"), ""])
    assert rows == [["8.5", "82.08", "2"], ["9", "74.00", "2.5"]]
    assert total == ["All", Decimal("156.080"), ""]


def test_words_and_markup_stay_what_they_are() -> None:
    link = Markup("<a href='/'>3</a>")
    rows, total = even_rows([["A", link], ["B", "Not set"], ["C"], ["D", Markup("1")], ["E", "2.5"]], COLUMNS)
    assert rows == [["A", link], ["B", "Not set"], ["C"], ["D", "1.0"], ["E", "2.5"]]
    assert isinstance(rows[3][1], Markup)
    assert total is None
