"""The panel alone: who marks what, conflicts declared and decided, every mark with its reason, locked for good."""

from __future__ import annotations

from datetime import date

from tests.journeys.by_hand.journey import STAFF, SUPPLIERS, Journey
from tests.journeys.by_hand.person import Person

PANEL = ("doctor", "nurse", "physio")
DUTIES = {"Clinical model": PANEL, "Workforce": ("doctor", "nurse")}
MARKS: dict[tuple[str, str], dict[str, int]] = {
    ("alder", "Clinical model"): {"doctor": 5, "nurse": 3, "physio": 5},
    ("alder", "Workforce"): {"doctor": 4, "nurse": 4},
    ("birch", "Clinical model"): {"doctor": 4, "nurse": 4},
    ("birch", "Workforce"): {"doctor": 3, "nurse": 3},
    ("cedar", "Clinical model"): {"doctor": 2, "nurse": 2, "physio": 2},
    ("cedar", "Workforce"): {"doctor": 4, "nurse": 4},
}
"""Own marks. The physiotherapist is recused from Birch; the nurse’s 3 becomes 5 in moderation; Cedar is below 3."""


def give_out(journey: Journey) -> None:
    """The officer says who marks what and starts the scoring."""
    journey.blocked("officer", "Start individual scoring", "Fewer than two evaluators who have accepted for:")
    officer = journey.part("officer", "Panel and marking duties")
    ticks = {f"{STAFF[who][0]} marks {title}": True for title, people in DUTIES.items() for who in people}
    officer.press("Save the marking duties", ticks, says="The marking duties are saved")
    _invite(journey)
    journey.move("officer", "Start individual scoring", "Individual scoring")


def _invite(journey: Journey) -> None:
    """The officer invites the panel; one declines first, is asked again, and scoring waits for every answer."""
    due = {"By which day should marks be locked?": date(2025, 6, 30), "At what time?": "5pm"}
    officer = journey.part("officer", "Panel and marking duties", "Set the date")
    officer.press("Save the date", {**due, "By which day should marks be locked?": date(2025, 1, 1)}, refused=422)
    assert "must be in the future" in officer.page
    officer.press("Save the date", due, says="The date is saved")
    people = {f"{STAFF[who][0]}, evaluator": True for who in PANEL} | {"Moira Steel, moderator": True}
    officer.follow("Invite people")
    officer.press("Send the invitations", people, refused=422)
    expected = {"What is expected": "Half a day for each bid, then a day of moderation."}
    officer.press("Send the invitations", {**people, **expected}, says="4 people are invited")
    journey.blocked("officer", "Start individual scoring", "Not accepted to sit on the panel yet: Clara Nunn")
    physio = journey.staff["physio"].go_home()
    physio.follow("My work", "Answer your invitation to the panel")
    physio.press("Decline the invitation", {"Why do you decline?": "I am away in June."}, says="You have declined")
    for who in ("doctor", "nurse", "moderator"):
        _accept(journey, who)
    officer = journey.part("officer", "Panel and marking duties")
    assert "I am away in June." in officer.page
    officer.follow("Invite again")
    again = {"Imran Shah, evaluator (declined before)": True, "What is expected": "July will do."}
    officer.press("Send the invitations", again, says="1 person is invited")
    _accept(journey, "physio")


def _accept(journey: Journey, who: str) -> None:
    person = journey.staff[who].go_home()
    person.follow("My work", "Answer your invitation to the panel")
    person.press("Accept the invitation", {"I keep everything I read confidential": True}, refused=422)
    answers = {"I keep everything I read confidential": True, "I have the time": True, "I declare every interest": True}
    person.press("Accept the invitation", answers, says="You are on the panel")


def declare(journey: Journey) -> None:
    """Panel and moderator declare bid by bid; one has a conflict and is recused by the officer."""
    journey.blocked("officer", "Start moderation", "Conflict declarations are missing from:")
    doctor = journey.part("doctor", "My marking")
    assert "Declare first" in doctor.page
    assert not [text for text, _ in doctor.page.links() if text.startswith("Clinical model")]
    for who in (*PANEL, "moderator"):
        person = journey.part(who, "Conflict declarations", "Declare about Alder Community Health")
        for organisation, _ in list(SUPPLIERS.values())[:3]:
            assert person.page.title.endswith(organisation), "the next bidder follows by itself"
            declare_one(person, organisation, has_conflict=who == "physio" and organisation.startswith("Birch"))
    journey.blocked("officer", "Start moderation", "1 declared conflict waits for a decision")
    officer = journey.part("officer", "Clear or recuse each person")
    officer.follow("Decide")
    answers = {"What is decided?": "Recused", "Reason": "He worked there until last year."}
    officer.press("Record the decision", answers, says="The decision on Imran Shah is on record")


def declare_one(person: Person, organisation: str, has_conflict: bool) -> None:
    """Declare about one bidder."""
    label = "Do you have a conflict with this bidder, or could it seem that you have?"
    if not has_conflict:
        person.press("Declare", {label: "No, I have no conflict"}, says=f"about {organisation} is on record")
        return
    page = person.press("Declare", {label: "Yes"}, refused=422)
    assert "There is a problem" in page
    answers = {label: "Yes", "What links you to the bidder": "I worked there until last year."}
    person.press("Declare", answers, says=f"about {organisation} is on record")


def mark(journey: Journey) -> None:
    """Everyone marks their own questions, with reasons that speak of one bid alone, and locks."""
    expected = sum(len(marks) for marks in MARKS.values())
    journey.blocked("officer", "Start moderation", f"{expected} individual marks are not yet locked")
    for who in PANEL:
        _mark_all(journey, who)
    progress = journey.part("officer", "Panel progress").page
    assert "Birch Health Partners: 4 of 4 locked" in progress


def _mark_all(journey: Journey, who: str) -> None:
    person = journey.part(who, "My marking")
    assert ("Birch" in person.page) == (who != "physio")
    for (key, title), marks in MARKS.items():
        if who in marks:
            _mark_one(person, SUPPLIERS[key][0], title, marks[who])
    person.follow("All my questions", "Lock all my marks")
    person.press("Lock all my marks", says="marks are locked. Nobody can change what is locked any more")
    person.follow(f"{title} of Cedar Care" if who != "physio" else "Clinical model of Cedar Care")
    assert "Save and next" not in person.page.buttons()


def _mark_one(person: Person, organisation: str, title: str, mark: int) -> None:
    if "All my questions" in dict(person.page.links()):
        person.follow("All my questions")
    person.follow(f"{title} of {organisation}")
    assert "£" not in person.page
    if mark == 5:
        person.press("Save", {"Why this mark": "Better than the other bids by a wide margin, in every respect."})
        assert "About the reason as saved" in person.page
        person.follow("All my questions")
        person.follow("Lock all my marks")
        assert "Your marks cannot be locked yet" in person.page
        person.follow(f"{organisation}, {title}")
    answers = {
        "Mark": f"{mark}",
        "Why this mark": f"The answer shows what mark {mark} asks for under “{title}”, step by step.",
        "Page or paragraph 1": "paragraph 1",
    }
    person.press("Save", answers, says="Your mark is saved")
