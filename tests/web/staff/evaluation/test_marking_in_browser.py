"""Marking in a real browser when things go wrong, by keyboard alone, and without JavaScript: nothing typed is lost."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.persistence.models import AuditEvent, Mark, MarkRevision
from assurance.services import marking
from tests.factories.cast import NOW, PASSWORD, email
from tests.factories.evaluation import RATIONALE, Scene
from tests.web.test_ui_kit_in_browser import NEEDS_BROWSER

pytestmark = NEEDS_BROWSER
expect.set_options(timeout=15_000)  # several windows share few processors
At = Callable[[str], str]
OTHER = "Read in the other window: the annex shows the rota, and each clinic has a lead for it."
READY = "#mark-form[data-app-ready]"
SAVE = ".app-panes__act button[name=save]"


@pytest.fixture
def url(at: At, scene: Scene) -> str:
    """The page of the first question."""
    return at(f"score/{scene.bids[0]}/clinical")


def opened(page: Page, url: str) -> Any:
    page.goto(url)
    page.wait_for_selector(READY)
    return page.locator("#saved-state")


def rationales(session: Session) -> list[str]:
    session.rollback()
    return list(session.scalars(select(Mark.rationale).order_by(Mark.id)))


def sign_in_here(page: Page) -> None:
    page.fill("[name=email]", email("nurse"))
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")


def typed_in_two_windows(page: Page, url: str) -> Page:
    """Save in a second window, then type in the first, and return the second."""
    opened(page, url)
    second = page.context.new_page()
    opened(second, url)
    second.fill("[name=rationale]", OTHER)
    second.click(SAVE)
    expect(second.locator(".nhsuk-notification-banner")).to_contain_text("saved")
    page.fill("[name=rationale]", RATIONALE)
    expect(page.locator("#clash")).to_contain_text(OTHER)
    assert page.input_value("[name=rationale]") == RATIONALE
    return second


def test_two_windows_show_both_texts_and_can_be_put_together(page: Page, url: str, read: Session) -> None:
    typed_in_two_windows(page, url)
    assert rationales(read) == [OTHER]
    assert read.scalars(select(MarkRevision)).one().rationale == OTHER
    assert read.scalars(select(AuditEvent.tag).where(AuditEvent.tag == "write:refused")).all() == ["write:refused"]
    page.click("text=Put both together")
    expect(page.locator(".nhsuk-notification-banner")).to_contain_text("saved")
    assert rationales(read) == [f"{OTHER}\n\n{RATIONALE}"]


def test_of_two_windows_one_may_be_kept_and_the_other_stays_among_the_drafts(
    page: Page, url: str, read: Session
) -> None:
    typed_in_two_windows(page, url)
    page.click("text=Keep what I typed here")
    expect(page.locator(".nhsuk-notification-banner")).to_contain_text("saved")
    assert rationales(read) == [RATIONALE]
    page.click("text=Earlier drafts")
    page.click(f"summary:has-text('{OTHER[:20]}')")
    page.click("text=Use this draft again")
    expect(page.locator("[name=rationale]")).to_have_value(OTHER)
    assert rationales(read) == [OTHER]


def test_the_other_windows_text_may_be_taken(page: Page, url: str, read: Session) -> None:
    typed_in_two_windows(page, url)
    page.click("text=Take the other text")
    expect(page.locator("[name=rationale]")).to_have_value(OTHER)
    assert rationales(read) == [OTHER]
    assert RATIONALE in read.scalars(select(MarkRevision.rationale)).all(), "what was typed here is a draft"


def test_after_an_ended_session_the_text_is_back_in_the_form_and_saved(page: Page, url: str, read: Session) -> None:
    state = opened(page, url)
    page.context.clear_cookies()
    page.fill("[name=rationale]", RATIONALE)
    page.check("[name=mark][value='4']")
    expect(state).to_contain_text("you are signed out")
    page.click("text=sign in again")
    sign_in_here(page)
    expect(page.locator("[name=rationale]")).to_have_value(RATIONALE)
    expect(page.locator("#saved-state")).to_contain_text("Saved at")
    assert rationales(read) == [RATIONALE]
    assert page.evaluate("Object.keys(localStorage).filter(key => key.startsWith('assurance-typed'))") == []


def test_someone_else_on_the_same_browser_sees_nothing_of_it(page: Page, url: str) -> None:
    state = opened(page, url)
    page.context.clear_cookies()
    page.fill("[name=rationale]", RATIONALE)
    expect(state).to_contain_text("you are signed out")
    page.click("text=sign in again")
    page.fill("[name=email]", email("clinician"))
    page.fill("[name=password]", PASSWORD)
    page.click("main button[type=submit]")
    page.wait_for_selector(READY)
    expect(page.locator("[name=rationale]")).to_have_value("")


def test_a_token_gone_stale_is_renewed_while_the_same_person_is_there(page: Page, url: str, read: Session) -> None:
    state = opened(page, url)
    second = page.context.new_page()
    second.goto(url)
    second.click("text=Sign out")
    second.goto(url)
    sign_in_here(second)
    page.fill("[name=rationale]", RATIONALE)
    expect(state).to_contain_text("Saved at")
    assert rationales(read) == [RATIONALE]


def test_a_panel_locked_meanwhile_leaves_the_text_to_be_copied(
    page: Page, url: str, scene: Scene, arrange: Callable[..., None], read: Session
) -> None:
    state = opened(page, url)
    page.fill("[name=rationale]", RATIONALE)
    expect(state).to_contain_text("Saved at")

    def lock(session: Session) -> None:
        for number in (0, 1):
            for code in ("clinical", "workforce"):
                if (number, code) != (0, "clinical"):
                    scene.mark(session, "nurse", code, number)
        row = session.scalars(select(Mark).where(Mark.rationale == RATIONALE).order_by(Mark.id)).first()
        assert row is not None
        row.mark = 3
        session.flush()
        marking.lock_marks(
            session, procurement=scene.world.procurement(session), actor=scene.actor(session, "nurse"), now=NOW
        )

    arrange(lock)
    page.fill("[name=rationale]", OTHER)
    expect(state).to_contain_text("locked your marks")
    assert page.input_value("[name=rationale]") == OTHER
    page.once("dialog", lambda dialog: dialog.accept())
    page.reload()
    expect(page.locator("#kept")).to_contain_text(OTHER)
    assert OTHER not in rationales(read)
    page.click("text=Remove this from the browser")
    page.reload()
    expect(page.locator("#kept")).to_be_hidden()


def test_the_whole_list_can_be_marked_by_keyboard(page: Page, at: At, read: Session) -> None:
    page.goto(at("queue"))
    page.get_by_role("button", name="Next unscored question").focus()
    page.keyboard.press("Enter")
    for number in range(4):
        expect(page.locator("nav.app-panes__bar")).to_contain_text(f"Question {number + 1} of 4")
        page.wait_for_selector(READY)
        page.locator("[name=mark]").first.focus()
        page.keyboard.press(str(number + 1))
        page.keyboard.press("Tab")
        page.keyboard.type(f"Step {number}5 of the plan has an owner and a date.")
        if number == 0:
            page.keyboard.press("Control+Enter")
            expect(page.locator(".nhsuk-notification-banner")).to_contain_text("Your mark is saved")
            page.wait_for_selector(READY)
        page.keyboard.press("Control+Shift+Enter")
    page.wait_for_url("**/queue")
    read.rollback()
    assert read.scalars(select(Mark.mark).order_by(Mark.id)).all() == [1, 2, 3, 4]
    assert "5 of the plan" in rationales(read)[3], "figures typed into the reason choose no mark"


def test_without_javascript_marking_and_a_session_that_ends_lose_nothing(
    browser: Any, page: Page, url: str, read: Session
) -> None:
    base = page.evaluate("location.origin")
    plain = browser.new_context(base_url=base, java_script_enabled=False).new_page()
    plain.goto(url)
    sign_in_here(plain)
    plain.check("[name=mark][value='4']")
    plain.fill("[name=rationale]", "Better than the other bids on triage.")
    plain.select_option("[name=places-0-document]", "The answer")
    plain.fill("[name=places-0-where]", "paragraph 2")
    plain.click(SAVE)
    plain.click("summary:has-text('Why, and what to do') >> nth=1")
    plain.locator("textarea[name^=answer-]").last.fill("The name is that of a clinic, not of a bidder.")
    plain.context.clear_cookies()
    plain.fill("[name=rationale]", OTHER)
    plain.click(SAVE)
    expect(plain.locator("h1")).to_have_text("You are signed out")
    expect(plain.locator("main")).to_contain_text(OTHER)
    sign_in_here(plain)
    expect(plain.locator("main")).to_contain_text("has not been saved yet")
    plain.click("text=Send what I typed")
    expect(plain.locator("h1")).to_contain_text("Clinical pathway")
    expect(plain.locator("[name=rationale]")).to_have_value(OTHER)
    expect(plain.locator("[name=places-0-where]")).to_have_value("paragraph 2")
    assert rationales(read) == [OTHER]
