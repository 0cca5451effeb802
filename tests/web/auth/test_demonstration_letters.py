"""What a demonstration would have sent can be read there, by everybody; nowhere else does the page exist."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask.testing import FlaskClient

from assurance.adapters.mail import Folder, Letter
from assurance.persistence.session import Database
from assurance.services import mail
from tests.factories.cast import NOW

PAGE = "/demonstration/email"
Made = Callable[..., FlaskClient]


def test_letters_that_wait_and_those_in_the_folder_are_read_newest_first(made: Made, database: Database) -> None:
    client = made()
    settings = client.application.extensions["assurance_settings"]
    with database.transaction() as session:
        for name in ("first", "second", "third"):
            mail.queue(
                session, key=name, recipient=f"{name}@example.org", subject=f"The {name} <b>", now=NOW,
                body=f"Open http://127.0.0.1:8000/link/registration/{name}",
            )  # fmt: skip
        for name in ("first", "second"):
            mail.mark_sent(session, key=name, now=NOW)
    Folder(settings.instance / "outbox", settings.mail_from).send(
        Letter("first", "first@example.org", "The first", "Kept in the folder", NOW)
    )
    page = client.get(PAGE).text
    assert page.index("third@example.org") < page.index("first@example.org")
    assert 'href="http://127.0.0.1:8000/link/registration/third"' in page
    assert ("Kept in the folder" in page, "second@example.org" in page, "<b>" in page) == (True, False, False)


def test_who_registers_or_forgot_a_password_is_led_there(made: Made) -> None:
    client = made()
    typed = {"organisation_name": "Elm Care", "name": "New Person", "email": "newcomer@example.org"}
    for answer in (client.post("/register", data=typed), client.post("/forgotten-password", data=typed)):
        assert (answer.status_code, f'href="{PAGE}"' in answer.text) == (200, True)
    assert f'href="{PAGE}"' in client.get("/sign-in").text
    assert "newcomer@example.org" in client.get(PAGE).text


@pytest.mark.parametrize(("demonstration", "built"), [(True, False), (False, True), (False, False)])
def test_elsewhere_there_is_no_such_page_and_no_link(made: Made, demonstration: bool, built: bool) -> None:
    client = made(demonstration=demonstration, built=built)
    assert client.get(PAGE).status_code == 404
    assert PAGE not in client.get("/sign-in").text
