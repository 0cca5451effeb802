"""A panel at work behind the application of each test."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import sync_playwright
from sqlalchemy.orm import Session
from werkzeug.serving import make_server

from assurance.persistence.session import Database
from tests.factories.cast import PASSWORD, World, email
from tests.factories.evaluation import Scene, make_scene
from tests.web.test_ui_kit_in_browser import CHROMIUM, FLAGS

Arrange = Callable[..., None]


@pytest.fixture
def scene(database: Database, world: World) -> Scene:
    """Two compliant bids at individual scoring; nothing declared."""
    with database.transaction() as session:
        return make_scene(session, world)


@pytest.fixture
def arrange(database: Database) -> Arrange:
    """Do something to the rows and commit: `arrange(scene.lock_all)`."""

    def run(act: Callable[..., object], *args: object) -> None:
        with database.transaction() as session:
            act(session, *args)

    return run


@pytest.fixture
def read(database: Database) -> Session:
    """A session that sees what the pages have committed."""
    return database.reading()


@pytest.fixture
def at(scene: Scene) -> Callable[[str], str]:
    """Return the address of a page of the panel's work."""
    return lambda path: f"/staff/procurements/{scene.world.reference}/evaluation/{path}"


@pytest.fixture
def open_as(sign_in: Callable[[str], FlaskClient], at: Callable[[str], str]) -> Callable[[str, str], object]:
    """Open a page as a member of the cast."""
    return lambda name, path: sign_in(name).get(at(path))


@pytest.fixture(scope="module")
def browser() -> Iterator[Any]:
    """One browser for each file that asks for one."""
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=str(CHROMIUM), args=FLAGS)
        yield started
        started.close()


@pytest.fixture
def page(app: Flask, browser: Any, scene: Scene, arrange: Callable[..., None]) -> Iterator[Any]:
    """A page signed in as an evaluator who has declared, with the protection against forged requests on."""
    app.config["WTF_CSRF_ENABLED"] = True
    arrange(scene.declare_all)
    server = make_server("127.0.0.1", 0, app, threaded=True)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    context = browser.new_context(base_url=f"http://127.0.0.1:{server.server_port}")
    opened = context.new_page()
    opened.goto("/sign-in")
    opened.fill("[name=email]", email("nurse"))
    opened.fill("[name=password]", PASSWORD)
    opened.click("main button[type=submit]")
    yield opened
    context.close()
    server.shutdown()
    server.server_close()
