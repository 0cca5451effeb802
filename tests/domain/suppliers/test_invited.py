"""A list of providers is read whole or refused with every fault at its cell."""

from __future__ import annotations

from contextlib import suppress
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from assurance.domain.errors import InvalidInput
from assurance.domain.evaluation.workbook_cells import Cell, Unusable
from assurance.domain.faults import FaultsFound
from assurance.domain.suppliers.invited import MOST, Invited, read_invited, sheet_of_csv

HEAD: list[Cell] = ["Organisation", "Email address"]


def faults(*rows: list[Cell], head: list[Cell] = HEAD) -> list[tuple[str, str]]:
    with pytest.raises(FaultsFound) as refused:
        read_invited([head, *rows])
    return [(each.path, each.message) for each in refused.value.faults]


def test_a_list_is_read_with_columns_in_any_order_and_empty_rows_left_out() -> None:
    sheet: list[list[Cell]] = [
        ["EMAIL ADDRESS", "organisation"], ["Bids@Alder.example ", " Alder   Care "], ["", None],
        ["x@birch.example", Decimal(1948)],
    ]  # fmt: skip
    assert read_invited(sheet) == (Invited("Alder Care", "bids@alder.example"), Invited("1948", "x@birch.example"))


def test_every_fault_is_named_at_its_cell() -> None:
    found = faults(
        ["Alder", "bids@alder.example"], ["", "nobody"], ["Birch", "BIDS@alder.example"],
        ["C" * 201, "c@c.example"], ["Dogwood", Unusable("a formula")], ["Elm", ""], ["Fir", "f@f.example", "more"],
    )  # fmt: skip
    assert found == [
        ("Providers!A3", "enter the name of the organisation"),
        ("Providers!B3", "enter an email address in the correct format, like name@example.com"),
        ("Providers!B4", "row 2 has this address already"),
        ("Providers!A5", "this name has 201 characters, and 200 are the most"),
        ("Providers!B6", "this is a formula; type its value instead"),
        ("Providers!B7", "enter an email address in the correct format, like name@example.com"),
        ("Providers!C8", "there is no heading over this cell"),
    ]


def test_headings_and_the_length_of_the_list_are_judged() -> None:
    assert faults(["Alder", "a@a.example"], head=["Organisation", "Phone"])[0][0] == "Providers!B1"
    assert faults() == [("Providers!A2", "there is no provider in the list")]
    many: list[list[Cell]] = [[f"P{number}", f"p{number}@p.example"] for number in range(MOST + 1)]
    assert faults(*many)[0][0] == f"Providers!A{MOST + 2}"
    assert len(read_invited([HEAD, *many[:MOST]])) == MOST


@pytest.mark.parametrize("content", [b"\xff\xfe\x00", b'"open', b'a,"b"c'])
def test_what_is_no_table_is_refused(content: bytes) -> None:
    with pytest.raises(InvalidInput) as refused:
        sheet_of_csv(content)
    assert refused.value.field == "providers"


@given(st.binary(max_size=300))
def test_any_bytes_are_a_list_or_refused(content: bytes) -> None:
    with suppress(InvalidInput, FaultsFound):
        read_invited(sheet_of_csv(content))
