"""Questions, addenda, what is held back, and outline solutions in a browser: open to everyone, wide and narrow."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect, sync_playwright
from sqlalchemy import select
from werkzeug.serving import make_server

from assurance.domain.clarifications.questions import Category
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Clarification, HeldText, OutlineVersion
from assurance.persistence.session import Database
from assurance.services import clarifications
from tests.accessibility import violations
from tests.factories.cast import NOW, PASSWORD, World, email
from tests.factories.dialogue import HALF, REASON, idea_of
from tests.factories.plans import make_bid, make_criteria
from tests.web.test_ui_kit_in_browser import CHROMIUM, FLAGS, NEEDS_BROWSER

pytestmark = NEEDS_BROWSER
OpenAs = Callable[..., Page]
ADDENDUM = {
    "title": "Payment", "text": HALF, "changes": "Specification 3.1 is replaced by this text",
    "effective_on": NOW.date(), "is_asking": False,
}  # fmt: skip


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for the file."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def open_as(app: Flask, browser: Any) -> Iterator[OpenAs]:
    """Sign a member of the cast in on a page of their own."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    contexts = []

    def signed_in(name: str, **options: Any) -> Page:
        contexts.append(browser.new_context(base_url=f"http://127.0.0.1:{server.server_port}", **options))
        page: Page = contexts[-1].new_page()
        page.goto("/sign-in")
        page.fill("[name=email]", email(name))
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        return page

    yield signed_in
    for each in contexts:
        each.close()
    server.shutdown()
    server.server_close()


@pytest.fixture
def talks(database: Database, world: World) -> dict[str, str]:
    """A round of dialogue: Alder has an idea; Birch asked a question, one in confidence, and Cedar had one answered."""
    with database.transaction() as session:
        make_criteria(session, world)
        procurement = world.at(session, Stage.DIALOGUE_1)
        bids = {name: make_bid(session, world, name, BidStage.IN_DIALOGUE) for name in ("alder", "birch", "cedar")}
        idea_of(session, world, bids["alder"])

        def ask(name: str, question: str, because: str = "") -> Clarification:
            return clarifications.ask(
                session, procurement=procurement, category=Category.SPECIFICATION, question=question,
                is_confidential=bool(because), confidential_reason=because, actor=world.actor(session, name), now=NOW,
            )  # fmt: skip

        officer: dict[str, Any] = {"actor": world.actor(session, "officer"), "now": NOW}
        answered = ask("cedar", "Is the car park free?")
        text = {"wording": "Is parking free?", "answer": "Yes.", "reasons": {}}
        clarifications.publish(session, row=answered, **text, **officer)
        clarifications.issue(
            session,
            procurement=procurement,
            **{**ADDENDUM, "text": "Clinics open on Saturdays."},
            reasons={},
            **officer,
        )
        open_one, secret = (
            ask("birch", "How is a bed paid for?"),
            ask("birch", "May we keep our margin?", "It is our margin."),
        )
        told, _ = clarifications.ideas_told(session, procurement, HALF)
        clarifications.issue(
            session, procurement=procurement, **ADDENDUM, reasons={each.key: REASON for each in told}, **officer
        )
        held = session.scalars(select(HeldText)).one()
        return {
            "open": open_one.public_id, "secret": secret.public_id, "held": held.public_id,
            "answered": answered.public_id, "birch": bids["birch"].public_id,
        }  # fmt: skip


def check(page: Page, address: str) -> None:
    """Nobody is kept out of a page, and nothing runs over its edge, at either width."""
    answer = page.goto(address)
    assert answer is not None
    assert answer.status == 200, address
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        assert violations(page) == [], address
        assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0, address


def test_the_pages_of_questions_for_the_authority(open_as: OpenAs, world: World, talks: dict[str, str]) -> None:
    base = f"/staff/procurements/{world.reference}/questions"
    officer = open_as("officer")
    for path in (
        "/", "/addenda", "/addenda/new", "/deadlines", f"/question/{talks['open']}",
        f"/question/{talks['open']}/publish", f"/question/{talks['open']}/private",
        f"/question/{talks['secret']}/refuse", f"/question/{talks['answered']}",
    ):  # fmt: skip
        check(officer, base + path)
    check(open_as("owner"), f"{base}/held/{talks['held']}")
    officer.goto(f"{base}/question/{talks['open']}/publish")
    officer.fill("[name=wording]", "How is a bed paid for?")
    officer.fill("[name=answer]", HALF)
    officer.click("text=Publish to everybody entitled")
    assert "goes to the owner of the procurement first" in officer.inner_text("main")
    assert violations(officer) == []


def test_the_pages_of_questions_for_a_bidder(open_as: OpenAs, world: World, talks: dict[str, str]) -> None:
    base = f"/supplier/opportunities/{world.reference}"
    birch = open_as("birch")
    for path in ("/questions/", "/questions/own", "/questions/ask", f"/questions/own/{talks['open']}", "/addenda/1"):
        check(birch, base + path)


def test_an_outline_is_saved_as_it_is_typed_and_two_windows_lose_nothing(
    open_as: OpenAs, talks: dict[str, str], database: Database
) -> None:
    page, base = open_as("birch"), f"/supplier/bids/{talks['birch']}/dialogue/outline"
    for path in ("", "/write"):
        check(page, base + path)
    other = page.context.new_page()
    other.goto(f"{base}/write")
    page.fill("[name=text]", "Knees are treated first.")
    expect(page.locator("#saved-state")).to_have_text("Saved at 9am on 6 Jan 2025")
    other.fill("[name=text]", "Hips are treated first.")
    expect(other.locator("#saved-state")).to_contain_text("somebody saved another text meanwhile")
    expect(other.locator("#clash")).to_contain_text("Knees are treated first.")
    assert violations(other) == []
    other.click("text=Keep what I typed here")
    other.wait_for_url("**/outline")
    with database.reading() as session:
        assert [(each.number, each.text, each.is_kept) for each in session.scalars(select(OutlineVersion))] == [
            (1, "Knees are treated first.", True), (2, "Hips are treated first.", True),
        ]  # fmt: skip
