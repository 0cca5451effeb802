"""Past procurements are shown before they are kept, belong to one authority, and leave as files that act on nothing."""

from __future__ import annotations

import io
import re
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from html import unescape
from pathlib import Path
from urllib.parse import parse_qs, urlsplit

import openpyxl
import pytest
from flask.testing import FlaskClient
from sqlalchemy import event, select, update

from assurance.domain.authority.policy import Audience
from assurance.persistence.models import AuditEvent, Comparable, Organisation, PastProcurement, User
from assurance.persistence.session import Database
from tests.factories.cast import NOW, World

SignIn = Callable[[str], FlaskClient]
PACKAGE = Path(__file__).parents[3] / "data" / "dirty_package.json"
CHECK, KEEP = "/staff/past/import/check", "/staff/past/import/keep"


def send(client: FlaskClient, content: bytes | None = None, **more: str) -> str:
    content = PACKAGE.read_bytes() if content is None else content
    return client.post(CHECK, data={"package": (io.BytesIO(content), "invented.json"), **more}).text


def carried(page: str) -> str:
    found = re.search('name="shown_version"[^>]*value="([^"]*)"', page)
    assert found is not None
    return found[1]


def take_in(client: FlaskClient) -> None:
    assert client.post(KEEP, data={"shown_version": carried(send(client))}).status_code == 302


def kept(database: Database) -> list[PastProcurement]:
    with database.reading() as session:
        return list(session.scalars(select(PastProcurement).order_by(PastProcurement.ocid)))


def test_a_package_is_shown_with_what_is_wrong_in_it_and_nothing_is_stored(sign_in: SignIn, database: Database) -> None:
    page = send(sign_in("officer"))
    for part in ("Community nursing", "2 procurements can be kept", "releases[0].tender.value.amount", "Left out"):
        assert part in page
    assert "=HYPERLINK(&#34;" in page
    assert kept(database) == []


def test_what_was_shown_is_kept_once_it_is_confirmed_and_replaced_when_read_again(
    sign_in: SignIn, database: Database, world: World
) -> None:
    client = sign_in("officer")
    take_in(client)
    one = kept(database)[0]
    assert (one.ocid, one.suppliers, one.value_basis) == ("ocds-213czf-one", ["Invented Care"], "awarded")
    assert (one.file_name, one.organisation_id) == ("invented.json", world.organisations["authority"])
    assert "Replaces what is kept" in send(client)
    take_in(client)
    assert len(kept(database)) == 2
    with database.reading() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.tag == "past:imported").order_by(AuditEvent.seq))
        counts = [(each.body["data"]["added"], each.body["data"]["replaced"]) for each in events]
    assert counts == [(2, 0), (0, 2)]


def test_only_the_codes_asked_for_are_offered(sign_in: SignIn) -> None:
    client = sign_in("officer")
    assert "1 procurement can be kept, of 2 in the file" in send(client, cpv="8514")
    assert "Nothing in the file can be kept" in send(client, cpv="45")
    assert "from two to eight" in send(client, cpv="care")


@pytest.mark.parametrize(("content", "said"), [(b"", "not JSON"), (b"not json", "not JSON"), (b"[1]", "not a package")])
def test_what_is_no_package_is_refused_at_its_field(
    sign_in: SignIn, database: Database, content: bytes, said: str
) -> None:
    assert said in send(sign_in("officer"), content)
    assert kept(database) == []


def test_nobody_keeps_what_was_not_shown_to_them(sign_in: SignIn, database: Database) -> None:
    officer = sign_in("officer")
    shown = carried(send(officer))
    changed = shown[:20] + ("A" if shown[20] != "A" else "B") + shown[21:]
    for client, text in ((officer, ""), (officer, changed), (sign_in("approver"), shown)):
        answer = client.post(KEEP, data={"shown_version": text})
        assert answer.status_code == 422
        assert "Choose the file again" in answer.text
    assert kept(database) == []


def test_suppliers_and_strangers_see_nothing_of_it(sign_in: SignIn, app: object) -> None:
    supplier = sign_in("alder")
    for path in ("/staff/past/", "/staff/past/import", "/staff/past/past-procurements.csv"):
        assert supplier.get(path).status_code == 403
    assert supplier.post(CHECK).status_code == 403


def test_another_authority_has_its_own(sign_in: SignIn, database: Database) -> None:
    client = sign_in("officer")
    take_in(client)
    with database.transaction() as session:
        other = Organisation(name="Other Board", audience=Audience.STAFF, created_at=NOW)
        session.add(other)
        session.flush()
        session.execute(update(User).where(User.name == "Approver").values(organisation_id=other.id))
    stranger = sign_in("approver")
    assert "Nothing was taken in yet" in stranger.get("/staff/past/").text
    assert stranger.get(f"/staff/past/{kept(database)[0].public_id}").status_code == 404


@pytest.mark.parametrize(
    ("params", "found"),
    [
        ("q=NURSING", 1),
        ("q=invented+care", 1),
        ("cpv=85", 1),
        ("cpv=45", 0),
        ("least=1000000", 1),
        ("most=1000000", 0),
        ("since=2025", 1),
        ("since=2026", 0),
        ("q=%25", 0),
        ("sort=value", 2),
        ("sort=title&page=1", 2),
    ],
)
def test_the_list_is_narrowed(sign_in: SignIn, params: str, found: int) -> None:
    client = sign_in("officer")
    take_in(client)
    page = client.get(f"/staff/past/?{params}").text
    assert len(re.findall("/staff/past/[0-9a-f]{8}-", page)) == found


@pytest.mark.parametrize(
    ("label", "orders"),
    [("Procurement", ("title", "title-down")), ("Value", ("value", "least")), ("Published", ("oldest", ""))],
)
def test_a_heading_sorts_and_turns_round_and_keeps_what_is_looked_for(
    sign_in: SignIn, label: str, orders: tuple[str, ...]
) -> None:
    client, address = sign_in("officer"), "/staff/past/?cpv=85"
    take_in(client)
    for order in orders:
        link = re.search(rf'href="([^"]+)">{label}(?:<|&nbsp;)', client.get(address).text)
        assert link is not None
        address = unescape(link[1])
        assert parse_qs(urlsplit(address).query) == {"cpv": ["85"]} | ({"sort": [order]} if order else {})
    assert re.search(rf'aria-sort="(a|de)scending">\s*<a [^>]*>{label}', client.get(address).text)


def test_each_order_is_that_of_the_page_and_what_is_not_known_comes_last_either_way(
    sign_in: SignIn, database: Database
) -> None:
    client = sign_in("officer")
    take_in(client)
    with database.transaction() as session:
        first, second = session.scalars(select(PastProcurement).order_by(PastProcurement.ocid))
        first.title, first.value_amount, first.published_on = "alpha", Decimal(1), date(2024, 1, 1)
        second.title, second.value_amount, second.published_on = "Beta", None, None
    for order in ("newest", "oldest", "value", "least", "title"):
        page = client.get(f"/staff/past/?sort={order}").text
        assert page.index("alpha") < page.index("Beta"), order
    page = client.get("/staff/past/?sort=title-down").text
    assert page.index("alpha") > page.index("Beta")
    with database.transaction() as session:
        second = session.scalars(select(PastProcurement).where(PastProcurement.title == "Beta")).one()
        second.value_amount, second.published_on = Decimal(2), date(2025, 1, 1)
    found = {order: client.get(f"/staff/past/?sort={order}").text for order in ("newest", "oldest", "value", "least")}
    assert [page.index("alpha") < page.index("Beta") for page in found.values()] == [False, True, False, True]


def test_a_search_that_cannot_be_read_says_so_at_the_field(sign_in: SignIn) -> None:
    client = sign_in("officer")
    take_in(client)
    answer = client.get("/staff/past/?least=lots")
    assert answer.status_code == 422
    assert "Enter an amount in pounds" in answer.text


def test_the_list_goes_out_as_text_that_nothing_computes(sign_in: SignIn) -> None:
    client = sign_in("officer")
    take_in(client)
    table = client.get("/staff/past/past-procurements.csv").data.decode("utf-8-sig")
    assert "'=HYPERLINK" in table
    assert "Quality: 70%; Price: 30%" in table
    book = openpyxl.load_workbook(io.BytesIO(client.get("/staff/past/past-procurements.xlsx").data))
    cells = {cell.value: cell.data_type for row in book.active.iter_rows() for cell in row}
    assert cells['=HYPERLINK("https://example.org")'] == "s"
    assert cells[1_100_000] == "n"
    assert client.get("/staff/past/past-procurements.csv?q=nursing").data.count(b"\r\n") == 2


def test_a_page_of_the_list_takes_as_many_queries_for_many_as_for_one(sign_in: SignIn, database: Database) -> None:
    client = sign_in("officer")
    take_in(client)
    asked: list[str] = []
    event.listen(database.engine, "before_cursor_execute", lambda *a: asked.append(a[2]))
    client.get("/staff/past/?q=nursing")
    few, asked[:] = len(asked), []
    client.get("/staff/past/")
    assert len(asked) == few


def test_one_says_what_is_known_and_where_it_comes_from(sign_in: SignIn, database: Database) -> None:
    client = sign_in("officer")
    take_in(client)
    page = client.get(f"/staff/past/{kept(database)[0].public_id}").text
    for part in ("£1,100,000, awarded", "£366,583", "Invented Care", "70%", "Invented publisher, for tests"):
        assert part in page


def test_a_plan_is_compared_with_some_of_them(sign_in: SignIn, database: Database, world: World) -> None:
    officer = sign_in("officer")
    take_in(officer)
    past, address = kept(database)[0].public_id, f"/staff/procurements/{world.reference}/planning/comparables"
    refused = officer.post(address, data={"past": past, "reason": ""})
    assert (refused.status_code, "Say why it can be compared" in refused.text) == (422, True)
    assert officer.post(address, data={"past": past, "reason": "Same care"}).status_code == 302
    page = officer.get(address).text
    assert "came to £366,583 a year" in page
    assert "Same care" in page
    again = officer.post(address, data={"past": past, "reason": "Once more"})
    assert "is compared with this procurement already" in again.text
    unknown = officer.post(address, data={"past": "x" * 36, "reason": "Nothing"})
    assert unknown.status_code == 422
    assert officer.post(f"{address}/remove", data={"past": past}).status_code == 302
    assert officer.post(f"{address}/remove", data={"past": past}).status_code == 404
    with database.reading() as session:
        tags = session.scalars(select(AuditEvent.tag).where(AuditEvent.tag.startswith("comparable:")))
        assert sorted(tags) == ["comparable:chosen", "comparable:removed"]


def test_who_may_not_plan_reads_the_comparables_and_changes_none(
    sign_in: SignIn, database: Database, world: World
) -> None:
    take_in(sign_in("officer"))
    approver, past = sign_in("approver"), kept(database)[0].public_id
    address = f"/staff/procurements/{world.reference}/planning/comparables"
    assert "Choose another" not in approver.get(address).text
    assert approver.post(address, data={"past": past, "reason": "Same"}).status_code == 403
    with database.reading() as session:
        assert session.scalars(select(Comparable)).all() == []


def test_one_is_taken_out_with_a_reason_unless_a_plan_is_compared_with_it(
    sign_in: SignIn, database: Database, world: World
) -> None:
    officer = sign_in("officer")
    take_in(officer)
    past = kept(database)[0].public_id
    assert officer.get(f"/staff/past/{past}/remove").status_code == 200
    assert officer.post(f"/staff/past/{past}/remove", data={"reason": " "}).status_code == 422
    compared = f"/staff/procurements/{world.reference}/planning/comparables"
    officer.post(compared, data={"past": past, "reason": "Same care"})
    refused = officer.post(f"/staff/past/{past}/remove", data={"reason": "Wrong file"})
    assert (refused.status_code, world.reference in refused.text) == (409, True)
    officer.post(f"{compared}/remove", data={"past": past})
    assert officer.post(f"/staff/past/{past}/remove", data={"reason": "Wrong file"}).status_code == 302
    assert officer.get(f"/staff/past/{past}").status_code == 404
    assert len(kept(database)) == 1
    with database.reading() as session:
        event = session.scalars(select(AuditEvent).where(AuditEvent.tag == "past:removed")).one()
        assert event.body["data"]["reason"] == "Wrong file"
