"""Nothing opens before a declaration; a conflict hides the bid until the officer clears it, also when it comes late."""

from __future__ import annotations

from playwright.sync_api import Page, expect
from sqlalchemy import func, select

from assurance.persistence.models import Mark
from tests.journeys.panel.room import BIDDERS, SIX, Room, banner, refused

LATE = "My brother took a post there last week."


def before_declaring(room: Room) -> None:
    """An evaluator who has not declared is sent to declare first, and sees nothing of the bid."""
    page = room.pages["clinician"]
    refused(page, room.question("Alder Care", "clinical"), 409, "Declare first")
    expect(page.locator("main")).not_to_contain_text("We name an owner for each step")
    room.check(page, "refusal")


def declare_all(room: Room) -> None:
    """Everybody declares on every bidder; the nurse has a conflict with one and cannot open its bid."""
    for who in (*SIX, "moderator"):
        page = room.pages[who]
        page.goto(room.at("conflicts"))
        page.get_by_role("link", name="Declare about Alder Care").click()
        for bidder in BIDDERS:
            expect(page.get_by_role("heading", level=1)).to_contain_text(bidder)
            room.check(page, "declaring")
            declare(page, "My sister is its finance director." if (who, bidder) == ("nurse", "Birch Care") else "")
    nurse = room.pages["nurse"]
    refused(nurse, room.question("Birch Care", "clinical"), 404, "Page not found")
    assert "Birch Care" not in queue_of(room, "nurse")


def declare(page: Page, conflict: str = "") -> None:
    """Declare on one bidder."""
    page.get_by_label("Yes, I have" if conflict else "No, I have no conflict").check()
    page.get_by_label("What links you to the bidder").fill(conflict)
    page.get_by_role("button", name="Declare").click()
    banner(page, "on record")


def queue_of(room: Room, who: str) -> str:
    """Return what a person's list says."""
    page = room.pages[who]
    page.goto(room.at("queue"))
    return page.locator("main").inner_text()


def decide(room: Room, who: str, decision: str, reason: str) -> None:
    """The officer decides on a declared conflict."""
    page = room.pages["officer"]
    page.goto(room.at("conflicts"))
    room.check(page, "conflicts")
    page.get_by_role("link", name=f"Decide on {who}").click()
    room.check(page, "deciding")
    page.get_by_label(decision).check()
    page.get_by_label("Reason", exact=True).fill(reason)
    page.get_by_role("button", name="Record the decision").click()
    banner(page, "on record")


def clear_the_nurse(room: Room) -> None:
    """Once cleared, the bid may be opened and marked."""
    decide(room, "Nurse", "Cleared", "Her sister left the bidder a year ago.")
    assert "Birch Care" in queue_of(room, "nurse")


def declare_late(room: Room) -> None:
    """A conflict that comes to light when all is marked sets the person's marks on that bid apart; none is deleted."""
    page = room.pages["analyst"]
    kept = room.read(lambda session: session.scalar(select(func.count()).select_from(Mark)))
    page.goto(room.at("conflicts"))
    page.get_by_role("link", name="Change about Cedar Care").click()
    expect(page.locator("main")).to_contain_text("You have already marked 3 questions of this bid")
    declare(page, LATE)
    refused(page, room.question("Cedar Care", "clinical"), 404)
    officer = room.pages["officer"]
    officer.goto(room.at("conflicts"))
    expect(officer.get_by_role("row").filter(has_text=LATE).first).to_contain_text("3 set apart")
    decide(room, "Analyst", "Recused", "A brother in its employment is too close.")
    assert room.read(lambda session: session.scalar(select(func.count()).select_from(Mark))) == kept
    assert "Cedar Care" not in queue_of(room, "analyst")
