"""From the public opportunity to a sent request, in the browser."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.domain.selection.grounds import TEMPLATE
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid
from assurance.persistence.session import Database
from tests.factories.cast import World
from tests.factories.tenders import DUE, call_open

SignIn = Callable[[str], FlaskClient]
GOOD = {"annual_turnover_amount": "1,200,000", "experience": "Ten years", "has_no_exclusion_ground": "y"}


def stored(database: Database) -> Bid:
    with database.reading() as session:
        return session.scalars(select(Bid)).one()


def start(database: Database, world: World, client: FlaskClient) -> str:
    with database.transaction() as session:
        call_open(session, world)
    answer = client.post(f"/supplier/opportunities/{world.reference}/ask")
    assert answer.status_code == 302
    return f"/supplier/bids/{stored(database).public_id}"


def test_a_request_is_started_saved_checked_and_sent(sign_in: SignIn, database: Database, world: World) -> None:
    alder = sign_in("alder")
    bid = start(database, world, alder)
    assert alder.post(f"/supplier/opportunities/{world.reference}/ask").status_code == 302
    check = alder.get(f"{bid}/request/send").text
    assert "annual turnover" in check
    assert "Send the request</button>" not in check.replace("\n", "")
    unready = alder.post(f"{bid}/request/send", data={"version": 1})
    assert unready.status_code == 409
    assert "Still missing" in unready.text
    page = alder.post(f"{bid}/request", data={**GOOD, "version": stored(database).version}, follow_redirects=True)
    assert "£1,200,000" in page.text
    assert "It is not sent yet" in page.text
    sent = alder.post(f"{bid}/request/send", data={"version": stored(database).version}, follow_redirects=True)
    assert "is sent" in sent.text
    assert stored(database).stage is BidStage.REQUESTED
    assert alder.post(f"{bid}/request", data={**GOOD, "version": 1}).status_code == 409


def test_bad_input_is_refused_at_the_field_and_kept(sign_in: SignIn, database: Database, world: World) -> None:
    alder = sign_in("alder")
    bid = start(database, world, alder)
    bad = {**GOOD, "version": 1, "annual_turnover_amount": "a lot", "experience": "What we have done"}
    page = alder.post(f"{bid}/request", data=bad)
    assert page.status_code == 422
    assert "Enter an amount in pounds" in page.text
    assert "a lot" in page.text
    assert "What we have done" in page.text
    assert stored(database).experience == ""


def test_the_deadline_closes_the_door(sign_in: SignIn, clock: Any, database: Database, world: World) -> None:
    alder = sign_in("alder")
    bid = start(database, world, alder)
    clock.now = DUE
    birch = sign_in("birch")
    assert "The call is closed" in birch.get(f"/supplier/opportunities/{world.reference}").text
    assert birch.post(f"/supplier/opportunities/{world.reference}/ask").status_code == 409
    assert alder.post(f"{bid}/request", data={**GOOD, "version": 1}).status_code == 409


def test_staff_cannot_ask_and_nobody_asks_before_publication(
    app: Flask, sign_in: SignIn, database: Database, world: World
) -> None:
    for name, status in (("alder", 404), ("officer", 403)):
        assert sign_in(name).post(f"/supplier/opportunities/{world.reference}/ask").status_code == status
    assert app.test_client().get(f"/opportunities/{world.reference}").status_code == 404
    with database.transaction() as session:
        call_open(session, world)
    page = app.test_client().get(f"/opportunities/{world.reference}")
    assert "Sign in to ask to take part" in page.text
    with database.transaction() as session:
        world.at(session, Stage.SELECTION)
    assert "The call is closed" in app.test_client().get(f"/opportunities/{world.reference}").text


def test_the_grounds_that_are_declared_on_are_listed(sign_in: SignIn, database: Database, world: World) -> None:
    alder = sign_in("alder")
    page = alder.get(f"{start(database, world, alder)}/request").text
    assert page.index("Must be excluded") < page.index("Terrorism") < page.index("May be excluded")
    assert [ground.title for ground in TEMPLATE if ground.title not in page] == []
