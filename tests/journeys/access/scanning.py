"""Looks at pages of the demonstration in a browser, each as the person it is for."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Browser, Page
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.accessibility import violations
from tests.journeys.access.site import COOKIE, NOBODY, Place, signed_in

WIDE, REFLOWED = 1280, 320
"""Pixels: a desktop; and that desktop at 400% zoom (WCAG 2.2, 1.4.10)."""


class Quiet(WSGIRequestHandler):
    """Answers without a line in the log for each request."""

    def log(self, type: str, message: str, *args: object) -> None:
        """Say nothing."""


@dataclass
class Scanner:
    """A served site and a browser with a window for each person."""

    app: Flask
    address: str
    browser: Browser
    pages: dict[str, Page] = field(default_factory=dict)

    @classmethod
    @contextmanager
    def serving(cls, app: Flask, browser: Browser) -> Iterator[Scanner]:
        """Serve the site on loopback while pages are looked at."""
        server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        yield cls(app, f"http://127.0.0.1:{server.server_port}", browser)
        server.shutdown()
        server.server_close()

    def scan(self, place: Place) -> list[str]:
        """Say what is wrong with a page: what keeps people out, what it complains of, what runs over its edge."""
        page = self.page_of(place.who)
        said: list[str] = []
        page.on("pageerror", lambda error: said.append(str(error)))
        page.set_viewport_size({"width": WIDE, "height": 900})
        page.goto(self.address + place.address)
        found = violations(page) + said
        page.set_viewport_size({"width": REFLOWED, "height": 900})
        if runs_over(page):
            found.append(f"runs over the edge where {REFLOWED} px are seen")
        return [f"{place.address} as {place.who or 'nobody'}: {each}" for each in found]

    def page_of(self, who: str, client: FlaskClient | None = None) -> Page:
        """Return the window of a person: of the sign-in of a client, where there is one already."""
        return self.pages.get(who) or self._window(who, client)

    def _window(self, who: str, client: FlaskClient | None) -> Page:
        """Open a window for a person, signed in."""
        context = self.browser.new_context(base_url=self.address)
        if who != NOBODY:
            cookie = (client or signed_in(self.app, who)).get_cookie(COOKIE)
            assert cookie is not None, f"{who} could not sign in"
            context.add_cookies([{"name": COOKIE, "value": cookie.value, "url": self.address}])
        self.pages[who] = context.new_page()
        return self.pages[who]


def runs_over(page: Page) -> bool:
    """Say whether one has to scroll sideways, once the header has moved what does not fit into its menu."""
    for _ in range(20):
        if not page.evaluate("document.documentElement.scrollWidth > window.innerWidth"):
            return False
        page.wait_for_timeout(50)
    return True
