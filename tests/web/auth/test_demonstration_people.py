"""Signing in at a press as a person of a demonstration; nowhere else does that exist."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select, update

from assurance.persistence.models import User, UserSession
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.statements import asked, listened
from tests.web.auth.test_guards import tags

PRESS = "/demonstration/people"
Made = Callable[..., FlaskClient]


def test_the_page_names_the_people_with_their_duties_and_what_they_see(made: Made) -> None:
    page = made().get("/sign-in").text
    assert "People of the demonstration" in page
    assert "Runs the procurement from day to day; never scores." in page
    assert "Alder Lead" in page
    assert "Sees nothing of another bidder." in page
    assert "Birch Lead" not in page, "a provider that is not of the demonstration"


def test_listing_them_asks_twice_however_many_there_are(made: Made, database: Database) -> None:
    client = made()
    with listened(database.engine) as sent:
        client.get("/sign-in")
    assert len(asked(sent)) == 2


def test_a_press_signs_in_as_that_person_on_record_and_needs_no_device(
    made: Made, world: World, database: Database
) -> None:
    client = made()
    answer = client.post(f"{PRESS}?next=/staff/search", data={"person": str(world.users["officer"])})
    assert (answer.status_code, answer.location) == (302, "/staff/search")
    assert client.get(f"/staff/procurements/{world.reference}/").status_code == 200
    assert tags(database)[-1] == "auth:signed-in-as-demonstration"
    with database.reading() as session:
        assert session.scalars(select(UserSession)).one().stepped_up_at is not None


@pytest.mark.parametrize("who", ["birch", "nobody"])
def test_nobody_else_is_signed_in(made: Made, world: World, who: str) -> None:
    client = made()
    assert client.post(PRESS, data={"person": str(world.users.get(who, 999_999))}).status_code == 404
    assert client.get("/staff/").status_code == 302


def test_a_suspended_person_is_neither_listed_nor_signed_in(made: Made, world: World, database: Database) -> None:
    client = made()
    with database.transaction() as session:
        session.execute(update(User).where(User.id == world.users["officer"]).values(is_active=False))
    assert f'value="{world.users["officer"]}"' not in client.get("/sign-in").text
    assert client.post(PRESS, data={"person": str(world.users["officer"])}).status_code == 404


@pytest.mark.parametrize(("demonstration", "built"), [(False, True), (True, False), (False, False)])
def test_it_does_not_exist_without_the_mode_and_the_folder(
    made: Made, world: World, database: Database, demonstration: bool, built: bool
) -> None:
    client = made(demonstration=demonstration, built=built)
    assert "People of the demonstration" not in client.get("/sign-in").text
    assert client.post(PRESS, data={"person": str(world.users["officer"])}).status_code == 404
    assert client.get("/staff/").status_code == 302
    assert "auth:signed-in-as-demonstration" not in tags(database)


def test_a_press_from_another_site_is_refused(made: Made, world: World, database: Database) -> None:
    client = made()
    client.application.config["WTF_CSRF_ENABLED"] = True
    assert client.post(PRESS, data={"person": str(world.users["officer"])}).status_code == 400
    assert "auth:signed-in-as-demonstration" not in tags(database)


def test_who_is_asked_for_a_device_can_go_on_without_one(made: Made, world: World) -> None:
    client = made()
    client.post(PRESS, data={"person": str(world.users["officer"])})
    assert "Go on without a code" in client.get("/second-factor/set-up?next=/staff/keys").text


def test_a_real_installation_asks_for_the_device(app: Flask, sign_in: Callable[[str], FlaskClient]) -> None:
    page = sign_in("officer").get("/second-factor/set-up").text
    assert "Go on without a code" not in page
