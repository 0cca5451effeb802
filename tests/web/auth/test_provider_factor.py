"""What somebody showed at a provider as a second factor here, and the accounts there that sign in as them."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlsplit

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import func, select

from assurance.persistence.models import IdentityLink, UserSession
from assurance.persistence.session import Database
from tests.factories.cast import email
from tests.identity_provider import Provider
from tests.web.auth.at_provider import last, sent, signed_in
from tests.web.conftest import SetClock

pytestmark = pytest.mark.usefixtures("configured")


def test_a_second_factor_there_counts_only_if_that_was_agreed_and_it_was_given_just_now(
    app: Flask, database: Database, provider: Provider, configure: Callable[..., None], clock: SetClock
) -> None:
    def given(claims: dict[str, object], **chosen: object) -> bool:
        configure(**chosen)
        provider.knows("reviewer-1", email=email("reviewer"), email_verified=True, **claims)
        assert signed_in(app.test_client(), provider, "reviewer-1").status_code == 302
        with database.reading() as session:
            newest = session.scalars(select(UserSession).order_by(UserSession.id.desc())).first()
            assert newest is not None
            assert newest.stepped_up_at is None or clock.now - newest.stepped_up_at < timedelta(minutes=15)
            return newest.stepped_up_at is not None

    now, agreed = int(time.time()), frozenset({"mfa", "gold"})
    assert not given({"amr": ["mfa"], "auth_time": now})
    assert given({"amr": ["mfa"], "auth_time": now - 60}, second_factor=agreed)
    assert given({"acr": "gold", "auth_time": now}, second_factor=agreed)
    assert not given({"amr": ["pwd"], "auth_time": now}, second_factor=agreed)
    assert not given({"amr": ["mfa"], "auth_time": now - 1000}, second_factor=agreed)
    assert not given({"amr": ["mfa"], "auth_time": 0}, second_factor=agreed)
    provider.knows("reviewer-1", email=email("reviewer"), email_verified=True)


def test_who_must_have_a_second_factor_may_have_it_at_the_provider(
    app: Flask, provider: Provider, configure: Callable[..., None]
) -> None:
    configure(second_factor=frozenset({"mfa"}))
    settings = app.extensions["assurance_settings"]
    app.extensions["assurance_settings"] = replace(settings, second_factor="powerful")
    client, now = app.test_client(), int(time.time())
    provider.knows("officer-1", email=email("officer"), email_verified=True, amr=["pwd"], auth_time=now)
    assert signed_in(client, provider, "officer-1").status_code == 302
    assert client.get("/staff/search/").headers["Location"].startswith("/second-factor")
    provider.knows("officer-1", email=email("officer"), email_verified=True, amr=["mfa"], auth_time=now)
    assert signed_in(client, provider, "officer-1").status_code == 302
    assert client.get("/staff/search/").status_code == 200
    assert "Confirm with NHS account" in client.get("/second-factor").text


def test_who_is_signed_in_confirms_there_that_it_is_them_and_nobody_else(
    app: Flask, database: Database, provider: Provider, configure: Callable[..., None],
    with_password: Callable[[str], FlaskClient],
) -> None:  # fmt: skip
    confirm, client = "/second-factor/provider?next=/staff/search/", with_password("contracts")
    assert client.get(confirm).status_code == 404, "not agreed"
    configure(second_factor=frozenset({"mfa"}))
    address = sent(client, confirm)
    assert parse_qs(urlsplit(address).query)["prompt"] == ["login"]
    answer = client.get(provider.sign_in(address, "contracts-1"))
    assert (answer.status_code, last(database)[2]["code"]) == (401, "no_factor")
    provider.knows(
        "contracts-1", email=email("contracts"), email_verified=True, amr=["mfa"], auth_time=int(time.time())
    )
    answer = client.get(provider.sign_in(sent(client, confirm), "reviewer-1"))
    assert (answer.status_code, last(database)[2]["code"]) == (401, "another")
    with database.reading() as session:
        assert (
            session.scalar(select(func.count()).select_from(UserSession).where(UserSession.stepped_up_at.is_not(None)))
            == 0
        )
    answer = client.get(provider.sign_in(sent(client, confirm), "contracts-1"))
    assert (answer.status_code, answer.headers["Location"], last(database)[0]) == (
        302,
        "/staff/search/",
        "factor:given",
    )
    provider.knows("contracts-1", email=email("contracts"), email_verified=True)


def test_a_person_sees_their_links_and_takes_them_away_and_nobody_elses(
    app: Flask, database: Database, provider: Provider, with_password: Callable[[str], FlaskClient]
) -> None:
    mine, ways = app.test_client(), "/account/ways-to-sign-in"
    assert "Not linked yet" in with_password("reviewer").get(ways).text
    assert signed_in(mine, provider, "reviewer-1").status_code == 302
    assert provider.issuer in mine.get(ways).text
    with database.reading() as session:
        number = session.scalars(select(IdentityLink.id)).one()
    assert with_password("contracts").post(f"{ways}/links/{number}/remove").status_code == 404
    assert mine.post(f"{ways}/links/{number}/remove").headers["Location"] == ways
    assert last(database)[0] == "identity:unlinked"
    assert "Not linked yet" in mine.get(ways).text
