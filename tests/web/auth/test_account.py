"""One’s own account, alike for both sides: password, sign-ins, recovery codes, and nothing of anybody else."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.persistence.models import RecoveryCode, SecondFactor, UserSession
from assurance.persistence.session import Database
from assurance.services import recovery_codes
from tests.factories.cast import NOW, PASSWORD, World, email
from tests.web.auth.test_guards import tags

SignIn = Callable[[str], FlaskClient]
FRESH = "violet tractor under snow"
BOTH = pytest.mark.parametrize("name", ["owner", "alder"])


def works(client: FlaskClient) -> bool:
    return client.get("/account").status_code == 200


def number_of(database: Database, user_id: int) -> int:
    """Return the oldest open sign-in of a person."""
    query = select(UserSession.id).where(UserSession.user_id == user_id, UserSession.ended_at.is_(None))
    with database.reading() as session:
        return session.scalars(query.order_by(UserSession.id)).first() or 0


@BOTH
def test_it_says_who_one_is_and_links_what_can_be_changed(sign_in: SignIn, name: str) -> None:
    page = sign_in(name).get("/account").text
    assert email(name) in page
    assert '<a class="nhsuk-header__account-link" href="/account"' in page
    assert 'href="/account/password"' in page
    assert "/messages/email" in page


@BOTH
def test_a_new_password_ends_every_other_sign_in_and_keeps_this_one(
    app: Flask, sign_in: SignIn, name: str, database: Database
) -> None:
    here, elsewhere, stranger = sign_in(name), sign_in(name), sign_in("birch")
    answer = here.post("/account/password", data={"current": PASSWORD, "password": FRESH}, follow_redirects=True)
    assert "Your password is changed. Where else you were signed in, that has ended." in answer.text
    assert [works(client) for client in (here, elsewhere, stranger)] == [True, False, True]
    assert "because the password was changed" in elsewhere.get("/sign-in").text
    assert "password:changed" in tags(database)
    typed = {"email": email(name)}
    assert app.test_client().post("/sign-in", data={**typed, "password": PASSWORD}).status_code == 422
    assert app.test_client().post("/sign-in", data={**typed, "password": FRESH}).status_code == 302


@pytest.mark.parametrize(
    ("current", "new", "said"),
    [
        ("wrong", FRESH, "The current password is not right"),
        (PASSWORD, "short", "at least 12 characters"),
        (PASSWORD, "x" * 1025, "at most 1024 characters"),
        ("", FRESH, "Enter your current password"),
    ],
)
def test_what_will_not_do_changes_nothing(sign_in: SignIn, current: str, new: str, said: str) -> None:
    here, elsewhere = sign_in("owner"), sign_in("owner")
    answer = here.post("/account/password", data={"current": current, "password": new})
    assert (answer.status_code, said in answer.text) == (422, True)
    assert works(elsewhere)


def test_guesses_at_the_current_password_count_like_those_at_signing_in(app: Flask, sign_in: SignIn) -> None:
    here = sign_in("owner")
    guesses = [
        here.post("/account/password", data={"current": f"guess {turn}", "password": FRESH}).status_code
        for turn in range(6)
    ]
    assert guesses == [422] * 5 + [429]
    typed = {"email": email("owner"), "password": PASSWORD}
    assert here.post("/sign-in", data=typed).status_code == 429
    assert app.test_client().post("/sign-in", data=typed).status_code == 302, "another device counts for itself"


@BOTH
def test_sign_ins_are_listed_and_one_is_ended(sign_in: SignIn, name: str, database: Database, world: World) -> None:
    elsewhere, here = sign_in(name), sign_in(name)
    page = here.get("/account").text
    assert page.count("(here)") == 1
    assert page.count('/end"') == 1
    number = number_of(database, world.users[name])
    assert here.post(f"/account/sign-ins/{number}/end").status_code == 302
    assert (works(elsewhere), works(here)) == (False, True)
    assert "from the page of your account" in elsewhere.get("/sign-in").text


def test_all_others_end_at_once(sign_in: SignIn) -> None:
    elsewhere, here, stranger = sign_in("owner"), sign_in("owner"), sign_in("officer")
    assert here.post("/account/sign-ins/end-others").status_code == 302
    assert [works(client) for client in (elsewhere, here, stranger)] == [False, True, True]


def test_nobody_ends_the_sign_in_of_another(sign_in: SignIn, database: Database, world: World) -> None:
    victim, attacker = sign_in("owner"), sign_in("officer")
    number = number_of(database, world.users["owner"])
    assert attacker.post(f"/account/sign-ins/{number}/end").status_code == 404
    assert works(victim)


def test_a_visitor_has_no_account(app: Flask) -> None:
    client = app.test_client()
    assert client.get("/account").location == "/sign-in?next=/account"
    assert client.post("/account/password", data={"current": PASSWORD, "password": FRESH}).status_code == 401
    assert client.post("/account/sign-ins/end-others").status_code == 401


def test_new_recovery_codes_replace_the_old_after_a_factor_given_just_now(
    sign_in: SignIn, with_password: SignIn, database: Database, world: World
) -> None:
    fresh, stale = sign_in("owner"), with_password("owner")
    me = world.users["owner"]
    with database.transaction() as session:
        session.add(SecondFactor(user_id=me, secret="A" * 32, confirmed_at=NOW))
        old = recovery_codes.issue(session, me)
    refused = stale.post("/account/recovery-codes")
    assert refused.status_code == 403
    page = fresh.post("/account/recovery-codes").text
    with database.reading() as session:
        kept = set(session.scalars(select(RecoveryCode.code_digest).where(RecoveryCode.user_id == me)))
    assert len(kept) == recovery_codes.HOW_MANY
    assert not kept & {recovery_codes.digest(code) for code in old}
    assert page.count("app-code") == recovery_codes.HOW_MANY
    assert "8 of your recovery codes work still" in fresh.get("/account").text
    assert "factor:codes-renewed" in tags(database)


def test_who_has_no_second_factor_gets_no_codes(sign_in: SignIn) -> None:
    supplier = sign_in("alder")
    assert supplier.post("/account/recovery-codes").location == "/account"
    assert "ecovery codes" not in supplier.get("/account").text
