from __future__ import annotations

from decimal import Decimal
from pathlib import Path

import pytest

from assurance.domain.errors import InvalidInput
from assurance.domain.faults import FaultsFound
from assurance.domain.provision.programme import envelope, parse_budget, totals, years

TABLE = (Path(__file__).parents[2] / "data" / "northamptonshire_programme_budgets.csv").read_text("utf-8")
HEAD = "code,programme,gbp_2007_08,gbp_thousand_2008_09\n"
GOOD = HEAD + '15,Musculoskeletal,"£50,287,000.50",50717\n16,Trauma,1,2.5\n'


def faults(text: str) -> list[str]:
    with pytest.raises(FaultsFound) as refusal:
        parse_budget(text)
    return [str(fault) for fault in refusal.value.faults]


def test_the_northamptonshire_table_adds_up() -> None:
    lines = parse_budget(TABLE)
    assert len(lines) == 23
    assert totals(lines) == {
        "2006/07": Decimal(776_294_000),
        "2007/08": Decimal(846_604_000),
        "2008/09": Decimal(920_699_000),
    }


def test_musculoskeletal_is_category_15() -> None:
    lines = parse_budget(TABLE)
    assert envelope(lines, ["15"], "2008/09") == Decimal(50_717_000)
    assert envelope(lines, ["15", "16", "15"], "2008/09") == Decimal(88_414_000)
    share = envelope(lines, ["15"], "2008/09") / totals(lines)["2008/09"] * 100
    assert round(share, 1) == Decimal("5.5")


def test_the_heading_says_the_unit_and_every_amount_is_in_pounds() -> None:
    line, small = parse_budget("\ufeff# a note\n\n" + GOOD)
    assert (line.code, line.name) == ("15", "Musculoskeletal")
    assert line.amounts == {"2007/08": Decimal("50287000.50"), "2008/09": Decimal(50_717_000)}
    assert small.amounts["2008/09"] == Decimal(2500)
    assert years([line, small]) == ("2007/08", "2008/09")


@pytest.mark.parametrize("heading", ["2008/09", "2008-09", "gbp_2008_09", " GBP_2008_09 "])
def test_a_year_may_be_headed_in_several_ways(heading: str) -> None:
    (line,) = parse_budget(f"code,programme,{heading}\n1,All,5\n")
    assert line.amounts == {"2008/09": Decimal(5)}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("", ["row 1: the table is empty"]),
        ("# only a note\n", ["row 1: the table is empty"]),
        (HEAD, ["row 2: the table has no rows"]),
        ("programme,2008/09\nx,1\n", ["row 1: there must be one column headed “code”"]),
        ("code,programme\n1,x\n", ["row 1: there must be at least one column for a financial year"]),
        ("code,programme,2008/10\n1,x,1\n", ["row 1, column 3: “2008/10” is not a financial year"]),
        ("code,programme,2008/09,gbp_2008_09\n1,x,1,1\n", ["row 1, column 4: 2008/09 has a column already"]),
        (GOOD + "17,Extra,1\n", ["row 4: there are 3 cells and 4 columns"]),
        (GOOD + "15,Again,1,2\n", ["row 4, code: “15” is used more than once"]),
        (GOOD + ",Nameless,1,2\n", ["row 4, code: Enter a code of at most 10 characters"]),
        (GOOD + f"17,{'x' * 121},1,2\n", ["row 4, programme: Enter a programme of at most 120 characters"]),
        (GOOD + "17,Extra,,2\n", ["row 4, gbp_2007_08: Enter an amount in pounds"]),
        (GOOD + "17,Extra,1,-2\n", ["row 4, gbp_thousand_2008_09: The amount must not be negative"]),
        (GOOD + "17,Extra,1,999999999999\n", ["row 4, gbp_thousand_2008_09: The amount is too large"]),
        (GOOD + '17,"Extra,1,2\n', ["row 4: this is not a table that can be read: unexpected end of data"]),
    ],
)
def test_each_fault_is_named_by_row_and_column(text: str, expected: list[str]) -> None:
    assert faults(text) == expected


def test_every_fault_is_listed_and_nothing_is_taken() -> None:
    text = "# note\n" + HEAD + "15,,x,1e3\n16,Trauma,1,2\n16,Trauma,1,\n"
    assert [fault.split(":")[0] for fault in faults(text)] == [
        "row 3, gbp_2007_08",
        "row 3, gbp_thousand_2008_09",
        "row 3, programme",
        "row 5, gbp_thousand_2008_09",
        "row 5, code",
    ]


def test_a_table_without_end_is_refused() -> None:
    rows = "".join(f"{number},Category,1,1\n" for number in range(501))
    assert faults(HEAD + rows) == ["row 502: the table has more than 500 rows"]


@pytest.mark.parametrize(
    ("codes", "year", "field"),
    [(["99"], "2008/09", "codes"), (["15"], "2009/10", "year"), ([], "2008/09", "codes")],
)
def test_an_envelope_needs_categories_and_a_year_that_exist(codes: list[str], year: str, field: str) -> None:
    with pytest.raises(InvalidInput) as refusal:
        envelope(parse_budget(TABLE), codes, year)
    assert refusal.value.field == field
