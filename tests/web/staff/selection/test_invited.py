"""Inviting providers from a list, by pages: read, shown, sent once; every fault at its cell and what mends it."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Callable

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.exports.tables import Table, table_xlsx
from assurance.persistence.models import CallInvitation
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.tenders import call_open

SignIn = Callable[[str], FlaskClient]
HEADINGS = ("Organisation", "Email address")
ROWS = [["=Elm Care", "bids@elm.example"], ["Fir <Trust>", "bids@fir.example"]]


@pytest.fixture
def base(database: Database, world: World) -> str:
    """The address of the invitations of an open call."""
    with database.transaction() as session:
        call_open(session, world)
    return f"/staff/procurements/{world.reference}/selection/invited"


def upload(client: FlaskClient, base: str, content: bytes, name: str = "list.xlsx") -> tuple[int, str]:
    answer = client.post(base, data={"providers": (io.BytesIO(content), name)}, content_type="multipart/form-data")
    return answer.status_code, answer.text


def stored(database: Database) -> list[str]:
    with database.reading() as session:
        return sorted(session.scalars(select(CallInvitation.email)))


def test_a_workbook_is_shown_then_sent_then_listed_and_taken_out(
    sign_in: SignIn, database: Database, base: str
) -> None:
    officer = sign_in("officer")
    assert f'href="{base}"' in officer.get(base.removesuffix("invited")).text
    template = officer.get(f"{base}/template.xlsx").data
    assert [cell.value for cell in openpyxl.load_workbook(io.BytesIO(template)).active[1]] == list(HEADINGS)
    status, page = upload(officer, base, table_xlsx(Table("Any name", HEADINGS, ROWS)))
    assert status == 200 and "To be invited: 2" in page and "Fir &lt;Trust&gt;" in page
    assert stored(database) == []
    table = html.unescape(re.findall(r'name="shown_version"[^>]* value="([^"]*)"', page)[0])
    sent = officer.post(f"{base}/send", data={"shown_version": table}, follow_redirects=True).text
    assert "2 providers are invited" in sent and "Waiting" in sent
    assert stored(database) == ["bids@elm.example", "bids@fir.example"]
    status, again = upload(officer, base, table_xlsx(Table("Any name", HEADINGS, ROWS)))
    assert "Everybody in the list is invited already" in again and "shown_version" not in again
    lines = officer.get(f"{base}/invited.csv").data.decode("utf-8-sig").splitlines()
    assert lines[1].startswith('"\'=Elm Care",bids@elm.example,') and len(lines) == 3


def test_faults_are_shown_at_their_cells_and_nothing_is_stored(sign_in: SignIn, database: Database, base: str) -> None:
    officer = sign_in("officer")
    status, page = upload(officer, base, b"Organisation,Email address\nElm,\nFir,nowhere\n", "list.csv")
    assert status == 422 and "2 faults" in page and "Providers!B2" in page and "Providers!B3" in page
    for content, said in ((b"", "no provider"), (b"\xff\xfe", "UTF-8"), (b"PK\x03\x04x", "cannot be read")):
        status, page = upload(officer, base, content)
        assert status == 422 and (said in page or "heading" in page or "missing" in page), page
    assert officer.post(base, data={}).status_code == 422
    assert "Choose the list" in officer.post(base, data={}).text
    refused = officer.post(f"{base}/send", data={"shown_version": "nonsense"})
    assert refused.status_code == 422 and "Nobody was written to" in refused.text
    assert stored(database) == []


def test_who_may_not_invite_sees_no_form_and_once_the_call_is_over_nobody_does(
    sign_in: SignIn, database: Database, base: str, world: World
) -> None:
    auditor = sign_in("auditor")
    assert "Read the list" not in auditor.get(base).text
    assert auditor.post(base).status_code == 403 and auditor.post(f"{base}/send").status_code == 403
    assert sign_in("outsider").get(base).status_code == 404
    assert sign_in("alder").get(base).status_code in {403, 404}
    with database.transaction() as session:
        procurement = world.procurement(session)
        procurement.requests_due_at = procurement.created_at
    officer = sign_in("officer")
    assert "while the call is open" in officer.get(base).text
    assert "Read the list" not in officer.get(base).text
    assert upload(officer, base, b"Organisation,Email address\nElm,a@elm.example\n", "list.csv")[0] == 409
