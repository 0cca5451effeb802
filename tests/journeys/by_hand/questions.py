"""Questions by hand: asked, answered to all, kept private, held back because of an idea; and an addendum to all."""

from __future__ import annotations

from tests.journeys.by_hand.confidences import NIGHTS
from tests.journeys.by_hand.journey import SUPPLIERS, Journey
from tests.journeys.by_hand.page import Page

OPEN = "Does the yearly value include the rent of the community clinics?"
SECRET = "May a member of our alliance use its own records during the first year?"
NIGHT = "Who answers the telephone when the clinics are closed?"
REASON = "It names a system that one member alone uses."
LIST = "Questions, answers and changes"
PART = "Questions, addenda and deadlines"


def ask_and_answer(journey: Journey) -> None:
    """Three bidders ask; one answer goes to all, one to the asker alone, one only after its words are changed."""
    _ask(journey, "cedar", OPEN)
    _ask(journey, "dogwood", SECRET, because="It shows how our alliance would be set up.")
    _ask(journey, "cedar", NIGHT)
    journey.blocked("officer", "End the first round", "question")
    _publish(journey)
    _answer_privately(journey)
    _hold_back(journey)
    _addendum(journey)


def _ask(journey: Journey, who: str, question: str, because: str = "") -> None:
    bidder = journey.workspace(who)
    bidder.follow(LIST, "Ask a question")
    assert "Write your question" in bidder.press("Ask", {"What is it about?": "The specification"}, refused=422)
    typed = {"What is it about?": "The specification", "Your question": question}
    if because:
        typed |= {"The question itself is commercially confidential": True, "Why it is confidential": because}  # type: ignore[dict-item]  # reason: a box is ticked
    bidder.press("Ask", typed, says="Your question is with the authority")


def _publish(journey: Journey) -> None:
    officer = journey.part("officer", PART, OPEN, "Answer to everybody entitled")
    given = {"The question, as it is published": f"Cedar asks: {OPEN}", "The answer": "Yes, it does."}
    assert "names the organisation that asked" in officer.press("Publish to everybody entitled", given, refused=422)
    given["The question, as it is published"] = "Is rent of clinics part of the yearly value?"
    officer.press("Publish to everybody entitled", given, says="Question 1 is published")
    for who in SUPPLIERS:
        page = _list_of(journey, who)
        assert "Is rent of clinics part of the yearly value?" in page
        assert OPEN not in page


def _answer_privately(journey: Journey) -> None:
    officer = journey.part("officer", PART, SECRET, "Accept the confidence and answer privately")
    officer.press("Answer privately", {"The answer": "Yes, until April.", "Why the others do not get it": REASON})
    journey.workspace("dogwood").follow(LIST, "What your own organisation has asked", SECRET)
    assert "Yes, until April." in journey.suppliers["dogwood"].page
    for who in ("alder", "birch", "cedar"):
        assert "until April" not in _list_of(journey, who)


def _hold_back(journey: Journey) -> None:
    """What Birch did not agree to be told is held, and kept back by the owner."""
    officer = journey.part("officer", PART, NIGHT, "Answer to everybody entitled")
    given = {"The question, as it is published": "Who answers at night?", "The answer": NIGHTS}
    page = officer.press("Publish to everybody entitled", given, refused=422)
    assert "the idea “Nurse by night” of Birch Health Partners" in page
    labels = [" ".join(each.itertext()).strip() for each in page.tree.iter("label")]
    (label,) = [each for each in labels if each.endswith("Why it may be told")]
    why = {label: "The engagement summary of January says so."}
    officer.press("Publish to everybody entitled", {**given, **why}, says="Nothing is sent yet")
    owner = journey.part("owner", PART)
    (link,) = [text for text, _ in owner.page.links() if text.startswith("Answer to everybody entitled, written by")]
    owner.follow(link)
    assert "Say in at least 20 characters" in owner.press("Decide", {"Decision": "Keep it back"}, refused=422)
    kept = {"Decision": "Keep it back", "Reason, if you keep it back": "Birch has refused its consent to it."}
    owner.press("Decide", kept, says="It is kept back")
    officer = journey.part("officer", PART, NIGHT, "Answer to everybody entitled")
    given["The answer"] = "That is for each tender to say."
    officer.press("Publish to everybody entitled", given, says="Question 2 is published")


def _addendum(journey: Journey) -> None:
    officer = journey.part("officer", PART, "Addenda", "Write an addendum")
    given = {
        "Title": "Rent of clinics", "What changes": "Specification 4.2: rent is part of the yearly value",
        "Text of the addendum": "The yearly value includes the rent of the community clinics.",
        "In effect from": journey.clock.now.date(),
    }  # fmt: skip
    officer.press("Send the addendum", given, says="Addendum 1 is sent to everybody entitled")
    for who in SUPPLIERS:
        assert "Addendum 1: Rent of clinics" in _list_of(journey, who)


def _list_of(journey: Journey, who: str) -> Page:
    bidder = journey.workspace(who)
    bidder.follow(LIST)
    return bidder.page
