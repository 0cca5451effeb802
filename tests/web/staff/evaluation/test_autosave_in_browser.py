"""Marking in a real browser: saved as typed, and never taken out of the page when a save is refused or fails."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.stages import Stage
from assurance.persistence.models import Mark
from tests.accessibility import violations
from tests.factories.evaluation import RATIONALE, Scene
from tests.web.test_ui_kit_in_browser import NEEDS_BROWSER

pytestmark = NEEDS_BROWSER


def open_question(page: Page, at: Callable[[str], str], scene: Scene) -> Any:
    page.goto(at(f"score/{scene.bids[0]}/clinical"))
    page.wait_for_selector("body.js-enabled")
    return page.locator("#saved-state")


def kept(session: Session) -> list[tuple[int | None, str]]:
    session.rollback()
    return [(row.mark, row.rationale) for row in session.scalars(select(Mark))]


def test_what_is_typed_is_saved_by_itself_and_the_button_still_works(
    page: Page, at: Callable[[str], str], scene: Scene, read: Session
) -> None:
    state = open_question(page, at, scene)
    expect(page.locator("nav[aria-label='My questions']")).to_contain_text("0 done")
    expect(page.locator("#question-state")).to_have_text("Not started")
    page.check("[name=mark][value='4']")
    page.fill("[name=rationale]", "Better than the other bids.")
    expect(state).to_have_text("Saved at 9am on 6 Jan 2025")
    expect(page.locator("nav[aria-label='My questions']")).to_contain_text("1 done")
    expect(page.locator("#question-state")).to_have_text("Draft")
    expect(page.locator("#findings")).to_contain_text("compares bids")
    assert kept(read) == [(4, "Better than the other bids.")]
    page.fill("[name=rationale]", RATIONALE)
    page.click("text=Save and next")
    page.wait_for_url("**/workforce")
    assert kept(read) == [(4, RATIONALE)]


def test_a_refused_save_says_why_and_keeps_the_text(
    page: Page, at: Callable[[str], str], scene: Scene, arrange: Callable[..., None], read: Session
) -> None:
    state = open_question(page, at, scene)
    arrange(scene.world.at, Stage.MODERATION)
    page.fill("[name=rationale]", RATIONALE)
    expect(state).to_contain_text("Not saved: Marks are written during individual scoring")
    assert page.input_value("[name=rationale]") == RATIONALE
    assert kept(read) == []


def test_a_cut_connection_keeps_the_text_and_saves_when_it_is_back(
    page: Page, at: Callable[[str], str], scene: Scene, read: Session
) -> None:
    state = open_question(page, at, scene)
    page.context.set_offline(True)
    page.fill("[name=rationale]", RATIONALE)
    expect(state).to_contain_text("Not saved: there is no connection")
    assert page.input_value("[name=rationale]") == RATIONALE
    page.context.set_offline(False)
    expect(state).to_have_text("Saved at 9am on 6 Jan 2025")
    assert kept(read) == [(None, RATIONALE)]


def test_an_ended_session_keeps_the_text_and_says_what_to_do(
    page: Page, at: Callable[[str], str], scene: Scene, read: Session
) -> None:
    state = open_question(page, at, scene)
    page.context.clear_cookies()
    page.fill("[name=rationale]", RATIONALE)
    expect(state).to_contain_text("Not saved:")
    assert page.input_value("[name=rationale]") == RATIONALE
    assert kept(read) == []


def test_the_page_is_accessible_and_follows_its_own_security_policy(
    page: Page, at: Callable[[str], str], scene: Scene
) -> None:
    said: list[str] = []
    page.on("console", lambda message: said.append(message.text) if message.type in {"error", "warning"} else None)
    for width in (1280, 360):
        page.set_viewport_size({"width": width, "height": 900})
        open_question(page, at, scene)
        assert violations(page) == []
        assert page.evaluate("document.documentElement.scrollWidth") <= width
    assert said == []
