"""The page of background work: who sees it, what it tells and what it keeps back, and what one may say of failures."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.adapters.clock import system_clock
from assurance.persistence.models import DeadLetter, Pack, User
from assurance.persistence.session import Database
from assurance.services import chores, dead_letters, mail, worker_beats
from assurance.services.chores import Done
from tests.factories.cast import NOW, World
from tests.statements import asked, listened
from tests.web.public.test_metrics import SHOWN, TOKEN, change

SignIn = Callable[[str], FlaskClient]
PAGE = "/staff/background-work/"


@pytest.fixture
def secretary(sign_in: SignIn, world: World, database: Database) -> FlaskClient:
    """The approver, who is board secretary as well."""
    with database.transaction() as session:
        session.get_one(User, world.users["approver"]).is_organisation_lead = True
    return sign_in("approver")


def bury(database: Database, number: int = 1, job: str = "send_alerts") -> str:
    with database.transaction() as session:
        letter = dead_letters.bury(
            session, work=f"job:{number}", job=job, reason="It was <b>broken</b>.", tries=4, now=NOW
        )
        assert letter is not None
        return letter.public_id


def work(database: Database, slot: int, failures: int = 0) -> None:
    really = system_clock()
    with database.transaction() as session:
        worker_beats.beat(session, slot=slot, now=really)
        done = Done("uploads", 600, really - timedelta(minutes=2), really + timedelta(minutes=8, seconds=30), failures,
                    "OSError" if failures else "")  # fmt: skip
        chores.note(session, slot=slot, done=[done], now=NOW)


def outcome(database: Database) -> tuple[str, str]:
    with database.reading() as session:
        row = session.scalars(select(DeadLetter)).one()
        return row.outcome, row.note


@pytest.mark.parametrize("name", ["officer", "owner", "auditor", "alder"])
def test_it_is_for_the_board_secretary_alone(sign_in: SignIn, database: Database, name: str) -> None:
    letter, client = bury(database), sign_in(name)
    addresses = [(client.get, ""), (client.get, f"{letter}/set-aside"), (client.post, f"{letter}/set-aside"),
                 (client.post, f"{letter}/try-again")]  # fmt: skip
    assert {ask(PAGE + rest, data={"reason": "Because"}).status_code for ask, rest in addresses} <= {403, 404}
    assert outcome(database) == ("", "")
    if name != "alder":
        assert "background-work" not in client.get("/staff/").text


def test_where_nobody_works_it_says_so_and_what_to_do(secretary: FlaskClient) -> None:
    page = secretary.get(PAGE).text
    assert "Nobody works" in page and "assurance worker" in page and "Nothing has failed for good" in page


def test_it_shows_workers_chores_and_what_fails(secretary: FlaskClient, database: Database) -> None:
    work(database, 1)
    work(database, 2, failures=2)
    page = secretary.get(PAGE).text
    assert "Nobody works" not in page
    assert "Every 10 minutes" in page and "2 minutes ago" in page and "In 8 minutes" in page
    assert "Worker 2: 2 times in a row (OSError)" in page


def test_my_work_leads_to_what_has_failed(secretary: FlaskClient, database: Database) -> None:
    assert "How the background work stands" in secretary.get("/staff/").text
    bury(database)
    page = secretary.get("/staff/").text
    assert "1 piece of work has failed for good and waits for you" in page
    assert "Background work has failed: Telling those who look for notices like this one" in page


def test_a_failure_is_set_aside_with_a_reason_that_is_given_back(secretary: FlaskClient, database: Database) -> None:
    address = f"{PAGE}{bury(database)}/set-aside"
    assert "It was &lt;b&gt;broken&lt;/b&gt;." in secretary.get(address).text
    refused = secretary.post(address, data={"reason": "  "})
    assert (refused.status_code, "Say why the work is set aside" in refused.text) == (422, True)
    too_long = secretary.post(address, data={"reason": "quince " * 400})
    assert (too_long.status_code, too_long.text.count("quince") >= 400) == (422, True)
    assert outcome(database) == ("", "")
    assert secretary.post(address, data={"reason": "The notice was withdrawn."}).status_code == 302
    page = secretary.get(PAGE).text
    assert "Nothing has failed for good" in page and "The notice was withdrawn." in page and "Set aside" in page
    assert secretary.post(address, data={"reason": "Again"}).status_code == 409
    assert outcome(database) == ("set_aside", "The notice was withdrawn.")


def test_what_cannot_be_tried_again_says_why(secretary: FlaskClient, database: Database) -> None:
    refused = secretary.post(f"{PAGE}{bury(database)}/try-again")
    assert (refused.status_code, "Set it aside" in refused.text) == (409, True)
    assert outcome(database) == ("", "")
    assert secretary.post(f"{PAGE}unknown/try-again").status_code == 404


def test_mail_is_tried_again(secretary: FlaskClient, database: Database) -> None:
    with database.transaction() as session:
        mail.queue(session, key="k", recipient="quince@example.org", subject="x", body="secret", now=NOW)
        for _ in range(len(mail.PAUSES) + 1):
            mail.mark_failed(session, key="k", error="550 quince", now=NOW)
        letter = session.scalars(select(DeadLetter.public_id)).one()
    assert "quince" not in secretary.get(PAGE).text
    assert secretary.post(f"{PAGE}{letter}/try-again").status_code == 302
    assert outcome(database) == ("tried_again", "")


def test_how_much_email_waits_is_not_told_and_how_far_documents_are_is(
    secretary: FlaskClient, database: Database, world: World
) -> None:
    with database.transaction() as session:
        for number in range(7):
            mail.queue(session, key=f"{number}", recipient="a@example.org", subject="x", body="x",
                       now=NOW - timedelta(hours=1))  # fmt: skip
        session.add(Pack(
            public_id="p", procurement_id=world.procurement_id, kind="gate", title="Quince", status="building",
            parts_done=3, parts_total=9, requested_by_id=world.users["officer"], requested_at=NOW,
        ))  # fmt: skip
    page = secretary.get(PAGE).text
    assert "Some email has waited" in page and "7" not in page.split("Failed for good")[0].split("<h1")[1]
    assert f"Gate report for {world.reference}" in page and "3 of 9 parts done" in page
    assert "Quince" not in page


def test_the_page_asks_as_often_however_much_there_is(secretary: FlaskClient, database: Database) -> None:
    def questions() -> int:
        with listened(database.engine) as sent:
            assert secretary.get(PAGE).status_code == 200
        return len(asked(sent))

    work(database, 1)
    bury(database)
    before = questions()
    for number in range(2, 12):
        work(database, number)
        bury(database, number)
    assert questions() == before


def test_metrics_count_what_fails(app: Flask, database: Database) -> None:
    work(database, 1, failures=2)
    bury(database)
    page = change(app, metrics_token=TOKEN).get("/metrics", headers=SHOWN).text
    assert "assurance_dead_letters 1.0" in page
    assert "assurance_chores_failing 1.0" in page
