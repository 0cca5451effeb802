"""Criteria go out to a spreadsheet and come back: every fault by its cell, every change shown before it is made."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable
from typing import Any

import openpyxl
import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from assurance.persistence.models import CriterionAssignment, Procurement
from assurance.persistence.queries.criteria import get_criterion, get_publication, list_assignments, list_criteria
from assurance.persistence.session import Database
from tests.factories.cast import NOW, World
from tests.factories.plans import make_criteria

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def url(world: World, database: Database) -> str:
    with database.transaction() as session:
        make_criteria(session, world)
    return f"/staff/procurements/{world.reference}/tender"


def edited(client: FlaskClient, url: str, change: Callable[[Any], Any] | None = None) -> bytes:
    """Download the workbook, change its first sheet as a person would in a spreadsheet, and save it."""
    book = openpyxl.load_workbook(io.BytesIO(client.get(f"{url}/workbook/criteria.xlsx").data))
    if change:
        change(book["Criteria"])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def upload(client: FlaskClient, url: str, content: bytes, name: str = "criteria.xlsx") -> TestResponse:
    return client.post(f"{url}/workbook", data={"workbook": (io.BytesIO(content), name)})


def confirm(client: FlaskClient, url: str, page: TestResponse) -> TestResponse:
    """Press the button on the page of changes."""
    hidden = dict(re.findall(r'name="(shown_version|version)"[^>]*value="([^"]*)"', page.text))
    assert hidden.keys() == {"shown_version", "version"}
    data = {name: html.unescape(value) for name, value in hidden.items()}
    return client.post(f"{url}/workbook/replace", data=data)


def codes(database: Database, world: World) -> list[str]:
    with database.reading() as session:
        return [row.code for row in list_criteria(session, world.procurement_id)]


def set_cells(**cells: Any) -> Callable[[Any], None]:
    def change(sheet: Any) -> None:
        for name, value in cells.items():
            sheet[name] = value

    return change


def test_a_workbook_put_back_unchanged_changes_nothing(
    sign_in: SignIn, url: str, world: World, database: Database
) -> None:
    client = sign_in("officer")
    page = upload(client, url, edited(client, url))
    assert page.status_code == 200
    assert "Nothing would change" in page.text
    assert "Replace the criteria" not in page.text


def test_changes_are_shown_then_made(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    client = sign_in("officer")
    with database.transaction() as session:
        clinical = get_criterion(session, world.procurement_id, "clinical")
        session.add(CriterionAssignment(criterion_id=clinical.id, user_id=world.users["nurse"]))

    def change(sheet: Any) -> None:
        sheet["E4"], sheet["I4"] = "100%", "Pay\nTraining"
        sheet.delete_rows(3)

    page = upload(client, url, edited(client, url, change))
    assert page.status_code == 200
    for words in ("Nurse: “Clinical model”", "Taken away: 1", "Changed: “Workforce” (workforce)", "Pay\nTraining"):
        assert words in page.text
    assert codes(database, world) == ["quality", "clinical", "workforce", "price", "registered"]
    assert confirm(client, url, page).status_code == 302
    assert codes(database, world) == ["quality", "workforce", "price", "registered"]
    with database.reading() as session:
        points = [each.title for each in get_criterion(session, world.procurement_id, "workforce").sub_criteria]
        assert (points, list_assignments(session, world.procurement_id)) == (["Pay", "Training"], [])


def test_every_fault_is_named_by_its_cell_and_nothing_changes(
    sign_in: SignIn, url: str, world: World, database: Database
) -> None:
    client = sign_in("officer")
    wrong = set_cells(E3=55, F4="high", B5="qualty", D6="essay", C2="=1+1")
    page = upload(client, url, edited(client, url, wrong))
    assert page.status_code == 422
    said = html.unescape(page.text)
    for words in (
        "4 faults", "“high” is not a number", "There is no criterion “qualty” in this sheet",
        "“essay” is none of “Group”", "This is a formula; type its value instead",
    ):  # fmt: skip
        assert words in said
    mended = upload(client, url, edited(client, url, set_cells(E3=55)))
    assert "The weights under “quality” sum to 95, not 100" in mended.text
    assert "Criteria!E2" in mended.text
    assert "Nothing would change" in upload(client, url, edited(client, url)).text


@pytest.mark.parametrize(
    ("content", "message"),
    [
        (b"", "The file is empty"),
        (b"Short name,Title", "The file must be an Excel workbook"),
        (b"\xd0\xcf\x11\xe0 an old workbook", "The file must be an Excel workbook"),
        (b"PK\x03\x04 cut short", "is damaged"),
    ],
)
def test_what_is_no_workbook_is_refused_at_the_file(sign_in: SignIn, url: str, content: bytes, message: str) -> None:
    answer = upload(sign_in("officer"), url, content)
    assert answer.status_code == 422
    assert message in answer.text


def test_no_file_is_asked_for(sign_in: SignIn, url: str) -> None:
    answer = sign_in("officer").post(f"{url}/workbook", data={})
    assert answer.status_code == 422
    assert "Choose the workbook" in answer.text


def test_a_workbook_of_something_else_is_refused(sign_in: SignIn, url: str) -> None:
    out = io.BytesIO()
    openpyxl.Workbook().save(out)
    answer = upload(sign_in("officer"), url, out.getvalue())
    assert answer.status_code == 422
    assert "The workbook has no sheet “Criteria”" in answer.text


def test_what_somebody_else_changed_meanwhile_stands(
    sign_in: SignIn, url: str, world: World, database: Database
) -> None:
    client = sign_in("officer")
    page = upload(client, url, edited(client, url, set_cells(C4="People")))
    data = {"title": "Staff", "weight_percent": "40", "question": "Who?"}
    assert sign_in("finance").post(f"{url}/criteria/workforce", data=data).status_code == 302
    refused = confirm(client, url, page)
    assert refused.status_code == 409
    assert "Short name" not in refused.text, "the table is not printed back"
    with database.reading() as session:
        assert get_criterion(session, world.procurement_id, "workforce").title == "Staff"


def test_a_table_no_page_wrote_is_refused(sign_in: SignIn, url: str, world: World, database: Database) -> None:
    with database.reading() as session:
        version = session.get_one(Procurement, world.procurement_id).version
    for table in ("", "[[],[]]", '[[["Short name"]],[]]'):
        data = {"shown_version": table, "version": str(version)}
        assert sign_in("officer").post(f"{url}/workbook/replace", data=data).status_code == 422
    assert len(codes(database, world)) == 5


def test_published_criteria_are_taken_out_but_not_put_back(
    sign_in: SignIn, url: str, world: World, database: Database
) -> None:
    client = sign_in("officer")
    content = edited(client, url, set_cells(C4="People"))
    page = upload(client, url, content)
    with database.transaction() as session:
        row = session.get_one(Procurement, world.procurement_id)
        row.criteria_frozen_at, row.criteria_digest = NOW, get_publication(session, row).digest()
        digest = row.criteria_digest
    shown = client.get(f"{url}/workbook").text
    assert "The call was published on" in shown
    assert "Read the workbook" not in shown
    for answer in (upload(client, url, content), confirm(client, url, page)):
        assert answer.status_code == 409
        assert "can no longer be changed" in answer.text
    assert client.get(f"{url}/workbook/criteria.xlsx").status_code == 200
    with database.reading() as session:
        assert get_publication(session, world.procurement(session)).digest() == digest


def test_only_those_who_plan_take_criteria_out_or_in(
    sign_in: SignIn, url: str, world: World, database: Database
) -> None:
    content = edited(sign_in("officer"), url, set_cells(C4="People"))
    for who, status in (("nurse", 403), ("auditor", 403), ("moderator", 403), ("outsider", 404)):
        client = sign_in(who)
        for path in ("workbook", "workbook/criteria.xlsx", "workbook/criteria.csv"):
            assert client.get(f"{url}/{path}").status_code == status
        assert upload(client, url, content).status_code == status
        assert client.post(f"{url}/workbook/replace", data={"shown_version": "[]"}).status_code == status
    assert sign_in("alder").get(f"{url}/workbook/criteria.xlsx").status_code in {403, 404}


def test_the_table_is_a_file_to_be_saved(sign_in: SignIn, url: str, world: World) -> None:
    answer = sign_in("officer").get(f"{url}/workbook/criteria.csv")
    assert answer.headers["Content-Disposition"] == f"attachment; filename={world.reference}-criteria.csv"
    assert answer.data.startswith(b"\xef\xbb\xbfShort name,")
