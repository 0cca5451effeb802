"""Six ways through the same list: with and without script, by keyboard alone, and through all that goes wrong."""

from __future__ import annotations

from playwright.sync_api import Locator, Page, expect
from sqlalchemy import func, select

from assurance.persistence.models import Mark, User
from tests.journeys.panel.room import BIDDERS, READY, SIX, TITLES, Room, banner, sign_in
from tests.keyboard import tab_to

SAVE = ".app-panes__act button[name=save]"
NEXT = ".app-panes__act button[name=save_next]"
QUESTIONS = len(BIDDERS) * len(TITLES)


def own_mark(who: str, heading: str) -> int:
    """Return the mark a person gives under a heading; the panel differs by up to two."""
    title, bidder = heading.split(": ")
    return 2 + (SIX.index(who) + list(TITLES.values()).index(title) + 3 * (bidder == "Alder Care")) % 3


def own_reason(who: str, heading: str) -> str:
    """Return words that speak of this answer alone and that no other reason has."""
    title, bidder = heading.split(": ")
    place = SIX.index(who) * QUESTIONS + BIDDERS.index(bidder) * len(TITLES) + list(TITLES.values()).index(title)
    signs = " ".join(f"{word}{place}" for word in ("ward", "rota", "clinic", "annex", "table", "owner"))
    return f"The {title.lower()} shows {signs} with a name and a date, though the winter plan is thin."


def mark_all(room: Room, who: str, *, script: bool = True) -> None:
    """Go through one's whole list with the button that leads to the next question."""
    page = room.pages[who]
    page.goto(room.at("queue"))
    page.get_by_role("button", name="Next unscored question").click()
    while not page.url.endswith("/queue"):
        heading = started(page, script=script)
        page.check(f"[name=mark][value='{own_mark(who, heading)}']")
        page.fill("[name=rationale]", own_reason(who, heading))
        page.click(NEXT)
        banner(page, "Your mark is saved")
        expect(page.get_by_role("heading", level=1)).not_to_contain_text(heading)
    expect_done(room, who)


def expect_done(room: Room, who: str) -> None:
    """Every question has the mark and the reason that were typed."""

    def of(session: object) -> int:
        user = room.scene.world.users[who]
        query = select(func.count()).select_from(Mark).where(Mark.evaluator_id == user, Mark.rationale != "")
        return session.scalar(query.where(Mark.mark.is_not(None)))  # type: ignore[attr-defined,no-any-return]

    assert room.read(of) == QUESTIONS, who


def started(page: Page, *, script: bool = True) -> str:
    """Wait until the page may be typed into, and return its heading."""
    page.wait_for_load_state()  # before the style sheet is there, what stands above the heading is in its line
    if script:
        page.wait_for_selector(READY)
    return page.get_by_role("heading", level=1).inner_text().splitlines()[-1]  # above it stands the procurement


def opened(room: Room, page: Page, bidder: str, code: str) -> Locator:
    """Open a question and return where the page says how it is saved."""
    page.goto(room.question(bidder, code))
    started(page)
    return page.locator("#saved-state")


def mark_by_keyboard(room: Room, who: str) -> None:
    """Go through the whole list without touching a mouse."""
    page = room.pages[who]
    page.goto(room.at("queue"))
    tab_to(page, "a.nhsuk-button")
    page.keyboard.press("Enter")
    page.wait_for_url("**/score/**")
    while not page.url.endswith("/queue"):
        heading = started(page)
        tab_to(page, "[name=mark]")
        page.keyboard.press(str(own_mark(who, heading)))
        tab_to(page, "[name=rationale]")
        page.keyboard.insert_text(own_reason(who, heading))
        page.keyboard.press("Control+Shift+Enter")
        banner(page, "Your mark is saved")
        expect(page.get_by_role("heading", level=1)).not_to_contain_text(heading)
    expect_done(room, who)


def off_the_scale(room: Room) -> None:
    """A mark that is not on the ladder is refused at the ladder, and the reason stays in the form."""
    page = room.pages["clinician"]
    opened(room, page, "Alder Care", "clinical")
    room.check(page, "scoring")
    page.fill("[name=rationale]", "Read to the end.")
    page.evaluate("document.querySelector('[name=mark][value=\"5\"]').value = '9'")
    page.check("[name=mark][value='9']")
    page.click(SAVE)
    expect(page.locator(".nhsuk-error-message")).to_contain_text("between 0 and 5")
    expect(page.locator("[name=rationale]")).to_have_value("Read to the end.")
    assert room.read(lambda session: session.scalars(select(Mark.mark).where(Mark.mark > 5)).all()) == []
    room.check(page, "scoring, refused")


def two_windows(room: Room) -> None:
    """What was saved in another window and what is typed here are both shown, and one chooses."""
    page = room.pages["nurse"]
    opened(room, page, "Alder Care", "workforce")
    second = page.context.new_page()
    opened(room, second, "Alder Care", "workforce")
    second.fill("[name=rationale]", "Typed in the second window.")
    second.click(SAVE)
    banner(second, "saved")
    page.fill("[name=rationale]", "Typed in the first window.")
    expect(page.locator("#clash")).to_contain_text("Typed in the second window.")
    expect(page.locator("[name=rationale]")).to_have_value("Typed in the first window.")
    room.check(page, "scoring, two windows")
    page.get_by_role("button", name="Put both together").click()
    banner(page, "saved")
    both = "Typed in the second window.\n\nTyped in the first window."
    expect(page.locator("[name=rationale]")).to_have_value(both)
    second.close()


def connection_cut(room: Room) -> None:
    """Without a connection the text stays and the page says so; it is saved when the connection is back."""
    page = room.pages["manager"]
    state = opened(room, page, "Alder Care", "clinical")
    page.context.set_offline(True)
    page.fill("[name=rationale]", "Typed on the train.")
    expect(state).to_contain_text("there is no connection", timeout=10_000)
    expect(page.locator("[name=rationale]")).to_have_value("Typed on the train.")
    page.context.set_offline(False)
    expect(state).to_contain_text("Saved at", timeout=15_000)
    assert reason_of(room, "manager") == "Typed on the train."


def session_ended(room: Room) -> None:
    """Signed out meanwhile: the text waits in the page, and is saved after signing in again."""
    page = room.pages["manager"]
    state = opened(room, page, "Alder Care", "clinical")
    page.context.clear_cookies()
    page.fill("[name=rationale]", "Typed after the session had ended.")
    expect(state).to_contain_text("you are signed out", timeout=10_000)
    page.get_by_role("link", name="sign in again").click()
    sign_in(page, "manager")
    expect(page.locator("[name=rationale]")).to_have_value("Typed after the session had ended.")
    expect(page.locator("#saved-state")).to_contain_text("Saved at", timeout=10_000)
    assert reason_of(room, "manager") == "Typed after the session had ended."


def reason_of(room: Room, who: str) -> str:
    """Return the one reason a person has saved so far."""
    query = select(Mark.rationale).join(User, User.id == Mark.evaluator_id)
    return room.read(lambda session: session.scalars(query.where(User.id == room.scene.world.users[who])).one())
