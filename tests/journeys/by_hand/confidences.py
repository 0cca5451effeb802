"""What is told in the dialogue and to whom: an action, an outline, two ideas, a briefing, the specification."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys.by_hand.journey import SUPPLIERS, Journey
from tests.journeys.by_hand.person import Person

IDEA = "The hospital keeps half of what it saves when an admission is avoided in the first year."
WORDING = "A hospital may keep half of what it saves when an admission is avoided."
NIGHTS = "A nurse who knows the person answers the telephone at any hour of the night."
NIGHTS_WORDING = "The telephone may be answered at any hour by a nurse who knows the person."
TABLE = "Briefings, specification versions and who has them"


def tell(journey: Journey) -> None:
    """One idea is told with consent, one is not told; everybody gets the same."""
    _act(journey)
    _outline(journey)
    _idea(journey, "alder", "Half of the saving", IDEA, WORDING)
    _idea(journey, "birch", "Nurse by night", NIGHTS, NIGHTS_WORDING)
    _answer(journey, "alder", "Yes, exactly these words may be told")
    _answer(journey, "birch", "No, they may not")
    _not_told(journey)
    _told(journey)


def _dialogue(journey: Journey, key: str) -> Person:
    return journey.part(key, "Dialogue")


def _own(journey: Journey, key: str, *links: str) -> Person:
    bidder = journey.workspace(key)
    bidder.follow("Dialogue sessions and minutes", *links)
    return bidder


def _act(journey: Journey) -> None:
    lead = _dialogue(journey, "lead")
    alder = SUPPLIERS["alder"][0]
    lead.open(next(href for text, href in lead.page.links() if text.endswith(f"with {alder}") and "/session/" in href))
    lead.follow("Record an action")
    answers = {
        "What is to be done": "Send the map of clinics", "Whose action it is": "The participant",
        "Name of the person": SUPPLIERS["alder"][1], "Due": journey.clock.now.date() + timedelta(days=3),
    }  # fmt: skip
    lead.press("Record the action", answers, says="The action is on record")
    bidder = _own(journey, "alder", "Mark as done: Send the map of clinics")
    assert "Say in at least 10 characters" in bidder.press("Mark as done", {"How it was done": "Sent"}, refused=422)
    bidder.press("Mark as done", {"How it was done": "Sent by post this morning"}, says="The action is done")


def _outline(journey: Journey) -> None:
    bidder = _own(journey, "alder", "Outline solution", "Write the outline solution")
    bidder.press("Save this version", {"Outline solution": IDEA}, says="The version is saved")
    bidder.press("Submit version 1 to the authority", says="The outline solution is submitted")
    lead = _dialogue(journey, "lead")
    lead.follow("Outline solutions", f"Version 1 of {SUPPLIERS['alder'][0]}, round 1")
    assert IDEA in lead.page


def _idea(journey: Journey, key: str, title: str, text: str, wording: str) -> None:
    organisation = SUPPLIERS[key][0]
    lead = _dialogue(journey, "lead")
    lead.follow("Ideas and consents", f"Of {organisation}")
    answers = {"Short title": title, "What tells it apart": text, "Where it was told": "In a session"}
    lead.press("Record the idea", answers, says=f"The idea is on record for {organisation}")
    lead.follow(f"Ask for consent to tell “{title}”")
    ask = {"The exact words that would be told": "You may tell all ideas you hear from us to the others"}
    answers = {"To whom": "To all other participants"}
    assert "a general agreement" in lead.press("Ask for consent", {**ask, **answers}, refused=422)
    lead.press("Ask for consent", {"The exact words that would be told": wording}, says=f"{organisation} is asked")


def _answer(journey: Journey, key: str, decision: str) -> None:
    bidder = _own(journey, key, "Your ideas and consents")
    bidder.open(next(href for text, href in bidder.page.links() if text.startswith("Answer whether this may be told")))
    bidder.press("Send the answer", {"Your answer": decision}, says="Your answer is on record")


def _write(journey: Journey, title: str, text: str) -> Person:
    lead = _dialogue(journey, "lead")
    lead.follow(TABLE, "Write a briefing")
    lead.press("Save and check", {"Title": title, "Text": text, "To whom": "To every participant"})
    return lead


def _not_told(journey: Journey) -> None:
    """What its owner refused is found, and given up."""
    lead = _write(journey, "The telephone at night", NIGHTS_WORDING)
    assert f"the idea “Nurse by night” of {SUPPLIERS['birch'][0]}" in lead.page
    assert "Send it" not in lead.page
    lead.press("Give it up", says="It is given up")


def _told(journey: Journey) -> None:
    lead = _write(journey, "Savings", f"For your proposals: {WORDING}")
    lead.press("Send it", says="It is sent")
    lead = _dialogue(journey, "lead")
    lead.follow(TABLE, "Write a version of the specification")
    version = {"Title": "The specification", "Text": "Clinics are open on all days.",
               "What changed, and because of what": "The first version, as the call was published."}  # fmt: skip
    lead.press("Save and check", version)
    lead.press("Send it", says="It is sent")
    for key in SUPPLIERS:
        bidder = _own(journey, key, "Briefings and the specification", "Briefing 1: Savings")
        assert WORDING in bidder.page
        assert all(other == key or name not in bidder.page for other, (name, _) in SUPPLIERS.items())
    lead.follow("All information")
    assert "Not seen yet" in lead.page
