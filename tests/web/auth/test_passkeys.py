"""The pages of passkeys: adding, signing in, confirming, taking away; a device of the tests answers for a script."""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select
from werkzeug.test import TestResponse

from assurance.persistence.models import Passkey, UserSession
from assurance.persistence.session import Database
from tests.authenticator import PRESENT, Device
from tests.factories.cast import World
from tests.web.auth.test_guards import tags
from tests.web.conftest import SetClock

WAYS, SIGN_IN, CONFIRM = "/account/ways-to-sign-in", "/sign-in/passkey", "/second-factor/passkey"
ORIGIN = "https://buy.example"
ASKED = re.compile('data-app-asked="([^"]+)"')
SignIn = Callable[[str], FlaskClient]


@pytest.fixture(autouse=True)
def named(app: Flask) -> None:
    """Let the site have a name, so that there are passkeys."""
    app.extensions["assurance_settings"] = replace(app.extensions["assurance_settings"], public_url=ORIGIN)


def asked(client: FlaskClient, path: str) -> str:
    found = ASKED.search(client.get(path).text)
    assert found is not None
    return unescape(found.group(1))


def add(client: FlaskClient, called: str = "work laptop") -> tuple[Device, TestResponse]:
    device = Device(ORIGIN)
    answer = device.make(asked(client, WAYS))
    return device, client.post(WAYS, data={"passkey_answer": answer, "name": called})


def test_a_passkey_that_was_added_signs_in_without_a_password_and_is_a_second_factor(
    app: Flask, database: Database, with_password: SignIn, world: World
) -> None:
    contracts = with_password("contracts")
    device, added = add(contracts)
    assert added.headers["Location"] == WAYS
    assert "work laptop" in contracts.get(WAYS).text
    client = app.test_client()
    client.get("/sign-in?next=/staff/search/")
    before = client.get_cookie("assurance_session")
    answer = client.post(
        f"{SIGN_IN}?next=/staff/search/", data={"passkey_answer": device.use(asked(client, "/sign-in"))}
    )
    assert (answer.status_code, answer.headers["Location"]) == (302, "/staff/search/")
    after = client.get_cookie("assurance_session")
    assert after is not None
    assert before is None or before.value != after.value
    assert client.get("/staff/search/").status_code == 200
    with database.reading() as session:
        newest = session.scalars(select(UserSession).order_by(UserSession.id.desc())).first()
        assert newest is not None
        assert (newest.user_id, newest.stepped_up_at is not None) == (world.users["contracts"], True)
    assert {"passkey:added", "auth:signed-in-with-passkey"} <= set(tags(database))


def test_what_is_refused_is_said_and_on_record_and_nobody_is_led_away(
    app: Flask, database: Database, with_password: SignIn
) -> None:
    device, _ = add(with_password("contracts"))
    client = app.test_client()
    wrong = client.post(SIGN_IN, data={"passkey_answer": replace(device, flags=PRESENT).use(asked(client, SIGN_IN))})
    assert (wrong.status_code, tags(database)[-1]) == (422, "auth:refused")
    assert "This passkey does not sign in here" in wrong.text
    assert client.get("/staff/search/").status_code == 302
    assert client.post(SIGN_IN, data={}).status_code == 422
    right = client.post(f"{SIGN_IN}?next=//evil.example", data={"passkey_answer": device.use(asked(client, SIGN_IN))})
    assert right.headers["Location"] == "/staff/"


def test_too_many_wrong_ones_from_one_place_are_not_compared(app: Flask, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("assurance.services.passkey_sign_in.FREE", {"person": 2})
    client = app.test_client()
    assert [client.post(SIGN_IN, data={"passkey_answer": "{}"}).status_code for _ in range(3)] == [422, 422, 429]


def test_it_confirms_that_it_is_its_person_and_what_was_typed_travels_along(
    app: Flask, database: Database, with_password: SignIn, world: World
) -> None:
    contracts, reviewer = with_password("contracts"), with_password("reviewer")
    (mine, _), (others, _) = add(contracts), add(reviewer)
    page = contracts.get("/second-factor?next=/staff/search/").text
    assert "Use a passkey" in page
    assert "authenticator app" not in page, "who has no code is asked for none"
    refused = contracts.post(CONFIRM, data={"passkey_answer": others.use(asked(contracts, CONFIRM))})
    assert (refused.status_code, tags(database)[-1]) == (422, "factor:refused")
    assert "somebody else" in refused.text
    sent = {
        "passkey_answer": mine.use(asked(contracts, CONFIRM)),
        "kept-for": "/staff/search/",
        "kept:reason": "A long reason",
    }
    confirmed = contracts.post(CONFIRM, data=sent)
    assert confirmed.status_code == 200
    assert "A long reason" in confirmed.text
    answer = mine.use(asked(contracts, CONFIRM))
    assert (
        contracts.post(f"{CONFIRM}?next=/staff/search/", data={"passkey_answer": answer}).location == "/staff/search/"
    )


def test_who_has_one_confirms_before_anything_else_is_added_or_taken_away(
    app: Flask, database: Database, with_password: SignIn
) -> None:
    contracts = with_password("contracts")
    device, _ = add(contracts)
    assert "You confirm with a passkey" in contracts.get("/account").text
    contracts = with_password("contracts")
    page = contracts.get(WAYS).text
    assert "confirm first that it is you" in page
    assert "data-app-asked" not in page
    with database.reading() as session:
        number = session.scalars(select(Passkey.id)).one()
    for path in (WAYS, f"{WAYS}/passkeys/{number}/remove"):
        assert contracts.post(path, data={"name": "another", "passkey_answer": "{}"}).status_code == 403
    assert contracts.get("/second-factor/set-up").status_code == 403, "nor a code in its place"
    assert with_password("reviewer").post(f"{WAYS}/passkeys/{number}/remove").status_code == 404
    contracts.post(CONFIRM, data={"passkey_answer": device.use(asked(contracts, CONFIRM))})
    assert contracts.post(f"{WAYS}/passkeys/{number}/remove").location == WAYS
    assert "Not set up" in contracts.get("/account").text or "Set up a second factor" in contracts.get("/account").text


def test_who_must_have_a_second_factor_may_add_a_passkey_as_theirs(app: Flask, with_password: SignIn) -> None:
    settings = app.extensions["assurance_settings"]
    app.extensions["assurance_settings"] = replace(settings, second_factor="powerful")
    officer = with_password("officer")
    assert officer.get("/staff/search/").headers["Location"].startswith("/second-factor")
    assert WAYS in officer.get("/second-factor/set-up").text
    before = officer.get_cookie("assurance_session")
    assert add(officer)[1].headers["Location"] == WAYS
    after = officer.get_cookie("assurance_session")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    assert officer.get("/staff/search/").status_code == 200


def test_people_of_bidders_have_them_too_for_a_while_after_signing_in(with_password: SignIn, clock: SetClock) -> None:
    alder = with_password("alder")
    assert add(alder)[1].location == WAYS
    assert add(alder, "work laptop")[1].status_code == 422, "of one name there is one"
    clock.now += timedelta(minutes=15)
    assert "sign out and sign in again" in alder.get(WAYS).text
    assert alder.post(WAYS, data={"name": "another", "passkey_answer": "{}"}).status_code == 409
    assert alder.get(CONFIRM).status_code == 403


def test_a_site_without_a_name_offers_none_and_says_why(app: Flask, with_password: SignIn) -> None:
    settings = app.extensions["assurance_settings"]
    app.extensions["assurance_settings"] = replace(settings, public_url="http://127.0.0.1:8000")
    client = with_password("contracts")
    assert "passkey" not in app.test_client().get("/sign-in").text
    assert "browsers make them only for a site with a name and https" in client.get(WAYS).text
    assert [client.get(path).status_code for path in (SIGN_IN, CONFIRM)] == [404, 404]
    assert client.post(WAYS, data={"name": "laptop", "passkey_answer": "{}"}).status_code == 404


def test_without_a_script_the_page_says_what_else_works(app: Flask, with_password: SignIn) -> None:
    for client, path in (
        (app.test_client(), "/sign-in"),
        (app.test_client(), SIGN_IN),
        (with_password("contracts"), WAYS),
    ):
        page = client.get(path).text
        assert re.search("<form[^>]* hidden data-app-passkey", page), "a form that would do nothing is not shown"
        assert "JavaScript" in page
        assert "style=" not in page
