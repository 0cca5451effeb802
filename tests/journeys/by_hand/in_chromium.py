"""The walk by hand in a real browser, from the start to the opening of the tenders, with a window for each person.

    python -m tests.journeys.by_hand.in_chromium [FOLDER FOR PICTURES]

The steps, the words and the checks are those of the walk that the tests make without a browser. What a person does is
done in Chromium: fields are typed into, boxes ticked, files chosen, buttons clicked, with the scripts of the pages on.
It takes some minutes and is no part of `make test`; `make walk` runs it.
"""

from __future__ import annotations

import os
import sys
import tempfile
import threading
from collections.abc import Mapping
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import click
from playwright.sync_api import Browser, Locator, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from assurance.adapters import workflows
from assurance.app import create_app
from assurance.config import Settings
from assurance.persistence import migrate
from assurance.persistence.session import Database
from assurance.services import at_rest
from tests.journeys.by_hand import planning, requests, talks, tenders
from tests.journeys.by_hand.form import FilledForm, Upload
from tests.journeys.by_hand.journey import Journey, SetClock
from tests.journeys.by_hand.page import Page
from tests.journeys.by_hand.person import ASKED, Person, onward

FLAGS = ["--no-sandbox", "--disable-gpu", "--no-first-run", "--disable-background-networking", "--disable-sync"]
STEPS = (
    planning.start, planning.give_roles, planning.plan, planning.criteria, planning.engage, requests.ask,
    requests.select, talks.first_round, talks.down_select, talks.second_round, tenders.submit, tenders.open_together,
)  # fmt: skip


class Quiet(WSGIRequestHandler):
    """Answers without a line in the log for each request."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing."""


class Viewer(Person):
    """A person at a real browser. What a page says is read from what the server sent, as in the walk without one."""

    def __init__(self, app: Any, name: str, email: str, window: Browser, address: str) -> None:
        super().__init__(app, name, email)
        self.address = address
        self.context = window.new_context(viewport={"width": 1280, "height": 900})
        self.tab = self.context.new_page()
        self.tab.on("dialog", lambda dialog: dialog.accept())
        self.tab.on("pageerror", lambda error: self.errors.append(str(error)))
        self.errors: list[str] = []

    def open(self, url: str, status: int = 200) -> Page:
        """Open an address in the window."""
        answer = self.tab.goto(urljoin(self.address, url))
        assert answer is not None
        assert answer.status == status, f"{self.name} opened {url}: {answer.status}"
        return self._read(answer.text(), answer.status)

    def press(
        self,
        button: str,
        answers: Mapping[str, Any] | None = None,
        *,
        says: str = "",
        refused: int = 0,
        shows: str = "",
    ) -> Page:
        """Fill in the form of a button as a person does, and click it."""
        forms = self.page.forms(button)
        assert len(forms) == 1, f"{self.page.url} has {len(forms)} buttons “{button}”"
        before, after = FilledForm(forms[0], button), FilledForm(forms[0], button).fill(answers or {})
        place = list(self.page.tree.iter("form")).index(forms[0])
        form = self.tab.locator("form").nth(place)
        for name, values in after.values.items():
            if values != before.values.get(name):
                _fill(form, name, values)
        pressed = form.get_by_role("button", name=button, exact=button in self.page.buttons()).first
        sent = [each for values in after.values.values() for each in values if isinstance(each, Upload)]
        if sent and forms[0].get("data-app-upload"):  # else the form takes the page along
            return self._send(pressed, sent[0], refused=bool(refused))
        with self.tab.expect_navigation() as led:
            pressed.click()
        answer = led.value
        assert answer is not None
        if self.fresh_code is not None and answer.status == 403 and ASKED in answer.text():
            self._read(answer.text(), answer.status)
            self.press("Continue", {"Code": self.fresh_code()})
            return self.press(onward(self.page), says=says, refused=refused, shows=shows)
        assert answer.status == (refused or 200), f"“{button}”: {answer.status}"
        self._read(answer.text(), answer.status)
        if shows:
            assert shows in self.page.title, self.page.title
        assert says in self.page, f"{self.page.url} does not say “{says}” but: {self.page.words}"
        return self.page

    def _send(self, pressed: Locator, file: Upload, *, refused: bool) -> Page:
        """Send a file, which the script of the page does piece by piece without leaving it."""
        pressed.click()
        if refused:
            self.tab.locator("[role=alert], .nhsuk-error-message, .nhsuk-error-summary").first.wait_for()
            return self.page
        self.tab.get_by_role("link", name=file.name).or_(
            self.tab.locator("main").get_by_text(file.name)
        ).first.wait_for()
        return self.open(self.tab.url)

    def fetch(self, words: str) -> tuple[str, bytes]:
        """Fetch what a link leads to, with the cookies of the window."""
        return self._fetch(urljoin(self.address, urljoin(self.page.url, self.page.link(words))))

    def save(self, button: str) -> tuple[str, bytes]:
        """Press a button that answers with a file."""
        (form,) = self.page.forms(button)
        place = list(self.page.tree.iter("form")).index(form)
        with self.tab.expect_download() as saved:
            self.tab.locator("form").nth(place).get_by_role("button", name=button).first.click()
        content = Path(saved.value.path()).read_bytes()
        kinds = {b"%PDF": "application/pdf", b"PK": "application/zip", b"{": "application/json"}
        return next((kind for begins, kind in kinds.items() if content.startswith(begins)), ""), content

    def _fetch(self, url: str) -> tuple[str, bytes]:
        answer = self.context.request.get(url)
        assert answer.status == 200, f"{url}: {answer.status}"
        return answer.headers.get("content-type", "").split(";")[0], answer.body()

    def _read(self, html: str, status: int) -> Page:
        assert not self.errors, f"{self.tab.url}: {self.errors}"
        url = urlsplit(self.tab.url)._replace(scheme="", netloc="").geturl()
        self.seen.add(urlsplit(url).path)
        self.page = Page(url, status, html)
        return self.page


def _fill(form: Locator, name: str, values: list[Any]) -> None:
    """Put the values of one name into its fields: type, tick, choose or attach."""
    fields = form.locator(f'[name="{name}"]')
    kind = fields.first.evaluate("each => each.tagName === 'INPUT' ? each.type : each.tagName.toLowerCase()")
    if kind in ("checkbox", "radio"):
        for field in fields.all():
            wanted = field.get_attribute("value") in values
            if wanted:
                field.check()
            elif kind == "checkbox" and field.is_checked():
                field.uncheck()
    elif kind == "select":
        fields.first.select_option(values)
    elif kind == "file":
        fields.first.set_input_files(
            [{"name": each.name, "mimeType": "application/octet-stream", "buffer": each.content} for each in values
             if isinstance(each, Upload)]
        )  # fmt: skip
    else:
        for field, value in zip(fields.all(), values, strict=False):
            field.fill(str(value))


class Windows(Journey):
    """The journey with a window for each person."""

    def __init__(self, app: Any, database: Database, clock: SetClock, window: Browser, address: str) -> None:
        self.window, self.address = window, address
        super().__init__(app, database, clock)

    def _person(self, name: str) -> Person:
        return Viewer(self.app, name, f"{name.lower().replace(' ', '.')}@example.org", self.window, self.address)


def walk(folder: Path | None) -> None:
    """Serve an empty installation on loopback and walk it; pictures of everybody's last page go into the folder."""
    with tempfile.TemporaryDirectory() as instance, sync_playwright() as playwright:
        settings = Settings.for_instance(Path(instance))
        at_rest.unlock(settings)
        database = Database.open(settings.database_url)
        migrate.upgrade(database.engine)
        workflows.install(settings.database_url)
        clock = SetClock()
        app = create_app(settings, database, clock)
        server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
        threading.Thread(target=server.serve_forever, daemon=True).start()
        browser = playwright.chromium.launch(
            executable_path=os.environ.get("CHROMIUM", "/usr/bin/chromium"), args=FLAGS
        )
        try:
            journey = Windows(app, database, clock, browser, f"http://127.0.0.1:{server.port}")
            for step in STEPS:
                click.echo(f"{clock():%d %b %Y}  {step.__module__.rpartition('.')[2]}: {step.__name__}")
                step(journey)
            if folder is not None:
                for key, person in {**journey.staff, **journey.suppliers}.items():
                    person.tab.screenshot(path=folder / f"{key}.png", full_page=True)
            click.echo("The tenders are open.")
        finally:
            browser.close()
            server.shutdown()
            database.close()


if __name__ == "__main__":
    walk(Path(sys.argv[1]) if len(sys.argv) > 1 else None)
