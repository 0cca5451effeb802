"""Tries at a password are counted in the database, for the address and for the place they come from."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Literal

import pytest
from argon2 import PasswordHasher
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.persistence.models import AuditEvent
from assurance.persistence.session import Database
from assurance.services import accounts, keeping_out
from tests.factories.cast import NOW, PASSWORD, email
from tests.web.auth.test_guards import tags
from tests.web.auth.test_mailed import FRESH
from tests.web.conftest import SetClock


def _try(at: Flask | FlaskClient, who: str, password: str, forwarded: str = "") -> tuple[int, str]:
    """Sign in, from a browser of its own unless one is given, and return the answer, without what was typed."""
    typed = {"email": email(who), "password": password}
    answer = (at.test_client() if isinstance(at, Flask) else at).post(
        "/sign-in", data=typed, headers={"X-Forwarded-For": forwarded}
    )
    return answer.status_code, answer.text.replace(email(who), "")


def test_the_sixth_try_in_a_minute_is_not_heard_be_it_right_and_others_are(
    app: Flask, database: Database, clock: SetClock
) -> None:
    wrong = [_try(app, "officer", "wrong", f"192.0.2.{turn}")[0] for turn in range(5)]
    sixth = _try(app, "officer", PASSWORD, "192.0.2.77")
    assert (wrong, sixth[0]) == ([422] * 5, 429)
    assert "Too many wrong passwords were typed" in sixth[1]
    assert tags(database)[-1] == "auth:throttled"
    assert _try(app, "owner", PASSWORD)[0] == 302
    clock.now += timedelta(minutes=1)
    assert _try(app, "officer", PASSWORD)[0] == 302
    assert _try(app, "officer", "wrong")[0] == 422, "who was right has all tries again"


def test_an_unknown_address_is_counted_and_answered_alike(app: Flask) -> None:
    known = [_try(app, "officer", "wrong") for _ in range(6)]
    unknown = [_try(app, "nobody", "wrong") for _ in range(6)]
    assert known == unknown
    assert [status for status, _ in known] == [422] * 5 + [429]


def test_no_address_that_was_typed_is_kept(app: Flask, database: Database) -> None:
    for _ in range(6):
        _try(app, "nobody", "wrong")
    with database.reading() as session:
        kept = [str(event.body) for event in session.scalars(select(AuditEvent).where(AuditEvent.tag.like("auth:%")))]
    assert len(kept) == 6
    assert not any(email("nobody") in each for each in kept)


def test_who_guesses_elsewhere_keeps_nobody_out_of_their_own_device(
    app: Flask, with_password: Callable[[str], FlaskClient]
) -> None:
    own = with_password("officer")
    own.post("/sign-out")
    assert [_try(app, "officer", "wrong")[0] for _ in range(6)][-1] == 429
    assert _try(app, "officer", PASSWORD)[0] == 429
    assert _try(own, "officer", PASSWORD)[0] == 302
    assert own.post("/account/password", data={"current": "wrong", "password": FRESH}).status_code == 422
    assert _try(app, "officer", PASSWORD)[0] == 429, "that its owner was right gives nobody elsewhere more tries"
    own.post("/sign-out")
    assert [_try(own, "officer", "wrong")[0] for _ in range(5)] == [422] * 4 + [429], "there too it is counted"


def test_a_device_is_known_for_its_own_people_alone(app: Flask, with_password: Callable[[str], FlaskClient]) -> None:
    own = with_password("owner")
    own.post("/sign-out")
    wrong = [_try(own, "officer", "wrong")[0] for _ in range(6)]
    assert (wrong[-1], _try(own, "officer", PASSWORD)[0]) == (429, 429)
    cookie = own.get_cookie("assurance_device")
    assert cookie is not None and cookie.http_only and cookie.same_site == "Lax" and email("owner") not in cookie.value
    for forged in ("", "x.y", cookie.value[:-1] + ("A" if cookie.value[-1] != "A" else "B"), cookie.value[2:]):
        client = app.test_client()
        client.set_cookie("assurance_device", forged)
        assert _try(client, "officer", PASSWORD)[0] == 429


def test_who_asks_for_links_elsewhere_keeps_no_owner_from_one(
    app: Flask, with_password: Callable[[str], FlaskClient]
) -> None:
    own = with_password("officer")
    asked = [app.test_client().post("/forgotten-password", data={"email": email("officer")}) for _ in range(4)]
    assert asked[-1].status_code == 429
    assert own.post("/forgotten-password", data={"email": email("officer")}).status_code == 200


@pytest.mark.parametrize("name", ["officer", "nobody", "owner"])
def test_one_password_is_compared_for_a_known_an_unknown_and_a_suspended_address(
    app: Flask, database: Database, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """An answer takes as long as its one comparison, beside which everything else is short."""
    with database.transaction() as session:
        keeping_out.set_suspended(session, email=email("owner"), is_suspended=True, now=NOW)
    counting = Counting()
    monkeypatch.setattr(accounts, "_hasher", counting)
    assert _try(app, name, "wrong")[0] == 422
    assert counting.compared == 1


class Counting(PasswordHasher):
    """The usual one, which counts how often it compares."""

    compared = 0

    def verify(self, hash: str | bytes, password: str | bytes) -> Literal[True]:
        """Compare, and count it."""
        self.compared += 1
        return super().verify(hash, password)
