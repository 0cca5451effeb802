"""A forgotten password: answered alike whoever asks, by a link below the address that is set, and never passed on."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.persistence.models import MailMessage
from assurance.persistence.session import Database
from assurance.services import keeping_out
from tests.factories.cast import NOW, PASSWORD, World, email
from tests.web.auth.test_guards import tags, without_token
from tests.web.conftest import SetClock

FRESH = "violet tractor under snow"
GONE = "This link no longer sets a password"


def ask(app: Flask, address: str, place: str = "192.0.2.1", **headers: str) -> tuple[int, str]:
    """Ask from a browser of its own; return the answer without what was typed."""
    answer = app.test_client().post(
        "/forgotten-password", data={"email": address}, headers=headers, environ_base={"REMOTE_ADDR": place}
    )
    return answer.status_code, without_token(answer.text).replace(address, "")


def sent(database: Database) -> list[MailMessage]:
    with database.reading() as session:
        return list(session.scalars(select(MailMessage).order_by(MailMessage.id)))


def newest_link(database: Database, purpose: str = "password") -> str:
    found = re.search(rf"(\S+)(/link/{purpose}/\S+)", sent(database)[-1].body or "")
    assert found
    assert found[1] == "http://127.0.0.1:8000"
    return found[2]


def set_new(client: FlaskClient, link: str, password: str = FRESH) -> int:
    assert client.get(link).location == "/new-password"
    return client.post("/new-password", data={"password": password}).status_code


def signs_in(app: Flask, password: str) -> bool:
    typed = {"email": email("officer"), "password": password}
    return app.test_client().post("/sign-in", data=typed).status_code == 302


def test_known_unknown_and_suspended_are_answered_alike_and_only_the_owner_gets_mail(
    app: Flask, database: Database, world: World
) -> None:
    with database.transaction() as session:
        keeping_out.set_suspended(session, email=email("owner"), is_suspended=True, now=NOW)
    answers = {ask(app, address) for address in (email("officer"), "nobody@example.org", email("owner"))}
    assert len(answers) == 1
    assert [(mail.recipient, mail.subject) for mail in sent(database)] == [
        (email("officer"), "A new password for Assurance")
    ]
    assert tags(database)[-3:] == ["password:asked"] * 3


def test_the_link_sets_a_new_password_once(app: Flask, database: Database) -> None:
    ask(app, email("officer"))
    client, link = app.test_client(), newest_link(database)
    client.get(link)
    page = client.get("/new-password")
    assert email("officer") in page.text
    assert set_new(client, link) == 302
    assert (signs_in(app, FRESH), signs_in(app, PASSWORD)) == (True, False)
    for again in (client, app.test_client()):
        assert set_new(again, link, "other words than before") == 404
    assert signs_in(app, FRESH)
    assert "link:refused" in tags(database)


def test_an_old_link_a_replaced_one_and_a_guess_open_nothing(app: Flask, database: Database, clock: SetClock) -> None:
    ask(app, email("officer"))
    first = newest_link(database)
    ask(app, email("officer"))
    second = newest_link(database)
    for link in (first, "/link/password/guessed"):
        client = app.test_client()
        client.get(link)
        answer = client.get("/new-password")
        assert (answer.status_code, GONE in answer.text) == (404, True)
    clock.now += timedelta(minutes=30)
    assert set_new(app.test_client(), second) == 404
    assert signs_in(app, PASSWORD)


def test_no_page_has_the_token_in_its_address_and_no_browser_passes_it_on(app: Flask, database: Database) -> None:
    ask(app, email("officer"))
    client, link = app.test_client(), newest_link(database)
    answer = client.get(link)
    token = link.rpartition("/")[2]
    assert (answer.location, answer.headers["Referrer-Policy"]) == ("/new-password", "no-referrer")
    assert token not in client.get("/new-password").text


@pytest.mark.parametrize("password", ["short", "x" * 1025, "password1234"])
def test_a_password_that_will_not_do_is_refused_at_its_field_and_the_link_still_opens(
    app: Flask, database: Database, password: str
) -> None:
    ask(app, email("officer"))
    client, link = app.test_client(), newest_link(database)
    assert set_new(client, link, password) == 422
    assert set_new(client, link) == 302


def test_who_asks_again_and_again_waits_and_is_answered_alike_for_an_unknown_address(
    app: Flask, database: Database, clock: SetClock
) -> None:
    known = [ask(app, email("officer")) for _ in range(4)]
    unknown = [ask(app, "nobody@example.org") for _ in range(4)]
    assert known == unknown
    assert [status for status, _ in known] == [200, 200, 200, 429]
    assert "asked for too often, so no message was sent. Try again at" in known[-1][1]
    assert len(sent(database)) == 3
    clock.now += timedelta(minutes=1)
    assert ask(app, email("officer"))[0] == 200


def test_a_request_that_claims_another_site_is_not_answered(app: Flask, database: Database) -> None:
    status, text = ask(app, email("officer"), Host="evil.example")
    assert (status, "evil" in text) == (400, False)
    assert sent(database) == []
    assert app.test_client().get("/sign-in", headers={"Host": "evil.example"}).status_code == 400


def test_what_another_header_claims_changes_no_link(app: Flask, database: Database) -> None:
    ask(app, email("officer"), **{"X-Forwarded-Host": "evil.example"})
    assert newest_link(database)
    assert "evil" not in str(sent(database)[-1].body)


def test_a_wrong_form_is_told_at_its_field(app: Flask) -> None:
    status, text = ask(app, "nonsense")
    assert (status, "Enter an email address in the form" in text) == (422, True)
