"""The interface kit in a real browser: accessible at two widths, no errors, and the same word count."""

from __future__ import annotations

import os
import pathlib
import shutil
import threading
from collections.abc import Iterator
from typing import Any

import pytest
from playwright.sync_api import Page, sync_playwright
from werkzeug.serving import make_server

from assurance.domain.words import count_words
from tests.accessibility import violations as violations
from tests.web.gallery import ROOT, make_gallery

BROWSERS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable")
CHROMIUM = pathlib.Path(next(filter(None, map(shutil.which, BROWSERS)), "chromium"))
LIBRARY = ROOT / "assurance/web/static/lib/nhsuk/nhsuk-frontend.min.js"
FLAGS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]
PAGES = [
    "/filled",
    *(f"/components/{name}" for name in ("staff", "supplier", "public")),
    "/error/409",
    "/error/422?refused=1",
]

NEEDS_BROWSER = pytest.mark.skipif(
    not (os.environ.get("CI") or (CHROMIUM.exists() and LIBRARY.exists())),
    reason="needs Chromium and the built interface library; in CI their absence is a failure",
)
pytestmark = NEEDS_BROWSER


@pytest.fixture(scope="module")
def address() -> Iterator[str]:
    server = make_server("127.0.0.1", 0, make_gallery(), threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}"
    server.shutdown()
    server.server_close()


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield started
        started.close()


@pytest.fixture(params=[1280, 360], ids=["desktop", "phone"])
def page(request: pytest.FixtureRequest, browser: Any) -> Iterator[Page]:
    context = browser.new_context(viewport={"width": request.param, "height": 900})
    yield context.new_page()
    context.close()


def open_page(page: Page, address: str) -> None:
    page.goto(address)
    page.wait_for_selector("body.js-enabled")


@pytest.mark.parametrize("path", PAGES)
def test_a_page_is_accessible_quiet_and_fits_its_width(page: Page, address: str, path: str) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    open_page(page, address + path)
    assert violations(page) == []
    assert [text for text in said if "status of" not in text] == []
    assert page.evaluate("document.documentElement.scrollWidth - window.innerWidth") <= 0


def test_a_refused_form_is_accessible_and_takes_the_person_to_its_errors(page: Page, address: str) -> None:
    open_page(page, f"{address}/form")
    page.get_by_label("Day").fill("31")
    page.get_by_label("Month").fill("2")
    page.get_by_label("Year").fill("2027")
    page.get_by_role("button", name="Save and continue").click()
    page.wait_for_selector(".nhsuk-error-summary:focus")
    assert violations(page) == []
    page.get_by_role("link", name="Closing date must be a real date").click()
    assert page.evaluate("document.activeElement.id") == "closes_on"


def test_the_counter_counts_as_the_server_does(page: Page, address: str) -> None:
    open_page(page, f"{address}/form")
    for text in ("one", "one  two\nthree", "a\u00a0b", "one-two", "a\ufeffb \u2003c", "“Yes,” – no"):
        page.get_by_label("Your answer").fill(text)
        left = 12 - count_words(text)
        page.get_by_text(f"You have {left} words remaining").first.wait_for(state="attached", timeout=5000)
