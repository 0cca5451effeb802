"""A losing bidder makes a representation in a real browser, and the award waits for all that the law asks.

Received, records given by two people less what is withheld, decided by somebody independent, five more working days,
then the award. Every kind of page is checked for accessibility.
"""

from __future__ import annotations

import threading
from collections.abc import Iterator
from datetime import timedelta
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from playwright.sync_api import Browser, Page, expect
from sqlalchemy import select
from werkzeug.serving import make_server

from assurance.app import create_app
from assurance.domain.stages import Stage
from assurance.persistence.models import AuditEvent, CriterionRow, Mark
from assurance.persistence.session import Database
from assurance.services import accounts
from tests.factories.award import Award
from tests.factories.cast import NOW, make_world
from tests.factories.evaluation import Scene
from tests.factories.sealing import by_password_alone
from tests.journeys.panel.room import Room, banner, sign_in
from tests.journeys.test_browser import Quiet, browser
from tests.web.conftest import SetClock

__all__ = ["browser"]
MINE = "/supplier/bids/bid-of-birch"
COMMENT = "The canary engine finds falls early, and the audit of two years bears that out."
DECISION = "The record was read again: the criteria were applied to both bids as they were published."
KINDS = {"represent", "received", "register", "withhold", "records", "given", "deciding", "standstill", "waiting"}


@pytest.fixture
def clock() -> SetClock:
    """A clock that stands still until the journey moves it."""
    return SetClock()


@pytest.fixture
def room(
    database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, browser: Browser, clock: SetClock
) -> Iterator[Room]:
    """Serve a procurement whose standstill has just begun, on a free port."""
    monkeypatch.setattr(accounts, "_hasher", PasswordHasher(time_cost=1, memory_cost=8, parallelism=1))
    with database.transaction() as session:
        world = make_world(session)
        award = Award(session, world).to_standstill()
        row = session.scalars(select(CriterionRow).where(CriterionRow.code == "clinical")).one()
        session.add(
            Mark(
                bid_id=award.bid("alder").id, criterion_id=row.id, evaluator_id=world.users["nurse"], mark=5,
                scale_top=5, rationale=COMMENT, saved_at=NOW, locked_at=NOW,
            )
        )  # fmt: skip
    app = create_app(by_password_alone(tmp_path), database, clock)
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield Room(f"http://127.0.0.1:{server.server_port}", database, Scene(world), browser)
    server.shutdown()
    server.server_close()


@pytest.mark.xdist_group("representation")
def test_a_representation_is_heard_and_then_the_award_goes_on(room: Room, clock: SetClock) -> None:
    represent(room)
    cannot_award(room, "Representations may still be made")
    give_to_a_reviewer(room)
    prepare_records(room)
    release_records(room)
    read_records(room)
    wait(room, clock, 14)  # until Monday 20 January, after the last day of standstill
    cannot_award(room, "1 representation has not been answered by a further decision")
    decide(room)
    wait(room, clock, 4)
    cannot_award(room, "Standstill stays open")
    wait(room, clock, 4)  # until Tuesday 28 January: five working days have passed
    award_it(room)
    assert room.checked >= KINDS


def wait(room: Room, clock: SetClock, days: int) -> None:
    """Let days pass; everybody signs in anew afterwards."""
    clock.now += timedelta(days=days)
    for page in room.pages.values():
        page.context.close()
    room.pages.clear()


def represent(room: Room) -> None:
    """The bidder that lost asks the authority to look again, and for records; an empty text is refused."""
    page = as_bidder(room)
    page.get_by_role("link", name="Make a representation").click()
    page.get_by_role("button", name="Send the representation").click()
    expect(page.locator(".nhsuk-error-summary")).to_contain_text("Enter your representation")
    page.get_by_label("Your representation").fill("Our workforce plan was misread.")
    page.get_by_label("Records you ask for").fill("The comments on both bids.")
    room.check(page, "represent")
    page.get_by_role("button", name="Send the representation").click()
    page.goto(f"{MINE}/representation")
    expect(page.locator("main")).to_contain_text("Being reviewed")
    room.check(page, "received")


def person(room: Room, who: str) -> Page:
    """Return the page of somebody of the authority, signed in once in a stretch of time."""
    return room.pages.get(who) or room.enter(who)


def as_bidder(room: Room) -> Page:
    """Sign the bidder in, once in a stretch of time, and go to its bid."""
    if "birch" in room.pages:
        room.pages["birch"].goto(MINE)
        return room.pages["birch"]
    page = room.pages["birch"] = room.browser.new_context(
        base_url=room.address, viewport={"width": 1280, "height": 900}
    ).new_page()
    page.set_default_timeout(15_000)
    page.goto("/sign-in")
    sign_in(page, "birch")
    expect(page.get_by_role("heading", level=1)).to_have_text("My bids")
    page.goto(MINE)
    return page


def cannot_award(room: Room, why: str) -> None:
    """The officer sees why the award cannot be confirmed, and has no button for it."""
    page = person(room, "officer")
    page.goto(f"{room.hub}move/confirm_award")
    expect(page.locator("main")).to_contain_text(why)
    expect(page.get_by_role("button", name="Confirm the award")).to_have_count(0)
    room.check(page, "waiting")


def give_to_a_reviewer(room: Room) -> None:
    """The owner gives it to somebody who took no part."""
    page = person(room, "owner")
    page.goto(f"{room.hub}award/representations")
    room.check(page, "register")
    page.get_by_role("link", name="Birch Care").click()
    page.get_by_role("link", name="Say who reviews it").click()
    page.get_by_label("Representations, Test post").check()
    page.get_by_role("button", name="Give it to this reviewer").click()
    banner(page, "on record")


def prepare_records(room: Room) -> None:
    """The officer prepares the records and cuts what is not to be told; nobody releases what they prepared."""
    page = person(room, "officer")
    page.goto(f"{room.hub}award/representations")
    page.get_by_role("link", name="Birch Care").click()
    page.get_by_role("button", name="Prepare the records").click()
    expect(page.locator("main")).to_contain_text(COMMENT)
    page.get_by_role("link", name="Withhold from Clinical model, evaluator 1, Alder Care").click()
    page.get_by_label("Some words, wherever they stand in these records").check()
    page.get_by_label("The words").fill("canary engine")
    page.get_by_label("It would prejudice legitimate commercial interests").check()
    page.get_by_label("Why it applies here").fill("It is the method of the other bidder.")
    room.check(page, "withhold")
    page.get_by_role("button", name="Withhold this").click()
    expect(page.locator("main")).to_contain_text("The [removed] finds falls early")
    expect(page.get_by_role("button", name="Release these records to the bidder")).to_have_count(0)


def release_records(room: Room) -> None:
    """The owner reads exactly what goes, and releases it."""
    page = person(room, "owner")
    page.goto(f"{room.hub}award/representations")
    page.get_by_role("link", name="Birch Care").click()
    page.get_by_role("link", name="Records being prepared").click()
    room.check(page, "records")
    page.get_by_role("button", name="Release these records to the bidder").click()
    banner(page, "The records are released")


def read_records(room: Room) -> None:
    """The bidder reads the marks and comments of the winner’s bid, without the words that were cut."""
    page = as_bidder(room)
    page.goto(f"{MINE}/representation")
    page.get_by_role("link", name="Records released to you").click()
    main = page.locator("main")
    expect(main).to_contain_text("The [removed] finds falls early")
    expect(main).to_contain_text("It is the method of the other bidder.")
    expect(main).not_to_contain_text("canary")
    room.check(page, "given")


def decide(room: Room) -> None:
    """The reviewer gives the further decision; a reason in one word is refused and given back."""
    page = person(room, "representations")
    page.goto(f"{room.hub}award/representations")
    page.get_by_role("link", name="Birch Care").click()
    page.get_by_label("How the criteria were applied").check()
    page.get_by_label("Go on with the award as intended").check()
    reason = page.get_by_label("Reason")
    reason.fill("Fine")
    page.get_by_role("button", name="Give the further decision").click()
    expect(reason).to_have_value("Fine")
    reason.fill(DECISION)
    room.check(page, "deciding")
    page.get_by_role("button", name="Give the further decision").click()
    banner(page, "The further decision is given")
    room.check(page, "standstill")


def award_it(room: Room) -> None:
    """The officer confirms the award; who lost reads the decision; the trail has every act."""
    page = person(room, "officer")
    page.goto(f"{room.hub}move/confirm_award")
    page.get_by_role("button", name="Confirm the award").click()
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    world = room.scene.world
    assert room.read(lambda session: world.procurement(session).stage) is Stage.AWARD
    told = as_bidder(room)
    told.goto(f"{MINE}/representation")
    expect(told.locator("main")).to_contain_text(DECISION)
    tags = room.read(lambda session: set(session.scalars(select(AuditEvent.tag))))
    assert tags >= {
        "representation:received", "representation:assigned", "record-release:withheld", "record-release:released",
        "record-release:read", "representation:decided",
    }  # fmt: skip
