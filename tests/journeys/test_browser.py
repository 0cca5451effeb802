"""One journey in a real browser: an evaluator marks through a lost connection and without script, and the officer
confirms the ranking, asks for the evaluation pack and downloads it. Every page is checked for accessibility."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import threading
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from io import BytesIO
from pathlib import Path
from typing import Any

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, BrowserContext, Page, expect, sync_playwright
from pypdf import PdfReader
from sqlalchemy import select
from werkzeug.serving import WSGIRequestHandler, make_server

from assurance.app import create_app
from assurance.cli.serve import environment, own_command
from assurance.config import Settings
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid
from assurance.persistence.session import Database
from assurance.services import accounts, at_rest, marking
from tests.accessibility import WCAG, violations
from tests.factories.cast import NOW, PASSWORD, email, make_world
from tests.factories.evaluation import DISCUSSION, Scene, make_scene
from tests.factories.sealing import by_password_alone, give_second_factor

FLAGS = [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run", "--disable-background-networking",
    "--disable-component-update", "--disable-sync",
]  # fmt: skip
REASON = "Every step from referral to discharge has an owner, and the audit evidence of two years covers each of them."
SECOND = "The posts are counted by site and by grade, and nine in ten of them are filled today."


class Quiet(WSGIRequestHandler):
    """Answers without a line in the log for each request."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Say nothing."""


@dataclass
class Site:
    """A served installation with the panel at individual scoring."""

    address: str
    settings: Settings
    database: Database
    scene: Scene
    checked: set[str] = field(default_factory=set)

    def check(self, page: Page) -> None:
        """Nobody is kept out: no violation of WCAG 2.2 AA on the page as it stands, once its styles are there."""
        assert violations(page, WCAG) == [], page.url
        self.checked.add(page.title())


@pytest.fixture
def site(database: Database, database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Site]:
    """Serve an installation on a free port, on the real clock."""
    monkeypatch.setattr(accounts, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    settings = replace(by_password_alone(tmp_path), database_url=database_url)
    at_rest.unlock(settings)  # the worker that prints is a program of its own and has these keys
    with database.transaction() as session:
        scene = make_scene(session, make_world(session))
    app = create_app(settings, database)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Site(f"http://127.0.0.1:{server.server_port}", settings, database, scene)
    server.shutdown()
    server.server_close()


@pytest.fixture
def browser() -> Iterator[Browser]:
    """Chromium as the machine has it; CI must have it."""
    found = shutil.which("chromium") or shutil.which("google-chrome")
    if found is None:
        missing = "There is no Chromium on this machine"
        pytest.fail(missing) if os.environ.get("CI") else pytest.skip(missing)
    with sync_playwright() as playwright:
        started = playwright.chromium.launch(executable_path=found, args=FLAGS)
        yield started
        started.close()


def test_an_evaluator_marks_and_the_officer_prints(site: Site, browser: Browser, tmp_path: Path) -> None:
    evaluator, said = sign_in(site, browser, "clinician")
    declare(site, evaluator)
    mark_through_a_lost_connection(site, evaluator)
    mark_without_script(site, browser, evaluator.context)
    lock(site, evaluator)
    assert [line for line in said if "ERR_INTERNET_DISCONNECTED" not in line] == []
    finish_the_evaluation(site)
    officer, said = sign_in(site, browser, "officer")
    confirm_the_ranking(site, officer)
    pdf = build_the_pack(site, officer, tmp_path)
    assert said == []
    check_the_pack(pdf)
    assert len(site.checked) >= 10


def sign_in(site: Site, browser: Browser, who: str) -> tuple[Page, list[str]]:
    """Sign in from the front page; what the page says in its console is kept."""
    page = browser.new_context(viewport={"width": 1280, "height": 900}).new_page()
    page.set_default_timeout(15_000)
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text))
    page.on("pageerror", lambda error: said.append(str(error)))
    page.goto(site.address)
    site.check(page)
    page.get_by_role("link", name="Sign in").click()
    site.check(page)
    page.get_by_label("Email address").fill(email(who))
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("My work")
    give_second_factor(site.database, site.scene.world, who)
    site.check(page)
    page.get_by_role("link", name="Procurements", exact=True).click()
    page.get_by_role("link", name="Musculoskeletal lead provider").click()
    site.check(page)
    return page, said


def declare(site: Site, page: Page) -> None:
    """Declare bidder by bidder; the next one follows by itself."""
    page.get_by_role("link", name="Conflict declarations").click()
    site.check(page)
    page.get_by_role("link", name="Declare about Alder Care").click()
    for _ in site.scene.bids:
        site.check(page)
        page.get_by_label("No, I have no conflict").check()
        page.get_by_role("button", name="Declare").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Conflict declarations")


def mark_through_a_lost_connection(site: Site, page: Page) -> None:
    """What is typed is saved by itself, kept while there is no connection, and saved when it is back."""
    open_question(site, page, "Clinical pathway of Alder Care")
    site.check(page)
    state, reason = page.locator("#saved-state"), page.get_by_label("Why this mark")
    page.get_by_role("radio", name="4").check()
    reason.fill(REASON[:60])
    expect(state).to_contain_text("Saved at", timeout=10_000)
    page.context.set_offline(True)
    reason.fill(REASON)
    expect(state).to_contain_text("there is no connection", timeout=10_000)
    site.check(page)
    expect(reason).to_have_value(REASON)
    page.context.set_offline(False)
    expect(state).to_contain_text("Saved at", timeout=10_000)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.get_by_text("Your mark is saved")).to_be_visible()
    expect(page.get_by_label("Why this mark")).to_have_value(REASON)


def open_question(site: Site, page: Page, name: str) -> None:
    """Go to a question from the list of one's own."""
    page.goto(f"{site.address}/staff/procurements/{site.scene.world.reference}/")
    page.get_by_role("link", name="My marking").click()
    page.get_by_role("link", name=name).click()


def mark_without_script(site: Site, browser: Browser, context: BrowserContext) -> None:
    """The same page works without script: mark, reason and the button."""
    plain = browser.new_context(java_script_enabled=False, storage_state=context.storage_state())
    page = plain.new_page()
    open_question(site, page, "Workforce of Alder Care")
    page.get_by_role("radio", name="3").check()
    page.get_by_label("Why this mark").fill(SECOND)
    page.get_by_role("button", name="Save and next").click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Clinical pathway: Birch Care")
    page.go_back()
    expect(page.get_by_label("Why this mark")).to_have_value(SECOND)
    plain.close()


def lock(site: Site, page: Page) -> None:
    """The other bid is marked by rows; then everything is read once more and locked."""
    with site.database.transaction() as session:
        for code in ("clinical", "workforce"):
            site.scene.mark(session, "clinician", code, number=1)
    page.get_by_role("link", name="All my questions").click()
    site.check(page)
    page.get_by_role("button", name="Lock all my marks").click()
    site.check(page)
    expect(page.get_by_text("This cannot be undone")).to_be_visible()
    page.get_by_role("button", name="Lock all my marks").click()
    expect(page.get_by_text("4 marks are locked")).to_be_visible()
    page.get_by_role("link", name="Clinical pathway of Alder Care").click()
    expect(page.get_by_text(REASON)).to_be_visible()
    expect(page.get_by_role("button", name="Save")).to_have_count(0)
    site.check(page)


def finish_the_evaluation(site: Site) -> None:
    """The rest of the panel marks, locks and agrees, by rows."""
    scene = site.scene
    with site.database.transaction() as session:
        scene.declare_all(session, "nurse", "moderator")
        for number in range(len(scene.bids)):
            for code in ("clinical", "workforce"):
                scene.mark(session, "nurse", code, number)
        marking.lock_marks(
            session, procurement=scene.world.procurement(session), actor=scene.actor(session, "nurse"), now=NOW
        )
        for bid in session.scalars(select(Bid).where(Bid.public_id.in_(scene.bids))):
            bid.stage = BidStage.SCORED
        scene.world.at(session, Stage.MODERATION)
        scene.agree_all(session, f"{DISCUSSION} Clinician had counted the posts by site; Nurse read the same table.")


def confirm_the_ranking(site: Site, page: Page) -> None:
    """The officer reads the ranking and puts the result on record."""
    page.get_by_role("link", name="Ranking", exact=True).click()
    site.check(page)
    expect(page.locator("main").get_by_text("Alder Care").first).to_be_visible()
    page.get_by_role("link", name="Back to the procurement").click()
    page.get_by_role("button", name="Confirm the ranking").click()
    site.check(page)
    page.get_by_role("button", name="Confirm the ranking").click()
    expect(page.get_by_text("is now at “Recommendation”")).to_be_visible()


def build_the_pack(site: Site, page: Page, folder: Path) -> Path:
    """Ask for the pack, see it wait, let the worker build it, and download it from the page that says it is done."""
    page.get_by_role("link", name="Packs", exact=True).click()
    site.check(page)
    page.get_by_label("Evaluation pack: the whole record").check()
    page.get_by_role("button", name="Build it").click()
    expect(page.get_by_role("progressbar")).to_be_visible()
    expect(page.get_by_text("Now: Waiting for a worker")).to_be_visible()
    site.check(page)
    worker = subprocess.Popen(
        [*own_command(), "worker", "--until-idle"], env={**os.environ, **environment(site.settings)}
    )
    try:
        link = page.get_by_role("button", name="Download (PDF")  # comes by itself: the page follows the work
        expect(link).to_be_visible(timeout=180_000)
    finally:
        worker.terminate()
        worker.wait(60)
    expect(page.get_by_text(re.compile(r"([1-9]\d*) of \1 parts done\. Took"))).to_be_visible()
    site.check(page)
    with page.expect_download() as started:
        link.click()
    kept = folder / started.value.suggested_filename
    started.value.save_as(kept)
    return kept


def check_the_pack(pdf: Path) -> None:
    """What came down is the evaluation pack of this procurement."""
    content = pdf.read_bytes()
    assert content.startswith(b"%PDF")
    reader = PdfReader(BytesIO(content))
    assert reader.metadata is not None
    assert "Evaluation pack" in (reader.metadata.title or "")
    cover = reader.pages[0].extract_text()
    assert "Musculoskeletal lead provider" in " ".join(cover.split())
