"""Registering on the site: one answer for every address, a link that a scanner does not use up, and then a password."""

from __future__ import annotations

import pytest
from flask import Flask

from assurance.persistence.models import Organisation
from assurance.persistence.session import Database
from tests.factories.cast import PASSWORD, email
from tests.web.auth.test_guards import tags, without_token
from tests.web.auth.test_mailed import newest_link, sent
from tests.web.registering import TYPED, ask, complete, is_registered

NEW = TYPED["email"]


def signs_in(app: Flask, address: str, password: str) -> bool:
    typed = {"email": address, "password": password}
    return app.test_client().post("/sign-in", data=typed).status_code == 302


def test_a_known_address_is_answered_like_a_new_one_whatever_one_tries_afterwards(
    app: Flask, database: Database
) -> None:
    answers = set()
    for address in (email("birch"), NEW):
        answer = ask(app, email=address)
        page = without_token(answer.text).replace(address, "")
        answers.add((answer.status_code, page, signs_in(app, address, "a password of my own choice")))
    assert len(answers) == 1
    assert [(mail.recipient, mail.subject) for mail in sent(database)] == [
        (email("birch"), "Your registration in Assurance"), (NEW, "Your registration in Assurance")
    ]  # fmt: skip


def test_opening_the_link_changes_nothing_and_pressing_the_button_registers_once(
    app: Flask, database: Database
) -> None:
    ask(app)
    link = newest_link(database, "registration")
    for scanner in (app.test_client(), app.test_client()):
        page = scanner.get(link, follow_redirects=True)
        assert (page.status_code, NEW in page.text, "Elm Care" in page.text) == (200, True, True)
    assert not is_registered(database, "Elm Care")
    client, again = app.test_client(), app.test_client()
    assert complete(client, link, "short").status_code == 422
    assert complete(client, link).location == "/sign-in"
    assert is_registered(database, "Elm Care")
    assert signs_in(app, NEW, PASSWORD)
    assert complete(again, link).status_code == 404
    assert "link:refused" in tags(database)


def test_no_page_has_the_token_in_its_address(app: Flask, database: Database) -> None:
    ask(app)
    client, link = app.test_client(), newest_link(database, "registration")
    answer = client.get(link)
    assert (answer.location, answer.headers["Referrer-Policy"]) == ("/complete-registration", "no-referrer")
    assert link.rpartition("/")[2] not in client.get("/complete-registration").text


def test_without_a_link_there_is_nothing_to_complete(app: Flask) -> None:
    page = app.test_client().get("/complete-registration")
    assert (page.status_code, "Register again" in page.text) == (404, True)


@pytest.mark.parametrize("address", [NEW, email("birch")])
def test_who_asks_again_and_again_waits(app: Flask, database: Database, address: str) -> None:
    answers = [ask(app, email=address) for _ in range(4)]
    assert [each.status_code for each in answers] == [200, 200, 200, 429]
    assert "tried to register with this too often, so no message was sent. Try again at" in answers[-1].text
    assert len(sent(database)) == 3


@pytest.mark.parametrize(
    "wrong",
    [{"organisation_name": "Alder Care"}, {"organisation_name": "ALDER CARE LTD"}, {"company_number": "a number"},
     {"name": ""}],
)  # fmt: skip
def test_what_is_refused_is_refused_alike_and_nobody_is_written_to(
    app: Flask, database: Database, wrong: dict[str, str]
) -> None:
    answers = [ask(app, **wrong, email=address) for address in (email("birch"), NEW)]
    pages = {without_token(each.text).replace(NEW, "").replace(email("birch"), "") for each in answers}
    assert ([each.status_code for each in answers], len(pages)) == ([422, 422], 1)
    assert sent(database) == []


def test_a_name_taken_meanwhile_is_said_and_the_typed_way_on_is_offered(app: Flask, database: Database) -> None:
    ask(app)
    link = newest_link(database, "registration")
    with database.transaction() as session:
        session.add(Organisation(name="Elm Care", audience="supplier", created_at=app.extensions["assurance_clock"]()))
    refused = complete(app.test_client(), link)
    assert (refused.status_code, "ask its lead to invite you" in refused.text) == (422, True)
