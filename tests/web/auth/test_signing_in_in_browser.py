"""Signing in without a password in a real browser: with a passkey of a virtual device, and at another site and back."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Page, expect, sync_playwright
from werkzeug.serving import make_server

from assurance.config import IdentityProvider
from tests.accessibility import violations
from tests.factories.cast import PASSWORD, World, email
from tests.identity_provider import identity_provider
from tests.web.test_ui_kit_in_browser import CHROMIUM, FLAGS, NEEDS_BROWSER

pytestmark = NEEDS_BROWSER
DEVICE = {
    "protocol": "ctap2", "transport": "internal", "hasResidentKey": True, "hasUserVerification": True,
    "isUserVerified": True, "automaticPresenceSimulation": True,
}  # fmt: skip
Visit = Callable[..., Page]


@pytest.fixture
def visit(app: Flask) -> Iterator[Visit]:
    """Open the site, reached at a host by name or number, in a browser that tells what its policy stopped."""
    app.config["WTF_CSRF_ENABLED"] = True
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    with sync_playwright() as playwright:
        browser: Any = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)

        def visited(host: str, **chosen: Any) -> Page:
            url = f"http://{host}:{server.server_port}"
            settings = app.extensions["assurance_settings"]
            app.extensions["assurance_settings"] = replace(settings, public_url=url, **chosen)
            page: Page = browser.new_context(base_url=url).new_page()
            page.stopped = []  # type: ignore[attr-defined]  # reason: a note for the test
            page.on("console", lambda said: page.stopped.append(said.text) if "Content Security" in said.text else None)  # type: ignore[attr-defined]  # reason: same
            return page

        yield visited
        browser.close()
    server.shutdown()
    server.server_close()


def sign_in(page: Page, name: str) -> None:
    page.goto("/sign-in")
    page.fill("[name=email]", email(name))
    page.fill("[name=password]", PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("button", name="Sign out").first).to_be_attached()


def test_a_passkey_is_added_signs_in_and_confirms(visit: Visit, world: World) -> None:
    page = visit("localhost")
    line = page.context.new_cdp_session(page)
    line.send("WebAuthn.enable")
    device = line.send("WebAuthn.addVirtualAuthenticator", {"options": DEVICE})["authenticatorId"]
    sign_in(page, "contracts")
    page.goto("/account")
    page.get_by_role("link", name="Change other ways to sign in").click()
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_text("Enter a name for the passkey").first).to_be_visible()
    page.get_by_label("Name of the passkey").fill("Work laptop")
    assert violations(page) == []
    page.get_by_role("button", name="Add a passkey").click()
    expect(page.get_by_role("rowheader", name="Work laptop")).to_be_visible()
    assert violations(page) == []

    page.goto("/second-factor?next=/account/ways-to-sign-in")
    assert violations(page) == []
    page.get_by_role("button", name="Use a passkey").click()
    expect(page.get_by_text("It counts for 15 minutes")).to_be_visible()

    page.context.clear_cookies()
    page.goto("/sign-in?next=/account")
    line.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": False})
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_text("Your device did not answer")).to_be_visible()
    assert violations(page) == []
    line.send("WebAuthn.setUserVerified", {"authenticatorId": device, "isUserVerified": True})
    page.get_by_role("button", name="Sign in with a passkey").click()
    expect(page.get_by_role("heading", name="Your account")).to_be_visible()
    assert page.stopped == []  # type: ignore[attr-defined]  # reason: the note of the fixture


def test_a_person_signs_in_at_another_site_and_comes_back(visit: Visit, world: World) -> None:
    with identity_provider() as provider:
        provider.knows("contracts-1", email=email("contracts"), email_verified=True)
        page = visit("127.0.0.1", identity_provider=IdentityProvider(provider.issuer, "a", "b", label="NHS account"))
        page.goto("/sign-in?next=/account")
        assert violations(page) == []
        page.get_by_role("button", name="Sign in with NHS account").click()
        page.locator("input[name=sub]").fill("contracts-1")
        page.get_by_role("button", name="Authorize").click()
        expect(page.get_by_role("heading", name="Your account")).to_be_visible()
        page.goto("/sign-in/provider")
        page.get_by_role("button", name="Deny").click()
        expect(page.get_by_text("You did not sign in with NHS account")).to_be_visible()
        assert violations(page) == []
        assert page.stopped == []  # type: ignore[attr-defined]  # reason: the note of the fixture
