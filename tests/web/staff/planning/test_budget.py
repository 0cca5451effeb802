"""Importing the programme budget and choosing in it: nothing half-stored, nothing typed lost."""

from __future__ import annotations

import io
from collections.abc import Callable
from decimal import Decimal

import openpyxl
import pytest
from flask.testing import FlaskClient

from assurance.persistence.models import Procurement
from assurance.persistence.queries.planning import get_envelope, list_budget_lines
from assurance.persistence.session import Database
from tests.factories.cast import NOW, World
from tests.factories.plans import TABLE

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def url(world: World) -> str:
    return f"/staff/procurements/{world.reference}/planning/budget"


def codes(database: Database, world: World) -> list[str]:
    with database.reading() as session:
        return [line.code for line in list_budget_lines(session, world.procurement_id)]


def test_a_pasted_table_is_imported_and_chosen(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    client = sign_in("officer")
    answer = client.post(f"{url}/import", data={"table": TABLE}, follow_redirects=True)
    assert "The table is imported" in answer.text
    assert "£326,417,000" in answer.text, "the totals row of the latest year"
    assert client.post(url, data={"codes": ["15"]}).status_code == 302
    with database.reading() as session:
        assert get_envelope(session, world.procurement_id) == Decimal(50_717_000)
    page = client.get(f"/staff/procurements/{world.reference}/planning/")
    for figure in ("£50,717,000", "£253,585,000", "£177,509,500", "£76,075,500"):
        assert figure in page.text


def test_a_file_is_imported(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    upload = (io.BytesIO(b"\xef\xbb\xbf" + TABLE.encode()), "budget.csv")
    answer = sign_in("finance").post(f"{url}/import", data={"file": upload, "table": ""})
    assert answer.status_code == 302
    assert codes(database, world) == ["05", "15", "23"]


def test_a_workbook_is_imported_with_its_total_as_a_formula(
    sign_in: SignIn, url: str, world: World, database: Database
) -> None:
    rows: list[list[object]] = [
        ["Expenditure (£000s)"], ["Programme Budgeting Category", None, "2007-08", "2008-09", "2007-08"],
        ["15", "Musculo Skeletal", 50287, 50717, "1%"], ["16", "Trauma", 39982, 37697.5, "-6%"],
        ["All", "Total", "=SUM(C3:C4)", None, None],
    ]  # fmt: skip
    client = sign_in("finance")
    assert client.post(f"{url}/import", data={"file": (workbook(rows), "b.xlsx"), "table": ""}).status_code == 302
    with database.reading() as session:
        lines = list_budget_lines(session, world.procurement_id)
    assert [each.latest_amount for each in lines] == [Decimal(50_717_000), Decimal(37_697_500)]
    rows[3][2] = "=C3"
    refused = client.post(f"{url}/import", data={"file": (workbook(rows), "b.xlsx"), "table": ""})
    assert refused.status_code == 422
    assert "Row 4, column C holds a formula" in refused.text
    rows[3][2] = "many"
    refused = client.post(f"{url}/import", data={"file": (workbook(rows), "b.xlsx"), "table": ""})
    assert "Row 4, gbp_thousand_2007_08: Enter an amount" in refused.text
    assert codes(database, world) == ["15", "16"]


def workbook(rows: list[list[object]]) -> io.BytesIO:
    book = openpyxl.Workbook()
    for row in rows:
        book.active.append(row)
    out = io.BytesIO()
    book.save(out)
    out.seek(0)
    return out


def test_cells_pasted_from_a_spreadsheet_have_tabs(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    table = "code\tprogramme\t2008/09\n15\tMusculo Skeletal\t50,717,000\n"
    assert sign_in("officer").post(f"{url}/import", data={"table": table}).status_code == 302
    assert codes(database, world) == ["15"]


def test_a_faulty_file_comes_back_for_correction_and_changes_nothing(
    sign_in: SignIn, url: str, world: World, database: Database
) -> None:
    client = sign_in("officer")
    client.post(f"{url}/import", data={"table": TABLE})
    upload = (io.BytesIO(b"code,programme,gbp_thousand_2008_09\n15,Musculo Skeletal,fifty\n"), "budget.csv")
    answer = client.post(f"{url}/import", data={"file": upload, "table": ""})
    assert answer.status_code == 422
    assert "Row 2, gbp_thousand_2008_09" in answer.text
    assert "15,Musculo Skeletal,fifty" in answer.text, "shown in the box, where it can be mended"
    assert codes(database, world) == ["05", "15", "23"]


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ({"table": ""}, "Attach a file or paste the table"),
        ({"file": (io.BytesIO(b"\xff\xfe\x00"), "b.csv"), "table": ""}, "saved as UTF-8"),
    ],
)
def test_no_table_is_no_import(sign_in: SignIn, url: str, data: dict[str, object], message: str) -> None:
    answer = sign_in("officer").post(f"{url}/import", data=data)
    assert answer.status_code == 422
    assert message in answer.text


@pytest.mark.parametrize(("chosen", "message"), [([], "Choose at least one category"), (["99"], "Select from")])
def test_a_choice_is_among_the_categories(
    sign_in: SignIn, url: str, world: World, database: Database, chosen: list[str], message: str
) -> None:
    client = sign_in("officer")
    client.post(f"{url}/import", data={"table": TABLE})
    answer = client.post(url, data={"codes": chosen})
    assert answer.status_code == 422
    assert message in answer.text
    with database.reading() as session:
        assert get_envelope(session, world.procurement_id) == 0


def test_everyone_in_the_procurement_reads_the_budget_and_planners_write_it(
    sign_in: SignIn, url: str, world: World
) -> None:
    reader = sign_in("auditor")
    assert reader.get(url).status_code == 200
    assert "Import the table" not in reader.get(url).text
    assert reader.get(f"{url}/import").status_code == 403
    assert reader.post(url, data={"codes": ["15"]}).status_code == 403
    assert sign_in("outsider").get(url).status_code == 404


def test_a_published_budget_stands(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    client = sign_in("officer")
    client.post(f"{url}/import", data={"table": TABLE})
    with database.transaction() as session:
        row = session.get_one(Procurement, world.procurement_id)
        row.criteria_frozen_at, row.criteria_digest = NOW, "d" * 64
    answer = client.post(f"{url}/import", data={"table": "code,programme,2009/10\n01,Other,5\n"})
    assert answer.status_code == 409
    assert "The call was published on Monday 6 January 2025" in answer.text
    assert codes(database, world) == ["05", "15", "23"]
    assert "The call was published" in client.get(f"{url}/import").text
