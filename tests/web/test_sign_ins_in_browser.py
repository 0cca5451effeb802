"""In a real browser: the warning before a sign-in ends, staying with one press, and nothing typed lost when it ends."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask
from playwright.sync_api import Page, expect, sync_playwright
from werkzeug.serving import make_server

from tests.accessibility import violations
from tests.factories.cast import PASSWORD, email
from tests.web.test_ui_kit_in_browser import CHROMIUM, FLAGS

RETURNED = "document.dispatchEvent(new Event('visibilitychange'))"
"""What the browser tells a page whose window is looked at again."""


class Ahead:
    """The machine's own clock, set ahead."""

    minutes = 0.0

    def __call__(self) -> datetime:
        return datetime.now(UTC) + timedelta(minutes=self.minutes)


@pytest.fixture
def ahead(app: Flask) -> Ahead:
    app.extensions["assurance_machine_clock"] = clock = Ahead()
    return clock


@pytest.fixture
def page(app: Flask) -> Iterator[Page]:
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser = playwright.chromium.launch(executable_path=CHROMIUM, args=FLAGS)
        yield browser.new_page(base_url=f"http://127.0.0.1:{server.server_port}")
        browser.close()
    server.shutdown()
    server.server_close()


def sign_in(page: Page) -> None:
    page.fill("[name=email]", email("alder"))
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def test_it_is_said_in_time_one_press_stays_and_what_was_typed_outlasts_the_end(page: Page, ahead: Ahead) -> None:
    page.goto("/sign-in?next=/supplier/organisation/standing/insurance")
    sign_in(page)
    page.fill("[name=text]", "Insured for ten million pounds")
    bar, stay = page.locator("#app-lasting"), page.get_by_role("button", name="Stay signed in")
    expect(bar).to_be_hidden()
    ahead.minutes = 59
    page.evaluate(RETURNED)
    expect(bar).to_contain_text("You will be signed out in")
    assert violations(page) == []
    stay.click()
    expect(bar).to_be_hidden()
    ahead.minutes = 118
    page.evaluate(RETURNED)
    expect(stay).to_be_visible()
    ahead.minutes = 120
    page.evaluate(RETURNED)
    expect(bar).to_contain_text("Whatever you typed is still on this page")
    expect(stay).to_be_hidden()
    page.get_by_role("button", name="Save the answer").click()
    expect(page.locator("main")).to_contain_text("nothing was done for 60 minutes")
    assert violations(page) == []
    sign_in(page)
    expect(page.locator("main")).to_contain_text("What you typed before is still here")
    expect(page.locator("main")).to_contain_text("Insured for ten million pounds")
