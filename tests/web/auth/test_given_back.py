"""A form that arrives from somebody signed out, or with a stale token, gives back what was typed and sends it on."""

from __future__ import annotations

import re
from collections.abc import Callable
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.persistence.models import Procurement
from assurance.persistence.session import Database
from assurance.web import given_back
from tests.factories.cast import PASSWORD, World, email

TYPED = {"title": "Frailty <care> & falls", "summary": "First line\nsecond line", "submit": "y"}


@pytest.fixture
def url(world: World) -> str:
    """A page that takes a form."""
    return f"/staff/procurements/{world.reference}/planning/edit"


def hidden(page: str) -> dict[str, str]:
    found = re.findall(r'<textarea name="([^"]+)" hidden>\n(.*?)</textarea>', page, re.S)
    return {name: unescape(value) for name, value in found}


def test_what_a_signed_out_person_typed_travels_through_signing_in(app: Flask, url: str) -> None:
    client = app.test_client()
    refused = client.post(url, data=TYPED)
    assert refused.status_code == 401
    assert "You are signed out" in refused.text
    carried = hidden(refused.text)
    assert carried == {"kept-for": url, **{f"kept:{name}": value for name, value in TYPED.items()}}
    wrong = client.post("/sign-in", data={"email": email("officer"), "password": "wrong", **carried})
    assert wrong.status_code == 422
    assert hidden(wrong.text) == carried
    answer = client.post("/sign-in", data={"email": email("officer"), "password": PASSWORD, **hidden(wrong.text)})
    assert answer.status_code == 200
    assert f'action="{url}"' in answer.text
    assert hidden(answer.text) == TYPED


def test_texts_are_named_as_a_person_would_and_short_ones_left_out() -> None:
    fields = [("places-0-where", "page 4"), ("private_note", "Ask about it"), ("mark", "4"), ("version", "12345")]
    assert given_back.shown(fields) == [("Places 1, where", "page 4"), ("Private note", "Ask about it")]


def test_a_form_from_another_site_is_not_carried_on(app: Flask, url: str) -> None:
    for headers in ({"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}):
        refused = app.test_client().post(url, data=TYPED, headers=headers)
        assert refused.status_code == 401
        assert hidden(refused.text) == {}
        assert "falls" not in refused.text


def test_a_carried_form_goes_to_no_other_site(app: Flask) -> None:
    carried = {"kept-for": "https://elsewhere.example/", "kept:title": "T"}
    answer = app.test_client().post("/sign-in", data={"email": email("officer"), "password": PASSWORD, **carried})
    assert "elsewhere.example" not in answer.text


def test_secrets_are_never_carried(app: Flask, url: str) -> None:
    refused = app.test_client().post(url, data={**TYPED, "password": "very secret words", "key_share": "abcdef"})
    assert "very secret words" not in refused.text
    assert "abcdef" not in refused.text


def test_a_script_is_told_in_words_and_by_a_code(app: Flask, url: str) -> None:
    answer = app.test_client().post(url, data=TYPED, headers={"Accept": "application/json"})
    assert (answer.status_code, answer.json["code"] if answer.json else "") == (401, "signed_out")


def test_a_stale_token_offers_to_send_the_form_again(
    app: Flask, url: str, sign_in: Callable[[str], FlaskClient], database: Database
) -> None:
    client = sign_in("officer")
    app.config["WTF_CSRF_ENABLED"] = True
    refused = client.post(url, data={**TYPED, "csrf_token": "stale"})
    assert refused.status_code == 400
    assert hidden(refused.text) == TYPED
    token = re.search(r'name="csrf_token" value="([^"]+)"', refused.text.split('action="' + url)[1])
    assert token is not None
    again = client.post(url, data={**hidden(refused.text), "csrf_token": token[1]})
    assert again.status_code in {302, 422}, "the token is valid; the form is judged by its own rules"
    assert database.reading().scalars(select(Procurement)).all()
