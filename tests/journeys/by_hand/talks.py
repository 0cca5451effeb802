"""Dialogue: sessions with minutes both sides agree, the down-selection, and the close of the dialogue."""

from __future__ import annotations

from datetime import date

from tests.journeys.by_hand import confidences, questions, sealing
from tests.journeys.by_hand.journey import SUPPLIERS, Journey
from tests.journeys.by_hand.page import said

STANDING = {"alder": (4, 4), "birch": (4, 3), "cedar": (3, 3), "dogwood": (2, 1)}
"""Marks of the down-selection for the clinical model and for the workforce."""
KEPT = ("alder", "birch", "cedar")


def first_round(journey: Journey) -> None:
    """A session with each participant, whose minutes both sides agree."""
    journey.wait(days=8)
    journey.blocked("officer", "End the first round", "Without agreed minutes in this round: Alder Community Health")
    for key in SUPPLIERS:
        _session(journey, key, number=1)
    _misread(journey)
    confidences.tell(journey)
    questions.ask_and_answer(journey)
    journey.blocked("officer", "End the first round", "Indicative prices by year are not stated by Alder Community")
    for key in SUPPLIERS:
        _state_price(journey, key)
    journey.move("officer", "End the first round", "Down-selection")


def _state_price(journey: Journey, key: str) -> None:
    """Say what the bid would cost by year, save it, and give it to the authority."""
    bidder = journey.workspace(key)
    bidder.follow("Dialogue sessions and minutes", "Effects on other providers and indicative prices")
    years = {f"Year {year}": "9,000,000" for year in range(1, 6)}
    assert "Enter the price of year 5" in bidder.press("Save", {**years, "Year 5": ""}, refused=422)
    bidder.press("Save", years, says="The authority does not have it yet")
    bidder.press("Give it to the authority", says="The authority has your effects and indicative prices")


def _session(journey: Journey, key: str, number: int) -> None:
    organisation, name = SUPPLIERS[key]
    lead = journey.part("lead", "Dialogue", f"Put a session on record with {organisation}")
    today = journey.clock.now.date()
    held = {
        "Day of the session": today, "Time it begins, in London": "9:30", "Place": "Board room 2",
        "Agenda": "The clinical model", "Who attends for the authority": "Daniel Lock",
        "Who attends for the participant": name,
    }  # fmt: skip
    unreal = {**held, "Time it begins, in London": "half past nine"}
    assert "The time must be a time, like 12:00 or 5pm" in lead.press("Save the session", unreal, refused=422)
    lead.press("Save the session", held, says="The session is on record")
    lead.press("Save the minutes", {"Minutes": f"Round {number}: the model of {organisation} was gone through."})
    lead.press("Agree the minutes for the authority", says="The minutes are agreed for the authority")
    bidder = journey.workspace(key)
    bidder.follow("Dialogue sessions and minutes")
    for other, (elsewhere, _) in SUPPLIERS.items():
        assert other == key or elsewhere not in bidder.page
    bidder.press(f"Agree the minutes of round {number}", says="Your organisation has agreed the minutes")


def _misread(journey: Journey) -> None:
    """Minutes that change are agreed by nobody, so both agree again."""
    lead = journey.part("lead", "Dialogue")
    row = next(each for each in lead.page.tree.iter("tr") if "Dogwood" in said(each))
    lead.open(next(row.iter("a")).get("href", ""))
    lead.press("Save the minutes", {"Minutes": "Round 1: the model, and who covers nights."})
    journey.blocked("officer", "End the first round", "Without agreed minutes in this round: Dogwood Clinics")
    lead.press("Agree the minutes for the authority")
    bidder = journey.workspace("dogwood")
    bidder.follow("Dialogue sessions and minutes")
    bidder.press("Agree the minutes")


def down_select(journey: Journey) -> None:
    """Each participant is marked by the published criteria; the lowest is eliminated."""
    journey.blocked("officer", "Open the second round", "4 participants are not yet assessed for the down-selection")
    lead = journey.part("lead", "Dialogue", "Down-selection between the rounds")
    for key, marks in STANDING.items():
        organisation = SUPPLIERS[key][0]
        for title, mark in zip(("Clinical model", "Workforce"), marks, strict=True):
            lead.follow(f"Mark: {organisation}, {title}")
            answers = {"Mark": str(mark), "Reason": f"{title} outlined to the level that mark {mark} describes."}
            lead.press("Save the mark", answers, says=f"{organisation} is marked on “{title}”")
    reason = {"Reason": "By its standing against the published criteria."}
    for key in reversed(STANDING):
        organisation = SUPPLIERS[key][0]
        lead.follow(f"Decide: {organisation}")
        if key == "cedar":
            page = lead.press("Record the decision", {"Decision": "Keep", "Reason": "Too short"}, refused=422)
            assert "at least 20 characters" in page
        choice = "Keep" if key in KEPT else "Eliminate"
        lead.press("Record the decision", {"Decision": choice, **reason}, says=f"The decision on {organisation}")
    journey.move("officer", "Open the second round", "Dialogue round 2")
    assert "Eliminated in dialogue" in journey.workspace("dogwood").page


def second_round(journey: Journey) -> None:
    """A second session with those kept; only the owner closes the dialogue."""
    journey.wait(days=14)
    for key in KEPT:
        _session(journey, key, number=2)
    journey.blocked("officer", "Close the dialogue", "Your roles do not allow you to take this step")
    journey.move("owner", "Close the dialogue", "Dialogue closed")
    journey.blocked("officer", "Invite final tenders", "Final tenders have no deadline in the future")
    officer = journey.part("officer", "Set the deadline")
    deadline = {"Last day for final tenders": date(2025, 5, 30), "Time on that day, in London": "noon"}
    officer.press("Set the deadline", deadline)
    sealing.make_key(journey)
    journey.move("officer", "Invite final tenders", "Final tenders")
