"""Whether the site answers, and whether it can receive and close tenders."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import timedelta
from typing import Any

from flask import Flask
from flask.testing import FlaskClient

from assurance.adapters.clock import system_clock
from assurance.persistence.session import Database
from assurance.services import clock_guard, worker_beats
from assurance.services.clock_guard import Reading
from tests.factories.cast import NOW, World
from tests.factories.tenders import DUE, fill, invited, submitted, tenders_open
from tests.web.supplier.bids.test_tender import checked, submit


def test_ready_says_when_the_clock_is_wrong_and_when_it_is_right_again(app: Flask, database: Database) -> None:
    client = app.test_client()
    assert (client.get("/health").json, client.get("/health/ready").json["status"]) == ({"status": "ok"}, "ready")
    with database.transaction() as session:
        clock_guard.note(session, Reading(timedelta(hours=1), "the database server"), now=NOW)
    page = client.get("/health/ready")
    assert (page.status_code, page.json["status"]) == (503, "not ready")
    assert "3,600.0 seconds ahead compared with the database server" in page.json["reasons"][0]
    assert client.get("/health").status_code == 200
    with database.transaction() as session:
        clock_guard.note(session, Reading(timedelta(0), "the database server"), now=NOW)
    assert client.get("/health/ready").status_code == 200


def test_ready_says_when_there_is_no_room(app: Flask) -> None:
    intake = app.extensions["assurance_intake"]
    full = replace(intake, staging=replace(intake.staging, low_water=2**62))
    app.extensions["assurance_intake"] = full
    page = app.test_client().get("/health/ready")
    assert (page.status_code, page.json["reasons"]) == (503, ["There is no room for files on the server."])


def test_a_clock_set_back_receives_nothing_and_says_so(
    sign_in: Callable[[str], FlaskClient], database: Database, world: World, clock: Any
) -> None:
    with database.transaction() as session:
        tenders_open(session, world)
        bid_id = fill(session, world, invited(session, world, "alder"), "alder").public_id
    clock.now = DUE - timedelta(hours=1)
    alder = sign_in("alder")
    form = checked(alder, bid_id)
    clock.now = DUE - timedelta(days=1)
    page = submit(alder, bid_id, form)
    assert (page.status_code, "shows an earlier time" in page.text) == (503, True)


def test_the_officer_who_closes_by_a_wrong_clock_is_told_why(
    sign_in: Callable[[str], FlaskClient], database: Database, world: World, clock: Any
) -> None:
    with database.transaction() as session:
        tenders_open(session, world)
        submitted(session, world, "alder")
        version = world.procurement(session).version
        clock_guard.note(session, Reading(timedelta(hours=1), "the database server"), now=NOW)
    clock.now = DUE + timedelta(minutes=1)
    address = f"/staff/procurements/{world.reference}/move/close_tenders"
    page = sign_in("officer").post(address, data={"version": version, "confirmed": "y"})
    assert (page.status_code, "Nothing is closed by a wrong clock" in page.text) == (503, True)
    with database.reading() as session:
        assert world.procurement(session).tenders_closed_at is None


def test_ready_says_when_no_worker_has_been_seen(app: Flask, database: Database) -> None:
    app.extensions["assurance_started"] = system_clock() - timedelta(minutes=6)
    page = app.test_client().get("/health/ready")
    assert (page.status_code, page.json["reasons"]) == (503, [worker_beats.SILENT])
    with database.transaction() as session:
        worker_beats.beat(session, slot=1, now=system_clock())
    assert app.test_client().get("/health/ready").status_code == 200
