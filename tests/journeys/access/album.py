"""Pages as they were answered on the way, looked at afterwards in a browser: also those that only one moment shows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from urllib.parse import urlsplit

from flask import Flask
from playwright.sync_api import Page, Route, sync_playwright

from tests.accessibility import violations
from tests.journeys.access.scanning import REFLOWED, WIDE, runs_over
from tests.web.test_ui_kit_in_browser import CHROMIUM, FLAGS

HOST = "http://localhost"


def faults(app: Flask, kept: Mapping[str, tuple[str, str]]) -> list[str]:
    """Say what keeps people out of the pages, each by its endpoint, its address and what was answered."""
    with sync_playwright() as playwright:
        browser: Any = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        page = browser.new_page()
        page.route("**/*", lambda route: _answer(app, route))
        found = [fault for url, html in kept.values() for fault in _scan(page, url, html)]
        browser.close()
    return found


def _answer(app: Flask, route: Route) -> None:
    """Give what a page asks for from the application itself; nothing goes over a network."""
    answer = app.test_client().get(urlsplit(route.request.url).path)
    route.fulfill(status=answer.status_code, body=answer.data, content_type=answer.content_type)


def _scan(page: Page, url: str, html: str) -> list[str]:
    address = HOST + url
    page.route(address, lambda route: route.fulfill(status=200, body=html, content_type="text/html; charset=utf-8"))
    page.set_viewport_size({"width": WIDE, "height": 900})
    page.goto(address)
    found = violations(page)
    page.set_viewport_size({"width": REFLOWED, "height": 900})
    if runs_over(page):
        found.append(f"runs over the edge where {REFLOWED} px are seen")
    page.unroute(address)
    return [f"{url}: {each}" for each in found]
