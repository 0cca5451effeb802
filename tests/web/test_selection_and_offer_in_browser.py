"""Requests to take part and what a tender offers in a browser: open to everyone, wide and narrow, with long words."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from playwright.sync_api import Page
from sqlalchemy import select

from assurance.domain.selection.grounds import Party
from assurance.persistence.models import Bid, PathwayElement
from assurance.persistence.session import Database
from assurance.services import bids, selection, submission
from tests.accessibility import violations
from tests.factories.cast import NOW, World
from tests.factories.offers import partner
from tests.factories.plans import make_plan
from tests.factories.requests import REASON, declare, fill_request, judge_all, marked_call, to_selection
from tests.factories.tenders import OPENING, close, fill, invited, open_box, tenders_open
from tests.web.conftest import SetClock
from tests.web.test_talks_in_browser import browser, open_as
from tests.web.test_ui_kit_in_browser import NEEDS_BROWSER

__all__ = ["browser", "open_as"]
pytestmark = NEEDS_BROWSER
OpenAs = Callable[[str], Page]
FITS = "() => document.documentElement.scrollWidth <= window.innerWidth"
WORD = "Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch"
NAME = f"{WORD} and Holyhead Imaging, Diagnostics and Community Rehabilitation Partnership CIC"


def walk(page: Page, base: str, *paths: str) -> None:
    """Nothing runs over the edge of a page at either width, and nobody is kept out of it on a phone."""
    for path in paths:
        answer = page.goto(base + path)
        assert answer is not None
        assert answer.status == 200, path
        for width in (1280, 360):
            page.set_viewport_size({"width": width, "height": 900})
            page.wait_for_function(FITS)  # the menu finds its place after the page
        assert violations(page) == [], path


@pytest.fixture
def requests(database: Database, world: World) -> tuple[str, str, str]:
    """Alder's request, ready to be sent and with a long name on which a ground is declared; Birch's, just begun."""
    with database.transaction() as session:
        make_plan(session, world)
        marked_call(session, world)
        alder = fill_request(session, world, "alder")
        who: dict[str, Any] = {"actor": world.actor(session, "alder"), "now": NOW}
        row = selection.add_party(
            session, bid=alder, party=Party.SUBCONTRACTOR, name=NAME, company_number="01234567",
            delivers=f"{WORD} imaging at home", **who,
        )  # fmt: skip
        declare(session, world, alder, "alder", row, "performance")
        birch = bids.start_request(
            session, procurement=world.procurement(session), actor=world.actor(session, "birch"), now=NOW
        )
        return alder.public_id, birch.public_id, row.public_id


def test_the_questionnaire_before_the_call(open_as: OpenAs, world: World) -> None:
    base = f"/staff/procurements/{world.reference}/selection/questionnaire"
    walk(open_as("officer"), base, "", "/add", "/experience", "/rule")


def test_a_request_while_it_is_written(open_as: OpenAs, world: World, requests: tuple[str, str, str]) -> None:
    alder, birch, party = requests
    base = f"/supplier/bids/{alder}/selection"
    parts = ("/", "/questions/standing", "/questions/contracts", "/questions/experience", "/check")
    walk(open_as("alder"), base, *parts, "/organisations", "/organisations/add", f"/organisations/{party}")
    walk(open_as("birch"), f"/supplier/bids/{birch}/selection", "/", "/check")
    walk(open_as("officer"), f"/staff/procurements/{world.reference}/selection", "/")


def test_a_request_while_it_is_judged_and_answered(
    open_as: OpenAs, world: World, database: Database, requests: tuple[str, str, str]
) -> None:
    alder, _, party = requests
    with database.transaction() as session:
        bid = session.scalars(select(Bid).where(Bid.public_id == alder)).one()
        bids.send_request(session, bid=bid, actor=world.actor(session, "alder"), now=NOW)
        to_selection(session, world)
    officer, base = open_as("officer"), f"/staff/procurements/{world.reference}/selection"
    organisation = f"/{alder}/organisations/{party}"
    walk(officer, base, "/", f"/{alder}", f"/{alder}/questions/standing", f"/{alder}/questions/together")
    walk(officer, base, f"{organisation}/grounds/performance", f"{organisation}/notice", "/shortlist")
    with database.transaction() as session:
        bid = session.scalars(select(Bid).where(Bid.public_id == alder)).one()
        judge_all(session, world, bid)
        who: dict[str, Any] = {"bid": bid, "public_id": party, "actor": world.actor(session, "officer"), "now": NOW}
        due = NOW + timedelta(days=14)
        selection.give_notice(session, reason=REASON, answer_on=due.date(), answer_time=due.time(), **who)
        who["actor"] = world.actor(session, "alder")
        selection.name_another(session, name=f"Rowan {NAME}", company_number="", delivers="Imaging", **who)
    bidder, answer = open_as("alder"), f"/supplier/bids/{alder}/selection"
    walk(bidder, f"{answer}/replace/{party}", "", "/name", "/declare")
    with database.transaction() as session:
        bid = session.scalars(select(Bid).where(Bid.public_id == alder)).one()
        who = {"actor": world.actor(session, "officer"), "now": NOW}
        selection.decide_ground(
            session, bid=bid, public_id=party, ground="performance", excludes=False, reason=REASON, **who
        )
    walk(officer, base, "/shortlist")
    with database.transaction() as session:
        selection.conclude(session, procurement=world.procurement(session), seen=None, **who)
    walk(officer, base, "/", f"/{alder}", f"/{alder}/letter")
    walk(bidder, answer, "/", "/decision", f"/replace/{party}")


@pytest.fixture
def tender(database: Database, world: World) -> str:
    """Alder's final tender with every part in place, a partner and elements with long names, and a gap in its cover."""
    with database.transaction() as session:
        tenders_open(session, world)
        bid = fill(session, world, invited(session, world, "alder"), "alder")
        bids.add_partner(
            session, bid=bid, partner=partner(NAME, delivers=f"{WORD} at home"), actor=world.actor(session, "alder"),
            now=NOW,
        )  # fmt: skip
        session.add(PathwayElement(procurement_id=world.procurement_id, pathway="Hip pain", name=WORD, position=2))
        return bid.public_id


def test_what_a_tender_offers(open_as: OpenAs, tender: str, world: World) -> None:
    alder, base = open_as("alder"), f"/supplier/bids/{tender}"
    walk(alder, base, "/", "/check", "/preview", "/preview/care", "/form", "/partners/add")
    walk(alder, base, "/partners/change?code=1", "/coverage", "/coverage/1", "/coverage/3")
    walk(alder, base, "/prices/price", "/outcomes", "/outcomes/prom", "/answers/care", "/answers/care/drafts")
    alder.goto(f"{base}/prices/price")
    alder.fill("[name=amount]", "none")
    alder.click("main form button:has-text('Save')")
    assert violations(alder) == []


def test_an_opened_tender_for_the_authority(
    open_as: OpenAs, tender: str, world: World, database: Database, clock: SetClock
) -> None:
    with database.transaction() as session:
        bid = session.scalars(select(Bid).where(Bid.public_id == tender)).one()
        session.delete(session.scalars(select(PathwayElement).where(PathwayElement.name == WORD)).one())
        session.flush()
        submission.submit(session, bid=bid, actor=world.actor(session, "alder"), now=NOW)
        close(session, world)
    clock.now = OPENING
    officer, base = open_as("officer"), f"/staff/procurements/{world.reference}/opening/"
    walk(officer, base, "")
    with database.transaction() as session:
        open_box(session, world)
    walk(officer, base, "", tender)
