"""Tries at a password are counted in the database, for the address and for the place they come from."""

from __future__ import annotations

from datetime import timedelta

from flask import Flask
from sqlalchemy import select

from assurance.persistence.models import AuditEvent
from assurance.persistence.session import Database
from tests.factories.cast import PASSWORD, email
from tests.web.auth.test_guards import tags
from tests.web.conftest import SetClock


def _try(app: Flask, who: str, password: str, forwarded: str = "") -> tuple[int, str]:
    """Sign in from a browser of its own and return the answer, without what was typed."""
    typed = {"email": email(who), "password": password}
    answer = app.test_client().post("/sign-in", data=typed, headers={"X-Forwarded-For": forwarded})
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
