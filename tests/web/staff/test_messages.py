"""People of both sides choose what they are told by email; what is needed cannot be left out."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.persistence.models import MailMessage, MailPreference
from assurance.persistence.session import Database
from tests.factories.cast import NOW, World, email

SignIn = Callable[[str], FlaskClient]
SIDES = [("officer", "/staff/messages/"), ("alder", "/supplier/messages/")]


@pytest.mark.parametrize(("name", "messages"), SIDES)
def test_the_choice_is_kept_and_shown_again(sign_in: SignIn, world: World, name: str, messages: str) -> None:
    client = sign_in(name)
    assert f"{messages}email" in client.get(messages).text
    shown = client.get(f"{messages}email").text
    assert email(name) in shown
    assert "Email does not reach you" not in shown
    answer = client.post(f"{messages}email", data={"needed": "daily", "other": "never"}, follow_redirects=True)
    assert "Your choice is saved" in answer.text
    assert client.get(f"{messages}email").text.count("checked") == 2


def test_what_is_needed_cannot_be_left_out(sign_in: SignIn, database: Database) -> None:
    client = sign_in("officer")
    for data in ({"needed": "never", "other": "never"}, {"needed": "daily", "other": "x"}, {}):
        assert client.post("/staff/messages/email", data=data).status_code == 422
    with database.reading() as session:
        assert session.scalars(select(MailPreference)).all() == []


def test_who_cannot_be_reached_is_told_on_the_page(sign_in: SignIn, database: Database) -> None:
    with database.transaction() as session:
        session.add(
            MailMessage(key="k", recipient=email("officer"), subject="s", body="b", queued_at=NOW, given_up_at=NOW)
        )
    assert "could not be delivered" in sign_in("officer").get("/staff/messages/email").text
    assert "could not be delivered" not in sign_in("approver").get("/staff/messages/email").text
