"""Locking: refused while something waits for an answer, final afterwards, and nobody looks sideways before all have."""

from __future__ import annotations

from playwright.sync_api import expect
from sqlalchemy import func, select

from assurance.persistence.models import Mark
from tests.journeys.panel.marking import SAVE, opened, own_reason, started
from tests.journeys.panel.room import SIX, Room, banner, refused

COMPARES = "Better than the other bids on triage: the owner of each step is named, and two audits support it, annex 2."
ANSWER = "The other bids in this sentence are those of the last procurement, which the answer itself cites."


def lock_with_an_open_finding(room: Room) -> None:
    """A reason that compares bids keeps the marks open until it is mended or answered."""
    page = room.pages["clinician"]
    opened(room, page, "Birch Care", "clinical")
    page.fill("[name=rationale]", COMPARES)
    page.click(SAVE)
    banner(page, "Your mark is saved")
    room.check(page, "scoring, findings")
    page.goto(room.at("lock"))
    expect(page.locator("main")).to_contain_text("Your marks cannot be locked yet")
    expect(page.get_by_role("button", name="Lock all my marks")).to_have_count(0)
    room.check(page, "locking, refused")
    page.goto(room.question("Birch Care", "clinical"))
    started(page)
    blocking = page.locator(".app-findings__one", has_text="Your marks cannot be locked like this")
    blocking.locator("summary").click()
    blocking.get_by_label("Or say why it may stand").fill(ANSWER)
    blocking.get_by_role("button", name="Save with this answer").click()
    banner(page, "saved")
    expect(page.locator("#findings")).to_contain_text("Answered.")


def lock_all(room: Room) -> None:
    """Everyone locks; the clinician has a question open in another window, whose text stays there, unsaved."""
    left = room.pages["clinician"].context.new_page()
    state = opened(room, left, "Alder Care", "clinical")
    for who in SIX:
        if who == SIX[-1]:
            look_sideways(room)
        lock(room, who, 9 if who == "analyst" else 12)
        if who == "clinician":
            left.fill("[name=rationale]", "A second thought.")
            expect(state).to_contain_text("locked", timeout=10_000)
            expect(left.locator("[name=rationale]")).to_have_value("A second thought.")
            assert room.read(lambda session: _count(session, Mark.rationale == "A second thought.")) == 0
            left.close()


def lock(room: Room, who: str, expected: int) -> None:
    """Read everything once more and lock it."""
    page = room.pages[who]
    page.goto(room.at("queue"))
    room.check(page, "queue")
    page.get_by_role("button", name="Lock all my marks").click()
    room.check(page, "locking")
    expect(page.get_by_text("This cannot be undone")).to_be_visible()
    page.get_by_role("button", name="Lock all my marks").click()
    banner(page, f"{expected} marks are locked")


def look_sideways(room: Room) -> None:
    """While one has not locked, nobody sees what another wrote, however they ask."""
    other = own_reason("nurse", "Clinical pathway: Alder Care")
    for who in ("clinician", "moderator", "officer"):
        page = room.pages[who]
        for address in (room.at("moderation"), room.question("Alder Care", "clinical", "moderate")):
            page.goto(address)
            assert other not in page.content(), f"{who} reads another’s reason at {address}"
    refused(room.pages["nurse"], room.at("ranking"), 403)
    refused(room.pages["officer"], room.at("ranking"), 409)


def _count(session: object, condition: object) -> int:
    return session.scalar(select(func.count()).select_from(Mark).where(condition))  # type: ignore[attr-defined,arg-type,no-any-return]
