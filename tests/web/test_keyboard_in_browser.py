"""What decides most, done by the keyboard alone; and without JavaScript what nobody may be kept from."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page, expect
from sqlalchemy import select

from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, Clarification, Recommendation
from assurance.persistence.session import Database
from tests.factories.award import Award
from tests.factories.cast import World
from tests.factories.sealing import give_second_factor, passphrase
from tests.factories.tenders import OPENING, close, fill, invited, submitted, tenders_open
from tests.keyboard import mend_first_error, press, skip_to_content, tab_to
from tests.web.conftest import SetClock
from tests.web.supplier.clarifications.conftest import asking
from tests.web.test_talks_in_browser import browser, open_as
from tests.web.test_ui_kit_in_browser import NEEDS_BROWSER

__all__ = ["asking", "browser", "open_as"]
pytestmark = NEEDS_BROWSER
OpenAs = Callable[..., Page]
PRIMARY = "main form button.nhsuk-button:not(.nhsuk-button--secondary)"


def stage_of(database: Database, bid_id: str) -> BidStage:
    with database.reading() as session:
        return session.scalars(select(Bid).where(Bid.public_id == bid_id)).one().stage


@pytest.mark.parametrize("script", [True, False])
def test_a_bidder_submits_a_tender(open_as: OpenAs, database: Database, world: World, script: bool) -> None:
    with database.transaction() as session:
        tenders_open(session, world)
        bid_id = fill(session, world, invited(session, world, "alder"), "alder").public_id
    page = open_as("alder", java_script_enabled=script)
    page.goto(f"/supplier/bids/{bid_id}/")
    skip_to_content(page)
    press(page, "a.nhsuk-button[href$='/check']")
    page.wait_for_url("**/check")
    press(page, "form[action$='/submit'] button")
    expect(page.locator(".nhsuk-panel")).to_contain_text("Final tender submitted")
    assert stage_of(database, bid_id) is BidStage.SUBMITTED


def test_a_provider_asks_a_question_and_mends_it(open_as: OpenAs, database: Database, asking: str) -> None:
    page = open_as("alder")
    page.goto(asking)
    press(page, "a.nhsuk-button[href$='/ask']")
    page.wait_for_url("**/ask")
    tab_to(page, "[name=category]", looking=True)
    page.keyboard.press("ArrowDown")
    press(page, PRIMARY)
    mend_first_error(page, "[name=question]")
    page.keyboard.insert_text("Which sites are open on Sundays?")
    press(page, PRIMARY)
    expect(page.locator("main")).to_contain_text("Which sites are open on Sundays?")
    with database.reading() as session:
        assert session.scalars(select(Clarification.question)).all() == ["Which sites are open on Sundays?"]


@pytest.mark.parametrize("script", [True, False])
def test_an_approver_refuses_with_a_reason(open_as: OpenAs, database: Database, world: World, script: bool) -> None:
    with database.transaction() as session:
        award = Award(session, world)
        award.rank()
        award.recommend()
    page = open_as("approver", java_script_enabled=script)
    give_second_factor(database, world, "approver")
    page.goto(f"/staff/procurements/{world.reference}/award/recommendation/decide")
    skip_to_content(page)
    tab_to(page, "[name=decision]", looking=True)
    page.keyboard.press("ArrowDown")
    press(page, PRIMARY)
    expect(page.locator(".nhsuk-error-summary")).to_be_visible()
    if script:
        mend_first_error(page, "[name=reason]")
    else:
        tab_to(page, "[name=reason]", looking=True)
    page.keyboard.insert_text("The lead is within the noise of two marks.")
    press(page, PRIMARY)
    expect(page.locator("main")).to_contain_text("The lead is within the noise of two marks.")
    with database.reading() as session:
        assert session.scalars(select(Recommendation.decision)).one() == "refused"


def test_two_people_open_the_tenders(open_as: OpenAs, database: Database, world: World, clock: SetClock) -> None:
    with database.transaction() as session:
        tenders_open(session, world)
        bid_id = submitted(session, world, "alder").public_id
        close(session, world)
    clock.now = OPENING
    for who in ("officer", "finance"):
        page = open_as(who)
        give_second_factor(database, world, who)
        page.goto(f"/staff/procurements/{world.reference}/opening/")
        tab_to(page, "[name=passphrase]", looking=True)
        page.keyboard.insert_text(passphrase(who))
        press(page, PRIMARY)
        expect(page.locator("main")).to_contain_text("Alder Care" if who == "finance" else "within 30 minutes")
    assert stage_of(database, bid_id) is BidStage.OPENED


def test_the_menu_opens_and_closes_by_keys_on_a_phone(open_as: OpenAs) -> None:
    page: Any = open_as("officer")
    page.set_viewport_size({"width": 360, "height": 740})
    page.goto("/staff/")
    more = page.locator("#toggle-menu")
    expect(more).to_be_visible()
    press(page, "#toggle-menu")
    expect(more).to_have_attribute("aria-expanded", "true")
    tab_to(page, "#header-navigation a, .nhsuk-header__menu-list a", looking=True)
    page.keyboard.press("Escape")
    expect(more).to_have_attribute("aria-expanded", "false")
    expect(more).to_be_focused()
