"""People sign in with the account of another organisation, at a real identity provider of a package."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from urllib.parse import parse_qs, urlencode, urlsplit

import pytest
from flask import Flask
from sqlalchemy import func, select

from assurance.persistence.models import AuditEvent, Guesses, IdentityLink, Message, User, UserSession
from assurance.persistence.session import Database
from assurance.services import keeping_out
from tests.factories.cast import World, email
from tests.identity_provider import Provider, identity_provider
from tests.web.auth.at_provider import RETURN, START, last, refused, sent, signed_in
from tests.web.conftest import SetClock

pytestmark = pytest.mark.usefixtures("configured")


def test_the_first_time_links_by_the_verified_address_and_later_ones_by_the_name(
    app: Flask, database: Database, provider: Provider, world: World
) -> None:
    client = app.test_client()
    answer = signed_in(client, provider, "reviewer-1", f"{START}?next=/staff/search/")
    assert (answer.status_code, answer.headers["Location"]) == (302, "/staff/search/")
    assert client.get("/staff/search/").status_code == 200
    with database.transaction() as session:
        link = session.scalars(select(IdentityLink)).one()
        assert (link.user_id, link.issuer, link.subject) == (world.users["reviewer"], provider.issuer, "reviewer-1")
        tags = list(session.scalars(select(AuditEvent.tag).order_by(AuditEvent.seq.desc()).limit(3)))
        assert tags == ["auth:signed-in-at-provider", "message:sent", "identity:linked"]
        assert session.scalar(select(Message.user_id).where(Message.kind == "way-to-sign-in")) == link.user_id
        assert session.scalar(select(func.count(Guesses.id))) == 0, "who came back is not counted"
        session.get_one(User, link.user_id).email = "moved@example.org"
    assert signed_in(app.test_client(), provider, "reviewer-1").status_code == 302
    assert last(database)[:2] == ("auth:signed-in-at-provider", str(world.users["reviewer"]))


def test_the_address_to_come_back_to_is_that_of_the_settings_and_the_question_is_whole(app: Flask) -> None:
    answer = app.test_client().get(START, headers={"X-Forwarded-Host": "evil.example"})
    asked = parse_qs(urlsplit(answer.headers["Location"]).query)
    assert asked["redirect_uri"] == [f"https://buy.example{RETURN}"]
    assert (asked["response_type"], asked["code_challenge_method"]) == (["code"], ["S256"])
    assert all(len(asked[name][0]) == 43 for name in ("state", "nonce", "code_challenge"))


def test_a_provider_signs_in_people_of_bidders_too_with_a_new_cookie_that_holds_nothing_old(
    app: Flask, provider: Provider
) -> None:
    client = app.test_client()
    back = provider.sign_in(sent(client), "birch-1")
    before = client.get_cookie("assurance_session")
    assert client.get(back).headers["Location"] == "/supplier/bids/"
    after = client.get_cookie("assurance_session")
    assert before is not None
    assert after is not None
    assert before.value != after.value
    with client.session_transaction() as held:
        assert "provider_secret" not in held


@pytest.mark.parametrize("onward", ["//evil.example", "https://evil.example", "/\\evil.example", "javascript:alert(1)"])
def test_nobody_is_led_away_from_the_site(app: Flask, provider: Provider, onward: str) -> None:
    answer = signed_in(app.test_client(), provider, "reviewer-1", f"{START}?{urlencode({'next': onward})}")
    assert answer.headers["Location"] == "/staff/"


def test_nobody_gets_an_account_by_it(app: Flask, database: Database, provider: Provider) -> None:
    with database.reading() as session:
        before = session.scalar(select(func.count(User.id)))
    answer = signed_in(app.test_client(), provider, "stranger-1")
    refused(answer, database, "unknown", "Nobody signs in here as stranger@example.org")
    with database.reading() as session:
        assert session.scalar(select(func.count(User.id))) == before
        assert "stranger" not in str(last(database)), "nor is the address kept"


def test_an_address_that_is_not_verified_opens_nothing(app: Flask, database: Database, provider: Provider) -> None:
    answer = signed_in(app.test_client(), provider, "unverified-1")
    refused(answer, database, "unverified", "NHS account has not verified your email address")


def test_who_is_suspended_stays_out_linked_or_not(
    app: Flask, database: Database, provider: Provider, clock: SetClock
) -> None:
    assert signed_in(app.test_client(), provider, "contracts-1").status_code == 302
    with database.transaction() as session:
        for name in ("contracts", "reviewer"):
            keeping_out.set_suspended(session, email=email(name), is_suspended=True, now=clock.now)
        session.query(UserSession).delete()
    for name in ("contracts", "reviewer"):
        answer = signed_in(app.test_client(), provider, f"{name}-1")
        refused(answer, database, "unknown", "Nobody signs in here as")


def test_a_second_account_there_does_not_replace_the_first(app: Flask, database: Database, provider: Provider) -> None:
    assert signed_in(app.test_client(), provider, "reviewer-1").status_code == 302
    with database.transaction() as session:
        session.query(UserSession).delete()
    provider.knows("reviewer-2", email=email("reviewer"), email_verified=True)
    refused(signed_in(app.test_client(), provider, "reviewer-2"), database, "unknown", "Nobody signs in here as")


def test_only_addresses_of_the_domains_that_are_named_are_linked(
    app: Flask, database: Database, provider: Provider, configure: Callable[..., None]
) -> None:
    configure(domains=frozenset({"nhs.example"}))
    refused(signed_in(app.test_client(), provider, "reviewer-1"), database, "unknown", "Nobody signs in here as")
    configure(domains=frozenset({"nhs.example", "example.org"}))
    assert signed_in(app.test_client(), provider, "reviewer-1").status_code == 302


def test_what_came_back_once_does_not_come_back_again(app: Flask, database: Database, provider: Provider) -> None:
    client = app.test_client()
    back = provider.sign_in(sent(client), "reviewer-1")
    assert client.get(back).status_code == 302
    with database.transaction() as session:
        session.query(UserSession).delete()
    refused(client.get(back), database, "out_of_date", "is finished already")


def test_nobody_comes_back_in_place_of_another_browser(app: Flask, database: Database, provider: Provider) -> None:
    back = provider.sign_in(sent(app.test_client()), "reviewer-1")
    stranger = app.test_client()
    sent(stranger)
    refused(stranger.get(back), database, "out_of_date", "in another browser")
    refused(app.test_client().get(back), database, "out_of_date", "in another browser")
    refused(app.test_client().get(f"{RETURN}?state=made-up&code=x"), database, "out_of_date", "more than 10 minutes")


def test_who_takes_more_than_ten_minutes_begins_again(
    app: Flask, database: Database, provider: Provider, clock: SetClock
) -> None:
    client = app.test_client()
    back = provider.sign_in(sent(client), "reviewer-1")
    clock.now += timedelta(minutes=10)
    refused(client.get(back), database, "out_of_date", "more than 10 minutes ago")


def test_an_answer_to_another_question_is_not_believed(app: Flask, database: Database, provider: Provider) -> None:
    client = app.test_client()
    address = sent(client)
    nonce = parse_qs(urlsplit(address).query)["nonce"][0]
    answer = client.get(provider.sign_in(address.replace(nonce, "n" * 43), "reviewer-1"))
    refused(answer, database, "not_believed", "could not be checked")
    assert "nonce" in last(database)[2]["why"]


def test_who_fetches_the_answer_must_be_who_asked(app: Flask, database: Database, provider: Provider) -> None:
    client, thief = app.test_client(), app.test_client()
    code = parse_qs(urlsplit(provider.sign_in(sent(client), "reviewer-1")).query)["code"][0]
    state = parse_qs(urlsplit(sent(thief)).query)["state"][0]
    answer = thief.get(f"{RETURN}?{urlencode({'state': state, 'code': code})}")
    refused(answer, database, "not_believed", "could not be checked")
    assert "invalid_grant" in last(database)[2]["why"]


def test_an_answer_that_claims_to_be_of_another_provider_is_not_believed(
    app: Flask, database: Database, provider: Provider
) -> None:
    client = app.test_client()
    back = provider.sign_in(sent(client), "reviewer-1")
    refused(client.get(f"{back}&iss=https://evil.example"), database, "not_believed", "could not be checked")


def test_a_token_that_has_run_out_signs_nobody_in(
    app: Flask, database: Database, configure: Callable[..., None]
) -> None:
    with identity_provider(token_seconds=-3600) as stale:
        stale.knows("reviewer-1", email=email("reviewer"), email_verified=True)
        configure(stale.issuer)
        refused(signed_in(app.test_client(), stale, "reviewer-1"), database, "not_believed", "could not be checked")
    assert "expired" in last(database)[2]["why"]


def test_a_provider_that_is_down_is_said_to_be_and_nobody_is_blamed_for_it(
    app: Flask, database: Database, configure: Callable[..., None], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assurance.services.provider_sign_in.FREE", {"person": 1})
    with identity_provider() as gone:
        configure(gone.issuer)
    for _ in range(3):
        refused(app.test_client().get(START), database, "down", "NHS account does not answer", 503)


def test_who_changes_their_mind_is_told_that_nothing_happened(
    app: Flask, database: Database, provider: Provider
) -> None:
    client = app.test_client()
    answer = client.get(provider.deny(sent(client)))
    refused(answer, database, "cancelled", "You did not sign in with NHS account, so nothing was changed here")
    answer = client.get(f"{RETURN}?error=server_error&error_description=<script>")
    refused(answer, database, "failed", "NHS account could not sign you in")
    assert "<script>" not in answer.text


def test_too_many_who_do_not_come_back_have_to_wait(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("assurance.services.provider_sign_in.FREE", {"person": 2})
    client = app.test_client()
    assert [client.get(START).status_code for _ in range(3)] == [302, 302, 429]
    assert "did not come back" in client.get(START).text
    assert last(database)[0] == "auth:throttled"


def test_without_a_provider_there_is_no_such_page(app: Flask) -> None:
    client = app.test_client()
    assert "Sign in with NHS account" in client.get("/sign-in").text
    app.extensions["assurance_settings"] = replace(app.extensions["assurance_settings"], identity_provider=None)
    assert "NHS account" not in client.get("/sign-in").text
    assert [client.get(path).status_code for path in (START, f"{RETURN}?state=x&code=y")] == [404, 404]
