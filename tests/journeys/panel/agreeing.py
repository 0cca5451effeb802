"""The panel together: one question agreed and approved by hand, the others by rows, then the ranking."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.evaluation.agreed import Point
from assurance.persistence.models import Bid, Consensus, CriterionRow, User
from assurance.persistence.queries.evaluation import list_agreed, list_counting_marks
from assurance.persistence.queries.panel import list_cells
from assurance.services import accounts, moderation
from tests.factories.cast import NOW
from tests.factories.evaluation import DISCUSSION, REASON
from tests.journeys.panel.marking import own_mark, own_reason
from tests.journeys.panel.room import POINTS, SIX, Room, banner, refused

HEADING = "Clinical pathway: Alder Care"
AGREED = 4
OWN_DISSENT = "I still miss two nights in the winter rota."
DISSENT = "The pharmacist holds that the winter rota deserves a mark less."


def move(room: Room, move_name: str, stage: str) -> None:
    """The officer takes a procurement on, by hand."""
    page = room.pages["officer"]
    page.goto(room.hub)
    page.get_by_role("button", name=move_name).click()
    page.get_by_role("button", name=move_name).click()
    expect(page.locator("main")).to_contain_text(f"is now at “{stage}”")


def agree_one_by_hand(room: Room) -> None:
    """All texts side by side; the agreed mark with its account, who dissents, and everyone's approval."""
    page = room.pages["moderator"]
    page.goto(room.at("moderation"))
    room.check(page, "moderation")
    page.goto(room.question("Alder Care", "clinical", "moderate"))
    for who in SIX:
        expect(page.locator("main")).to_contain_text(own_reason(who, HEADING))
    room.check(page, "moderating")
    page.get_by_role("group", name="Agreed mark").get_by_role("radio", name="4").check()
    page.get_by_label("Why the answer earns this mark").fill(REASON)
    page.get_by_label("Who does not agree").fill(DISSENT)
    page.get_by_role("button", name="Record the agreed mark").click()
    expect(page.locator(".nhsuk-error-summary")).to_contain_text(f"Enter what was discussed on “{POINTS[0]}”")
    expect(page.get_by_label("Why the answer earns this mark")).to_have_value(REASON)
    room.check(page, "moderating, refused")
    said = [f"{who.title()}: {own_reason(who, HEADING)}" for who in SIX if own_mark(who, HEADING) != AGREED]
    page.get_by_label(f"What was discussed on “{POINTS[0]}”").fill("\n".join(said))
    page.get_by_label(f"Why a mark moved on “{POINTS[0]}”").fill(DISCUSSION)
    page.get_by_label(f"What was discussed on “{POINTS[1]}”").fill("All had read the same two audits.")
    page.get_by_role("button", name="Record the agreed mark").click()
    banner(page, "on record")
    for who in SIX:
        approve(room, room.pages[who], OWN_DISSENT if who == "pharmacist" else "")
    page.goto(room.question("Alder Care", "clinical", "moderate"))
    expect(page.locator("main")).to_contain_text(OWN_DISSENT)


def approve(room: Room, page: Page, dissent: str) -> None:
    """Read the record, point by point, and approve it, also while one holds to another mark."""
    page.goto(room.question("Alder Care", "clinical", "moderate"))
    for words in (DISSENT, DISCUSSION, *POINTS):
        expect(page.locator("main")).to_contain_text(words)
    room.check(page, "approving")
    page.get_by_label("I hold to another mark").fill(dissent)
    page.get_by_role("button", name="Approve this record").click()
    banner(page, "approved")


def agree_the_others(room: Room) -> None:
    """The rest of the questions, by rows: recorded by the moderator, approved by all who marked."""
    with room.database.transaction() as session:
        procurement = room.scene.world.procurement(session)
        done = set(list_agreed(session, procurement.id))
        for bid in session.scalars(select(Bid)).all():
            for criterion in session.scalars(select(CriterionRow).where(CriterionRow.kind == "scored")).all():
                if (bid.id, criterion.id) not in done:
                    _record(session, room, bid, criterion)
        agreed = list_agreed(session, procurement.id)
        for cell in list_cells(session, procurement.id):
            if (cell.bid_id, cell.criterion_id) not in done:
                _approve(session, room, agreed[cell.bid_id, cell.criterion_id], cell.evaluator_id)


def _record(session: Session, room: Room, bid: Bid, criterion: CriterionRow) -> None:
    marks = list_counting_marks(session, bid.procurement_id)[bid.id, criterion.id]
    said = "\n".join(f"{mark.evaluator.name}: {mark.rationale}" for mark in marks)
    moderation.record_consensus(
        session, bid=bid, criterion=criterion, mark=4 if bid.organisation.name == "Birch Care" else 3,
        discussion=f"{DISCUSSION}\n{said}", reason=REASON, dissent="",
        points=[Point(each.title, said, DISCUSSION) for each in criterion.sub_criteria],
        actor=room.scene.actor(session, "moderator"), now=NOW,
    )  # fmt: skip
    session.flush()


def _approve(session: Session, room: Room, record: Consensus, user_id: int) -> None:
    user = session.get_one(User, user_id)
    roles = accounts.roles_in(session, user_id=user_id, procurement_id=room.scene.world.procurement_id)
    moderation.approve(session, consensus=record, actor=accounts.actor_of(user, roles), now=NOW)


def rank(room: Room) -> None:
    """The officer sees the order and its workings; the panel sees prices nowhere."""
    page = room.pages["officer"]
    page.goto(room.at("ranking"))
    room.check(page, "ranking")
    main = page.locator("main")
    for bidder in ("Alder Care", "Birch Care", "Cedar Care", "Dogwood Care"):
        expect(main).to_contain_text(bidder)
    expect(main.get_by_role("row").filter(has_text="Birch Care").first).to_be_visible()
    refused(room.pages["clinician"], room.at("lock"), 200)


def watch_progress(room: Room) -> None:
    """The officer sees who has locked what, and no mark."""
    page = room.pages["officer"]
    page.goto(room.at("progress"))
    room.check(page, "progress")
    expect(page.locator("main")).to_contain_text("Cedar Care")
