"""Lists are narrowed and sorted by their address, and their file holds what the page shows, for whoever may see it."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assurance.domain.clarifications.questions import Category, Circle, State
from assurance.persistence.models import Clarification, Notice, Pack
from assurance.persistence.session import Database
from tests.factories.cast import NOW, World
from tests.factories.tenders import call_open
from tests.statements import asked, listened

SignIn = Callable[[str], FlaskClient]


@pytest.fixture
def many(database: Database, world: World) -> str:
    """An open call with three notices, three packs and six published questions, two of them about the contract."""
    with database.transaction() as session:
        call_open(session, world)
        add(session, world, 0, 3)
        for number in range(1, 7):
            add_question(session, world, number)
    return world.reference


def add(session: object, world: World, begin: int, end: int) -> None:
    for number in range(begin, end):
        at = NOW + timedelta(days=number)
        kind = "award_notice" if number else "notice_inviting_offers"
        session.add_all([  # type: ignore[attr-defined]  # reason: a session of either database
            Notice(public_id=f"notice-{number}", procurement_id=world.procurement_id, kind=kind, published_at=at,
                   title=f"Notice {number}", content={"sections": []}),
            Pack(public_id=f"pack-{number}", procurement_id=world.procurement_id, kind="notice", subject=str(number),
                 title=f"Pack {number}",
                 status="failed" if number else "cancelled", requested_by_id=world.users["officer"],
                 requested_at=at, size=1000 - number),
        ])  # fmt: skip


def add_question(session: object, world: World, number: int) -> None:
    session.add(  # type: ignore[attr-defined]  # reason: a session of either database
        Clarification(
            public_id=f"question-{number}", procurement_id=world.procurement_id,
            organisation_id=world.organisations["alder" if number % 2 else "birch"],
            asked_by_id=world.users["alder" if number % 2 else "birch"], asked_at=NOW + timedelta(hours=number),
            category=Category.CONTRACT if number < 3 else Category.PROCESS, question=f"Raw question {number}",
            is_confidential=False, confidential_reason="", state=State.PUBLISHED, number=number,
            wording=f"Published question {number}", answer=f"=Answer {number}", circle=Circle.EVERYBODY,
            published_at=NOW + timedelta(hours=number), settled_at=NOW + timedelta(hours=number),
            settled_by_id=world.users["officer"],
        )
    )  # fmt: skip


def table(client: FlaskClient, address: str) -> list[dict[str, str]]:
    answer = client.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/csv")
    return list(csv.DictReader(io.StringIO(answer.data.decode("utf-8-sig"))))


def test_notices_are_sorted_narrowed_and_taken_out_by_anybody(app: Flask, many: str) -> None:
    client = app.test_client()
    look = "q=notice&notice=award_notice&sort=title"
    page = client.get(f"/notices/?{look}").text
    assert re.findall(r">(Notice \d)<", page) == ["Notice 1", "Notice 2"]
    assert 'aria-sort="ascending"' in page and "2 notices<" in page
    assert [each["Notice"] for each in table(client, f"/notices/notices.csv?{look}")] == ["Notice 1", "Notice 2"]
    assert re.findall(r">(Notice \d)<", client.get("/notices/").text) == ["Notice 2", "Notice 1", "Notice 0"]
    assert "No notice fits" in client.get("/notices/?q=nowhere").text
    assert client.get("/notices/notices.xlsx").data[:2] == b"PK"


def test_questions_are_narrowed_for_the_authority_and_their_file_with_them(sign_in: SignIn, many: str) -> None:
    officer, base = sign_in("officer"), f"/staff/procurements/{many}/questions"
    look = "about=contract&sort=-asker&q=raw"
    page = officer.get(f"{base}/?{look}").text
    assert re.findall(r">(Raw question \d)<", page) == ["Raw question 2", "Raw question 1"]
    assert "2 of 6 questions<" in page
    assert [each["Number"] for each in table(officer, f"{base}/questions.csv?{look}")] == ["2", "1"]
    assert "No question fits" in officer.get(f"{base}/?state=withdrawn").text


def test_a_bidder_takes_out_published_questions_without_who_asked(sign_in: SignIn, many: str) -> None:
    cedar, base = sign_in("cedar"), f"/supplier/opportunities/{many}/questions"
    page = cedar.get(f"{base}/?about=contract").text
    assert "Published question 1" in page and "Published question 3" not in page and "2 of 6 questions<" in page
    rows = table(cedar, f"{base}/questions.csv?about=contract")
    assert [(each["Number"], each["Question"], each["Answer"]) for each in rows] == [
        ("1", "Published question 1", "'=Answer 1"), ("2", "Published question 2", "'=Answer 2"),
    ]  # fmt: skip
    whole = cedar.get(f"{base}/questions.csv").text
    assert "Raw question" not in whole and not {"Alder", "Birch"} & set(re.findall(r"\w+", whole))


def test_before_the_call_nobody_takes_out_its_questions(sign_in: SignIn, world: World) -> None:
    address = f"/supplier/opportunities/{world.reference}/questions/questions.csv"
    assert sign_in("cedar").get(address).status_code == 404


def test_packs_and_people_are_narrowed(sign_in: SignIn, many: str) -> None:
    officer, base = sign_in("officer"), f"/staff/procurements/{many}"
    packs = officer.get(f"{base}/packs/?state=failed&sort=asked").text
    assert re.findall(r">(Pack \d)<", packs) == ["Pack 1", "Pack 2"]
    assert "2 of 3 packs<" in packs
    people = officer.get(f"{base}/people?role=evaluator").text
    rows = table(officer, f"{base}/people.csv?role=evaluator")
    assert rows and {each["Role"] for each in rows} == {"Evaluator"}
    assert all(each["Person"] in people for each in rows) and "Demo Auditor" not in people
    assert sign_in("outsider").get(f"{base}/people.csv").status_code == 404


def test_suppliers_are_found_by_name(sign_in: SignIn, world: World) -> None:
    officer = sign_in("officer")
    page = officer.get("/staff/suppliers/?q=birch").text
    assert "1 of 4 organisations<" in page
    assert [each["Name"] for each in table(officer, "/staff/suppliers/suppliers.csv?sort=-name")] == sorted(
        (each["Name"] for each in table(officer, "/staff/suppliers/suppliers.csv")), reverse=True
    )
    assert "No organisation fits" in officer.get("/staff/suppliers/?found=some").text


def test_opportunities_have_headings_that_sort_both_ways_and_a_file(app: Flask, many: str) -> None:
    client = app.test_client()
    page = client.get("/opportunities/?sort=title&which=open").text
    assert 'aria-sort="ascending"><a class="nhsuk-link" href="/opportunities/?which=open&amp;sort=title-down"' in page
    assert 'href="/opportunities/?which=open&amp;sort=least"' in page
    assert 'aria-sort="descending"' in client.get("/opportunities/?sort=value").text
    assert [each["Reference"] for each in table(client, "/opportunities/opportunities.csv?which=open")] == [many]
    assert table(client, "/opportunities/opportunities.csv?which=closed") == []


def test_lists_ask_as_often_for_many_as_for_few(
    app: Flask, sign_in: SignIn, many: str, database: Database, world: World
) -> None:
    officer, cedar, anybody = sign_in("officer"), sign_in("cedar"), app.test_client()
    pages = [
        (anybody, "/notices/"), (officer, f"/staff/procurements/{many}/packs/"),
        (officer, f"/staff/procurements/{many}/questions/"), (officer, f"/staff/procurements/{many}/people"),
        (officer, "/staff/suppliers/"), (cedar, f"/supplier/opportunities/{many}/questions/"),
    ]  # fmt: skip

    def counts() -> list[int]:
        found = []
        for client, address in pages:
            with listened(database.engine) as sent:
                assert client.get(address).status_code == 200
            found.append(len(asked(sent)))
        return found

    counts()
    few = counts()
    with database.transaction() as session:
        add(session, world, 3, 9)
        for number in range(7, 12):
            add_question(session, world, number)
    assert counts() == few
