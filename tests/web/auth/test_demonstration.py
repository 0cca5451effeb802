"""The clock of a demonstration: set forward by staff, on record, never back, and not there at all elsewhere."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from assurance.adapters.clock import SimulatedClock
from assurance.app import create_app
from assurance.config import Settings
from assurance.persistence.models import AuditEvent
from assurance.persistence.session import Database
from tests.factories.cast import PASSWORD, email

PAGE = "/demonstration/clock"
MARCH = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
Visit = Callable[[str], FlaskClient]


@pytest.fixture
def simulated(tmp_path: Path) -> SimulatedClock:
    """The simulated clock of the demonstration, on 2 March 2026."""
    clock = SimulatedClock(tmp_path / "clock.json")
    clock.set(MARCH)
    return clock


@pytest.fixture
def visit(database: Database, simulated: SimulatedClock, tmp_path: Path) -> Visit:
    """Sign in to the same installation in demonstration mode."""
    built = create_app(Settings.for_instance(tmp_path, demonstration=True), database)
    built.config["WTF_CSRF_ENABLED"] = False

    def signed_in(name: str) -> FlaskClient:
        client = built.test_client()
        client.post("/sign-in", data={"email": email(name), "password": PASSWORD})
        return client

    return signed_in


def _sets(database: Database) -> list[dict[str, str]]:
    with database.reading() as session:
        events = session.scalars(select(AuditEvent).where(AuditEvent.tag == "clock:set")).all()
        return [event.body["data"] for event in events]


def test_staff_find_the_page_from_the_banner(visit: Visit) -> None:
    home = visit("outsider").get("/staff/")
    page = visit("outsider").get(PAGE)
    assert f'href="{PAGE}"' in home.text
    assert page.status_code == 200
    assert "2 March 2026" in page.text


def test_days_set_the_clock_to_the_morning_and_are_on_record(
    visit: Visit, simulated: SimulatedClock, database: Database
) -> None:
    answer = visit("officer").post(PAGE, data={"days": "30"})
    assert (answer.status_code, answer.location) == (302, PAGE)
    assert simulated().replace(second=0, microsecond=0) == datetime(2026, 4, 1, 8, 0, tzinfo=UTC)  # 9:00 in summer time
    assert [entry["after"] for entry in _sets(database)] == ["2026-04-01T09:00:00+01:00"]


def test_a_date_sets_the_clock_for_every_process(visit: Visit, simulated: SimulatedClock, tmp_path: Path) -> None:
    visit("officer").post(PAGE, data={"on-day": "1", "on-month": "July", "on-year": "2026"})
    assert SimulatedClock(tmp_path / "clock.json")().date().isoformat() == "2026-07-01"


@pytest.mark.parametrize(
    ("typed", "message"),
    [
        ({}, "Enter either a number of days or a date"),
        ({"days": "3", "on-day": "1", "on-month": "7", "on-year": "2026"}, "Enter either a number of days or a date"),
        ({"days": "0"}, "Days must be between 1 and 366"),
        ({"days": "-5"}, "Days must be a whole number"),
        ({"on-day": "2", "on-month": "3", "on-year": "2026"}, "a simulated clock is never turned back"),
        ({"on-day": "31", "on-month": "2", "on-year": "2027"}, "The date must be a real date"),
        ({"on-day": "1", "on-month": "1", "on-year": "2030"}, "Enter a date at most 366 days ahead"),
    ],
)
def test_what_is_unclear_or_not_ahead_is_refused_and_nothing_moves(
    visit: Visit, simulated: SimulatedClock, database: Database, typed: dict[str, str], message: str
) -> None:
    answer = visit("officer").post(PAGE, data=typed)
    assert answer.status_code == 422
    assert message in answer.text
    assert simulated().date().isoformat() == "2026-03-02"
    assert _sets(database) == []


def test_a_bidder_may_not_touch_it_and_is_shown_no_link(visit: Visit, simulated: SimulatedClock) -> None:
    client = visit("alder")
    assert PAGE not in client.get("/supplier/", follow_redirects=True).text
    assert client.post(PAGE, data={"days": "30"}).status_code == 403
    assert simulated().date().isoformat() == "2026-03-02"


def test_a_real_installation_has_no_such_page(app: Flask, sign_in: Visit, database: Database) -> None:
    client = sign_in("officer")
    assert client.get(PAGE).status_code == 404
    assert client.post(PAGE, data={"days": "30"}).status_code == 404
    assert _sets(database) == []
    assert PAGE not in client.get("/staff/").text
