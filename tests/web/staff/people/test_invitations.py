"""The board secretary invites on the pages; whoever is invited joins by the link, and nobody else finds the page."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.persistence.models import MailedLink, MailMessage
from assurance.persistence.session import Database
from assurance.services import accounts
from tests.factories.cast import NOW, PASSWORD, email
from tests.statements import asked, listened

SignIn = Callable[[str], FlaskClient]
NEW = "new.person@example.org"
TYPED = {"email": NEW, "job_title": "Head of care", "staff_number": "ab 12"}


@pytest.fixture
def secretary(sign_in: SignIn, database: Database) -> FlaskClient:
    with database.transaction() as session:
        accounts.set_board_secretary(session, email=email("owner"), is_secretary=True, now=NOW)
    return sign_in("owner")


def link(database: Database) -> str:
    with database.reading() as session:
        sent = session.scalars(select(MailMessage).where(MailMessage.recipient == NEW).order_by(MailMessage.id)).all()
    found = re.search(r"http://127\.0\.0\.1:8000(/link/invitation/\S+)", sent[-1].body or "")
    assert found
    return found[1]


def test_somebody_is_invited_joins_and_is_listed(app: Flask, secretary: FlaskClient, database: Database) -> None:
    said = secretary.post("/staff/people/invite", data=TYPED, follow_redirects=True).text
    assert f"An invitation is on its way to {NEW}" in said
    assert "Head of care" in said
    guest = app.test_client()
    page = guest.get(link(database), follow_redirects=True).text
    assert "Owner invited you to work for Test Board as Head of care" in page
    joined = guest.post("/join-authority", data={"name": "New Person", "password": PASSWORD}, follow_redirects=True)
    assert "You have joined Test Board" in joined.text
    assert guest.post("/sign-in", data={"email": NEW, "password": PASSWORD}).location == "/staff/"
    assert "Nobody is invited at the moment" in secretary.get("/staff/people/").text
    assert "New Person" in secretary.get("/staff/people/").text


def test_sent_again_or_withdrawn_the_earlier_link_opens_nothing(
    app: Flask, secretary: FlaskClient, database: Database
) -> None:
    secretary.post("/staff/people/invite", data=TYPED)
    links = [link(database)]
    for act in ("again", "withdraw"):
        with database.reading() as session:
            number = session.scalars(select(MailedLink.public_id).order_by(MailedLink.id.desc())).first()
        assert secretary.post(f"/staff/people/invitations/{number}/{act}").status_code == 302
        links.append(link(database))
    for each in links:
        answer = app.test_client().get(each, follow_redirects=True)
        assert (answer.status_code, "This invitation is no longer valid" in answer.text) == (404, True)


def test_what_was_typed_is_given_back_with_the_reason(secretary: FlaskClient) -> None:
    answer = secretary.post("/staff/people/invite", data={**TYPED, "email": email("officer")})
    assert answer.status_code == 422
    assert "This is the address of Officer, who works for your authority already" in answer.text
    assert 'value="Head of care"' in answer.text


@pytest.mark.parametrize("name", ["officer", "approver", "outsider", "alder"])
def test_others_neither_see_the_page_nor_invite(sign_in: SignIn, name: str, database: Database) -> None:
    client = sign_in(name)
    assert client.get("/staff/people/").status_code == 403
    assert client.post("/staff/people/invite", data=TYPED).status_code == 403
    assert "/staff/people/" not in client.get("/account").text
    with database.reading() as session:
        assert session.scalars(select(MailedLink)).all() == []


def test_the_page_asks_as_often_however_many_are_invited(secretary: FlaskClient, database: Database) -> None:
    counts = []
    for number in range(2):
        secretary.post("/staff/people/invite", data={**TYPED, "email": f"person.{number}@example.org"})
        with listened(database.engine) as sent:
            secretary.get("/staff/people/")
        counts.append(len(asked(sent)))
    assert counts[0] == counts[1] < 15
