"""Deny by default: a route without a permission is closed, and what one may not know of does not exist."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.app import create_app
from assurance.config import Settings
from assurance.persistence.models import AuditEvent
from assurance.persistence.session import Database
from tests.factories.cast import World

SignIn = Callable[[str], FlaskClient]


def tags(database: Database) -> list[str]:
    """Return the tags of the audit trail in order."""
    with database.reading() as session:
        return list(session.scalars(select(AuditEvent.tag).order_by(AuditEvent.seq)))


def test_a_route_without_a_permission_is_refused_to_everybody(database: Database, tmp_path: Path) -> None:
    app = create_app(Settings.for_instance(tmp_path), database)
    app.add_url_rule("/forgotten", "forgotten", lambda: "open door")
    answer = app.test_client().get("/forgotten")
    assert answer.status_code == 403
    assert "open door" not in answer.text


def test_a_visitor_is_asked_to_sign_in_and_comes_back(app: Flask, world: World) -> None:
    answer = app.test_client().get(f"/staff/procurements/{world.reference}/")
    assert answer.status_code == 302
    assert answer.location == f"/sign-in?next=/staff/procurements/{world.reference}/"


def without_token(page: str) -> str:
    """The token carries the second in which it was made."""
    return re.sub(r'(name="csrf_token"[^>]*value=")[^"]+', r"\1", page)


def test_a_colleague_without_a_role_gets_the_same_answer_as_for_nothing(sign_in: SignIn, world: World) -> None:
    client = sign_in("outsider")
    real = client.get(f"/staff/procurements/{world.reference}/")
    invented = client.get("/staff/procurements/PR-1999-0001/")
    assert (real.status_code, invented.status_code) == (404, 404)
    assert without_token(real.text) == without_token(invented.text)


def test_a_provider_reaches_no_staff_page(sign_in: SignIn, world: World) -> None:
    client = sign_in("alder")
    assert client.get("/staff/").status_code == 403
    assert client.get(f"/staff/procurements/{world.reference}/").status_code in (403, 404)


def test_a_role_that_does_not_allow_it_is_refused_and_audited(
    sign_in: SignIn, world: World, database: Database
) -> None:
    answer = sign_in("clinician").get(f"/staff/procurements/{world.reference}/timeline")
    assert answer.status_code == 403
    assert tags(database)[-1] == "access:denied"


def test_signing_out_ends_the_session_for_a_copied_cookie_too(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("officer")
    cookie = client.get_cookie("assurance_session")
    assert cookie is not None
    client.post("/sign-out")
    thief = app.test_client()
    thief.set_cookie("assurance_session", cookie.value)
    assert thief.get("/staff/").status_code == 302


def test_a_cookie_from_before_signing_in_is_worth_nothing_afterwards(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    client, thief = app.test_client(), app.test_client()
    token = re.search(r'name="csrf_token"[^>]*value="([^"]+)"', client.get("/sign-in").text)
    planted = client.get_cookie("assurance_session")
    assert token is not None
    assert planted is not None
    data = {"email": "officer@example.org", "password": "correct horse battery staple", "csrf_token": token[1]}
    assert client.post("/sign-in", data=data).status_code == 302
    assert client.get("/staff/").status_code == 200
    thief.set_cookie("assurance_session", planted.value)
    assert thief.get("/staff/").status_code == 302


def test_a_wrong_password_and_an_unknown_address_look_the_same(app: Flask) -> None:
    client = app.test_client()
    wrong = client.post("/sign-in", data={"email": "officer@example.org", "password": "x"})
    unknown = client.post("/sign-in", data={"email": "nobody@example.org", "password": "x"})
    assert (wrong.status_code, unknown.status_code) == (422, 422)
    assert wrong.text.replace("officer@", "") == unknown.text.replace("nobody@", "")


def test_signing_in_never_leads_to_another_site(app: Flask) -> None:
    elsewhere = ("//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)", "/\t/evil")
    for target in (*elsewhere, "https:evil", "\thttps://evil"):
        client = app.test_client()
        data = {"email": "officer@example.org", "password": "correct horse battery staple"}
        answer = client.post("/sign-in", query_string={"next": target}, data=data)
        assert answer.location == "/staff/", target


def test_every_answer_carries_the_headers(app: Flask) -> None:
    answer = app.test_client().get("/sign-in")
    policy = answer.headers["Content-Security-Policy"]
    assert "unsafe" not in policy
    assert "default-src 'none'" in policy
    assert answer.headers["X-Content-Type-Options"] == "nosniff"
    assert answer.headers["Cache-Control"] == "no-store"


def test_a_form_without_its_token_is_refused(app: Flask) -> None:
    app.config["WTF_CSRF_ENABLED"] = True
    answer = app.test_client().post("/sign-in", data={"email": "officer@example.org", "password": "x"})
    assert answer.status_code in (400, 422)


def test_the_cookies_are_for_this_host_alone_over_https(database: Database, tmp_path: Path) -> None:
    environ = {"ASSURANCE_INSTANCE": str(tmp_path), "ASSURANCE_SECURE_COOKIES": "1"}
    app = create_app(Settings.from_environ(environ), database)
    app.config["WTF_CSRF_ENABLED"] = False
    data = {"email": "alder@example.org", "password": "correct horse battery staple"}
    client = app.test_client()
    answer = client.post("/sign-in", data=data, base_url="https://localhost")
    for cookie, called in zip(sorted(answer.headers.getlist("Set-Cookie")), ("device", "session"), strict=True):
        name, *attributes = cookie.split("; ")
        assert name.startswith(f"__Host-assurance_{called}=")
        held = [each for each in attributes if not each.startswith(("Expires=", "Max-Age="))]
        assert sorted(held) == ["HttpOnly", "Path=/", "SameSite=Lax", "Secure"]
    assert client.get("/supplier/bids/", base_url="https://localhost").status_code == 200
