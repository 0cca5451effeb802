"""Two people of one bidder in real browsers: saved as typed, through a cut line and a clash, with the same count."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from assurance.domain.words import count_words
from assurance.persistence.models import Answer, AnswerDraft, CriterionRow
from assurance.persistence.session import Database
from assurance.web.forms.base import tidy
from tests.accessibility import violations
from tests.factories.answers import add_colleague, issue_addendum
from tests.factories.cast import PASSWORD, World, email
from tests.web.test_ui_kit_in_browser import NEEDS_BROWSER, browser

__all__ = ["browser"]
pytestmark = NEEDS_BROWSER
expect.set_options(timeout=20_000)  # two windows share few processors
READY = "#answer-form[data-app-ready]"
SAVED = "Saved at 9am on 6 Jan 2025"
TEXTS = (
    "", " ", "one", "one  two\nthree", "a\u00a0b", "one-two", "a\ufeffb \u2003c", "“Yes,” – no", "a\vb", "a \x1f b",
    "\x85 a", "投标 文件", "1,000 £5 – 10%", "a\u200bb", "  lead and trail \n\n", "e\u0301 e\u0301",
)  # fmt: skip
Enter = Callable[[str], Page]


@pytest.fixture
def enter(app: Flask, browser: Any, database: Database, world: World, bid_id: str) -> Iterator[Enter]:
    """Open the answer as one of Alder's people, with the protection against forged requests on."""
    app.config["WTF_CSRF_ENABLED"] = True
    with database.transaction() as session:
        add_colleague(session, world)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    contexts = []

    def opened(who: str) -> Page:
        contexts.append(browser.new_context(base_url=f"http://127.0.0.1:{server.server_port}"))
        page: Page = contexts[-1].new_page()
        page.goto("/sign-in")
        page.fill("[name=email]", email(who))
        page.fill("[name=password]", PASSWORD)
        page.click("main button[type=submit]")
        go(page, bid_id)
        return page

    yield opened
    for context in contexts:
        context.close()
    server.shutdown()
    server.server_close()


def go(page: Page, bid_id: str) -> None:
    page.goto(f"/supplier/bids/{bid_id}/answers/care")
    page.wait_for_selector(READY)


def texts(database: Database) -> tuple[str, set[str]]:
    """The answer as it stands, and all its drafts."""
    with database.reading() as session:
        answer = select(Answer.text).join(CriterionRow).where(CriterionRow.code == "care")
        drafts = session.scalars(select(AnswerDraft.text).where(AnswerDraft.code == "care"))
        return session.scalars(answer).one(), set(drafts)


def test_two_people_answer_and_lose_nothing(enter: Enter, database: Database, world: World, bid_id: str) -> None:
    lead, ally = enter("alder"), enter("ally")
    ally.fill("[name=text]", "Nights are covered by two.")
    expect(ally.locator("#saved-state")).to_have_text(SAVED)
    expect(ally.locator("#word-count")).to_have_text("5 words of 10 allowed")
    clash(lead, database)
    lead.click("text=Put both together")
    expect(lead.locator(".nhsuk-notification-banner")).to_contain_text("is saved")
    assert texts(database)[0] == "Nights are covered by two.\n\nMornings by three."
    cut_line(lead, database, bid_id)
    ended_session(lead, database)
    asked_anew(lead, database, world)


def clash(lead: Page, database: Database) -> None:
    lead.fill("[name=text]", "Mornings by three.")
    panel = lead.locator("#clash")
    expect(panel).to_contain_text("Saved by Ally Contributor meanwhile")
    expect(panel).to_contain_text("Nights are covered by two.")
    expect(panel).to_contain_text("Mornings by three.")
    assert lead.input_value("[name=text]") == "Mornings by three."
    assert texts(database)[0] == "Nights are covered by two."
    for width in (1280, 360):
        lead.set_viewport_size({"width": width, "height": 900})
        assert violations(lead) == []
        assert lead.evaluate("document.documentElement.scrollWidth") <= width


def cut_line(lead: Page, database: Database, bid_id: str) -> None:
    go(lead, bid_id)
    lead.context.set_offline(True)
    lead.fill("[name=text]", "Typed in a tunnel.")
    expect(lead.locator("#saved-state")).to_contain_text("there is no connection")
    lead.context.set_offline(False)
    expect(lead.locator("#saved-state")).to_have_text(SAVED)
    assert texts(database)[0] == "Typed in a tunnel."


def ended_session(lead: Page, database: Database) -> None:
    lead.context.clear_cookies()
    lead.fill("[name=text]", "Typed after the session ended.")
    expect(lead.locator("#saved-state")).to_contain_text("you are signed out")
    lead.click("text=sign in again")
    lead.fill("[name=email]", email("alder"))
    lead.fill("[name=password]", PASSWORD)
    lead.click("main button[type=submit]")
    expect(lead.locator("[name=text]")).to_have_value("Typed after the session ended.")
    expect(lead.locator("#saved-state")).to_have_text(SAVED)
    assert texts(database)[0] == "Typed after the session ended."
    assert lead.evaluate("Object.keys(localStorage).filter(key => key.startsWith('assurance-typed'))") == []


def asked_anew(lead: Page, database: Database, world: World) -> None:
    with database.transaction() as session:
        issue_addendum(session, world)
    lead.fill("[name=text]", "Without having read it.")
    expect(lead.locator("#clash")).to_contain_text("What is asked has changed")
    stands, drafts = texts(database)
    assert (stands, "Without having read it." in drafts) == ("Typed after the session ended.", True)
    lead.click("text=I have read this")
    expect(lead.locator(".nhsuk-notification-banner")).to_contain_text("is saved")
    assert texts(database)[0] == "Without having read it."


def test_words_are_counted_as_the_server_counts_them(enter: Enter) -> None:
    page = enter("alder")
    counted = page.evaluate(
        "texts => import('/static/js/words.js').then(words => texts.map(words.countWords))", list(TEXTS)
    )
    assert counted == [count_words(tidy(text) or "") for text in TEXTS]
    page.fill("[name=text]", "word " * 11)
    expect(page.locator("#word-count")).to_have_text("11 words of 10 allowed: take out 1")
    expect(page.locator("#words-told")).to_contain_text("take out 1")
    expect(page.locator("#saved-state")).to_contain_text("Not saved")


@pytest.mark.parametrize("where", ["", "answers/care", "answers/cqc", "answers/care/drafts", "preview", "check"])
def test_pages_of_a_tender_in_hand_are_accessible(enter: Enter, bid_id: str, where: str) -> None:
    page = enter("alder")
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        page.goto(f"/supplier/bids/{bid_id}/{where}")
        page.wait_for_selector("body.js-enabled")
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []
