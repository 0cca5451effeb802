"""A document sent from a real browser over a bad connection: paused, broken off, continued, cancelled, refused."""

from __future__ import annotations

import io
import random
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pikepdf
import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, Page, Route, expect
from werkzeug.serving import make_server

from assurance.app import create_app
from assurance.config import Settings
from assurance.persistence.session import Database
from assurance.services import accounts
from tests.accessibility import WCAG, violations
from tests.factories import files
from tests.factories.cast import NOW, PASSWORD, email, make_world
from tests.factories.tenders import fill, invited, tenders_open
from tests.journeys.test_browser import Quiet, browser

__all__ = ["browser"]


@dataclass
class Line:
    """The connection, which lets so many parts through and then breaks until it is mended."""

    lets_through: int
    offsets: list[int] = field(default_factory=list)

    def part(self, route: Route) -> None:
        self.offsets.append(int(route.request.url.rpartition("=")[2]))
        if self.lets_through > 0:
            self.lets_through -= 1
            route.continue_()
        else:
            route.abort()


@pytest.fixture
def documents(database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[str]:
    """The address of the documents of a tender in hand, served on a free port."""
    monkeypatch.setattr(accounts, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    with database.transaction() as session:
        world = make_world(session)
        tenders_open(session, world)
        bid = fill(session, world, invited(session, world, "alder"), "alder").public_id
    app = create_app(Settings.for_instance(tmp_path / "instance"), database, lambda: NOW)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/supplier/bids/{bid}/documents"
    server.shutdown()
    server.server_close()


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A PDF of three megabytes, which goes in several parts."""
    path = tmp_path / "Plan for integrated care.pdf"
    with pikepdf.open(io.BytesIO(files.pdf())) as made:
        made.pages[0].Contents = made.make_stream(random.Random(1).randbytes(3_000_000))
        path.write_bytes(files.saved(made, compress_streams=False))
    return path


@pytest.mark.xdist_group("panel")
def test_a_document_arrives_over_a_bad_connection(documents: str, plan: Path, browser: Browser) -> None:
    page, line = opened(documents, browser), Line(lets_through=2)
    page.route("**/uploads/*?offset=*", line.part)
    send(page, plan)
    row = page.locator("#uploads .app-progress")
    expect(row).to_contain_text("No connection. Trying again in")
    assert violations(page, WCAG) == []
    row.get_by_role("button", name="Pause").click()
    expect(row).to_contain_text("Paused")
    expect(row.get_by_role("button", name="Continue")).to_be_visible()

    page.on("dialog", lambda dialog: dialog.accept())
    page.goto(documents)
    expect(page.get_by_role("table", name="Not uploaded completely")).to_be_visible()
    assert violations(page, WCAG) == []
    line.lets_through, before = 100, len(line.offsets)
    send(page, plan)
    expect(page.get_by_text("The document is uploaded. The tender is not submitted yet.")).to_be_visible()
    assert line.offsets[before] == line.offsets[2] > 0
    assert page.get_by_text("Not uploaded completely").count() == 0
    with page.expect_download() as got:
        page.get_by_role("link", name=plan.name).click()
    assert Path(got.value.path()).read_bytes() == plan.read_bytes()
    cancelled_and_refused(page, line, plan)


def cancelled_and_refused(page: Page, line: Line, plan: Path) -> None:
    """What is cancelled leaves nothing; what cannot be taken says why."""
    line.lets_through = 1
    send(page, plan)
    row = page.locator("#uploads .app-progress")
    expect(row).to_contain_text("No connection")
    with page.expect_navigation():  # the page asks for itself again once nothing is on its way
        row.get_by_role("button", name="Cancel").click()
    expect(page.get_by_text("Not uploaded completely")).to_have_count(0)
    expect(row).to_have_count(0)
    line.lets_through = 100
    plan.with_name("program.pdf").write_bytes(b"MZ" + bytes(3000))
    send(page, plan.with_name("program.pdf"))
    expect(row).to_contain_text("The file must be a PDF, a Word document")
    assert violations(page, WCAG) == []


def opened(documents: str, browser: Browser) -> Page:
    """Sign in and open the page, on a telephone."""
    page = browser.new_context(viewport={"width": 360, "height": 800}).new_page()
    page.set_default_timeout(15_000)
    page.goto(documents)
    page.get_by_label("Email address").fill(email("alder"))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Documents")
    return page


def send(page: Page, path: Path) -> None:
    """Choose a file and press the button."""
    page.get_by_label("Choose a file").set_input_files(path)
    page.get_by_role("button", name="Upload", exact=True).click()
