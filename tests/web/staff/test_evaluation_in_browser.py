"""Trials, a workbook’s changes, a refinement, prices and low bids in a browser: open to everyone, wide and narrow."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from decimal import Decimal
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from assurance.persistence.models import Price
from assurance.persistence.session import Database
from tests.accessibility import violations
from tests.factories.cast import PASSWORD, World, email
from tests.factories.evaluation import make_scene
from tests.factories.plans import make_plan
from tests.factories.refinements import LATER, down_select, prepare, publish_criteria
from tests.web.conftest import SetClock
from tests.web.staff.tender.test_wind_tunnel import BIDS
from tests.web.staff.tender.test_workbook import edited
from tests.web.test_ui_kit_in_browser import CHROMIUM, FLAGS, NEEDS_BROWSER

pytestmark = NEEDS_BROWSER
SignIn = Callable[[str], FlaskClient]


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for the file."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def officer(app: Flask, browser: Any) -> Iterator[Page]:
    """A page signed in as the procurement officer."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.server_port}")
    page = context.new_page()
    page.goto("/sign-in")
    page.fill("[name=email]", email("officer"))
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    yield page
    context.close()
    server.shutdown()
    server.server_close()


def check(page: Page, heading: str) -> None:
    """Nobody is kept out of the page as it stands, and nothing runs over its edge, at either width."""
    assert page.inner_text("h1").strip().endswith(heading)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_a_trial_and_the_changes_of_a_workbook(
    officer: Page, app: Flask, sign_in: SignIn, world: World, database: Database
) -> None:
    with database.transaction() as session:
        make_plan(session, world)
    url = f"/staff/procurements/{world.reference}/tender"
    officer.goto(f"{url}/criteria")
    check(officer, "Award criteria")
    app.config["WTF_CSRF_ENABLED"] = False
    client = sign_in("officer")
    client.post(f"{url}/wind-tunnel/try", data=BIDS)
    book = edited(client, url, lambda sheet: sheet.cell(2, 3, "A longer title for quality"))
    app.config["WTF_CSRF_ENABLED"] = True
    officer.goto(f"{url}/wind-tunnel/1")
    check(officer, "Trial 1 of the criteria")
    officer.goto(f"{url}/workbook")
    officer.set_input_files(
        "[name=workbook]", {"name": "criteria.xlsx", "mimeType": "application/octet-stream", "buffer": book}
    )
    officer.click("text=Read the workbook")
    check(officer, "What the workbook changes")


def test_a_refinement(officer: Page, world: World, database: Database, clock: SetClock) -> None:
    clock.now = LATER
    with database.transaction() as session:
        publish_criteria(session, world)
        down_select(session, world)
        prepare(session, world)
    officer.goto(f"/staff/procurements/{world.reference}/tender/refinement")
    check(officer, "Refinement of the criteria")


def test_prices_before_their_opening_and_low_bids(officer: Page, world: World, database: Database) -> None:
    with database.transaction() as session:
        scene = make_scene(session, world)
        scene.to_ranking(session)
        session.scalars(select(Price).where(Price.bid_id == scene.bid(session).id)).one().amount = Decimal(60_000_000)
    base = f"/staff/procurements/{world.reference}"
    officer.goto(f"{base}/evaluation/abnormal")
    assert "mean of the 2 bids still in" in officer.inner_text("main")
    check(officer, "Low bids and questions to bidders")
    with database.transaction() as session:
        world.procurement(session).price_opens_after_quality = True
    officer.goto(f"{base}/opening/prices")
    check(officer, "Opening of the prices")
