"""A sign-in in which nothing is done ends; whoever comes back is told why, and what they typed is still there."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient

from assurance.persistence.models import HolderKey, RoleAssignment
from assurance.persistence.session import Database
from tests.factories.cast import NOW, PASSWORD, World, email
from tests.web.auth.test_given_back import TYPED, hidden
from tests.web.auth.test_guards import tags
from tests.web.auth.test_stepping_up import enrol
from tests.web.conftest import SetClock

SignIn = Callable[[str], FlaskClient]
START = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
FIREFOX = "Mozilla/5.0 (Windows NT 10.0; rv:128.0) Gecko/20100101 Firefox/128.0"
PHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) Version/17.5 Safari/604.1"
BY_ITSELF = {"X-Assurance-By-Itself": "1"}


class Machine:
    """The machine's own clock, in minutes since the start of the day."""

    def __init__(self) -> None:
        self.minutes = 0.0

    def __call__(self) -> datetime:
        return START + timedelta(minutes=self.minutes)


@pytest.fixture
def machine(app: Flask) -> Machine:
    app.extensions["assurance_machine_clock"] = clock = Machine()
    return clock


def test_an_officer_is_signed_out_after_20_minutes_and_others_after_60(machine: Machine, sign_in: SignIn) -> None:
    officer, owner = sign_in("officer"), sign_in("owner")
    machine.minutes = 20
    sent = officer.get("/staff/")
    assert (sent.status_code, sent.location) == (302, "/sign-in?next=/staff/")
    assert "signed out because nothing was done for 20 minutes" in officer.get(sent.location).text
    assert owner.get("/staff/").status_code == 200
    machine.minutes = 80
    assert owner.get("/staff/").status_code == 302


def test_whoever_does_something_stays_until_the_day_is_over(
    machine: Machine, sign_in: SignIn, database: Database
) -> None:
    officer = sign_in("officer")
    for minutes in range(15, 12 * 60, 15):
        machine.minutes = minutes
        assert officer.get("/account/time-left").json == {"seconds": min(20 * 60, (12 * 60 - minutes) * 60)}
    machine.minutes = 12 * 60
    assert officer.get("/staff/").status_code == 302
    assert tags(database)[-1] == "auth:ended"
    assert "signed in for very long" in officer.get("/sign-in").text


def test_what_a_page_does_by_itself_is_nobody_being_there(machine: Machine, sign_in: SignIn) -> None:
    officer = sign_in("officer")
    machine.minutes = 19
    assert officer.get("/account/time-left", headers=BY_ITSELF).json == {"seconds": 60}
    machine.minutes = 20
    assert officer.get("/account/time-left", headers=BY_ITSELF).status_code == 302


def test_a_refused_form_counts_as_being_there(machine: Machine, sign_in: SignIn, world: World) -> None:
    officer = sign_in("officer")
    machine.minutes = 19
    assert officer.post(f"/staff/procurements/{world.reference}/planning/edit", data={}).status_code == 422
    machine.minutes = 38
    assert officer.get("/staff/").status_code == 200


def test_what_was_typed_before_the_time_was_up_comes_back_after_signing_in(
    machine: Machine, sign_in: SignIn, world: World
) -> None:
    officer, url = sign_in("officer"), f"/staff/procurements/{world.reference}/planning/edit"
    machine.minutes = 21
    refused = officer.post(url, data=TYPED)
    assert refused.status_code == 401
    assert "nothing was done for 20 minutes" in refused.text
    again = officer.post("/sign-in", data={"email": email("officer"), "password": PASSWORD, **hidden(refused.text)})
    assert hidden(again.text) == TYPED
    assert f'action="{url}"' in again.text


def test_a_cookie_that_was_copied_is_over_with_its_sign_in(app: Flask, machine: Machine, sign_in: SignIn) -> None:
    cookie = sign_in("officer").get_cookie("assurance_session")
    assert cookie is not None
    thief = app.test_client()
    thief.set_cookie("assurance_session", cookie.value)
    machine.minutes = 20
    assert thief.get("/staff/").status_code == 302
    machine.minutes = 1  # a clock that is set back revives nothing
    assert thief.get("/staff/").status_code == 302


def test_a_cookie_from_before_a_second_factor_is_worth_nothing_afterwards(
    app: Flask, with_password: SignIn, database: Database, clock: SetClock
) -> None:
    person, thief = with_password("clinician"), app.test_client()
    copied = person.get_cookie("assurance_session")
    assert copied is not None
    thief.set_cookie("assurance_session", copied.value)
    assert thief.get("/staff/").status_code == 200
    assert enrol(person, database, clock).status_code == 200
    assert person.get("/staff/").status_code == 200
    assert thief.get("/staff/").status_code == 302


def test_setting_the_clock_of_the_service_forward_ends_no_sign_in(
    machine: Machine, sign_in: SignIn, app: Flask
) -> None:
    officer = sign_in("officer")
    app.extensions["assurance_clock"].now += timedelta(days=90)
    assert officer.get("/staff/").status_code == 200


def test_a_holder_of_a_key_who_signs_in_elsewhere_is_told_in_both_places(
    app: Flask, sign_in: SignIn, database: Database, world: World
) -> None:
    with database.transaction() as session:
        session.add(
            HolderKey(user_id=world.users["finance"], public_key=b"k" * 32, protected_key=b"p", made_at=NOW,
                      changed_at=NOW)
        )  # fmt: skip
    typed = {"email": email("finance"), "password": PASSWORD}
    first, second = app.test_client(), app.test_client()
    assert first.post("/sign-in", data=typed, headers={"User-Agent": FIREFOX}).status_code == 302
    told = second.post("/sign-in", data=typed, headers={"User-Agent": PHONE}, follow_redirects=True)
    assert "You were still signed in with Firefox on Windows" in told.text
    assert first.get("/staff/").status_code == 302
    assert "you signed in somewhere else" in first.get("/sign-in").text
    assert "/sign-in" not in (second.get("/staff/").location or "")


def test_a_role_that_is_taken_away_is_gone_with_the_next_page(
    sign_in: SignIn, database: Database, world: World
) -> None:
    client, url = sign_in("approver"), f"/staff/procurements/{world.reference}/"
    assert client.get(url).status_code == 200
    with database.transaction() as session:
        session.query(RoleAssignment).filter_by(user_id=world.users["approver"]).delete()
    assert client.get(url).status_code == 404


def test_nothing_is_said_to_whoever_signed_out_or_never_was_here(app: Flask, sign_in: SignIn) -> None:
    client = sign_in("officer")
    client.post("/sign-out")
    for each in (client, app.test_client()):
        assert "You were signed out" not in each.get("/sign-in").text


def test_the_page_carries_how_long_is_left(machine: Machine, sign_in: SignIn, app: Flask) -> None:
    assert 'data-app-seconds="1200"' in sign_in("officer").get("/staff/").text
    assert 'data-app-seconds="3600"' in sign_in("alder").get("/supplier/").text
    assert "data-app-seconds" not in app.test_client().get("/sign-in").text
