"""The call: providers register and ask to take part, the officer decides on each request."""

from __future__ import annotations

from datetime import date

from tests.journeys.by_hand.form import Upload
from tests.journeys.by_hand.journey import SUPPLIERS, TITLE, Journey
from tests.journeys.by_hand.person import Person
from tests.journeys.by_hand.planning import REQUESTS_DUE
from tests.journeys.by_hand.scoring import declare_one

REASON = "Meets every published selection criterion, as its answer shows."
DONE = "One contract ended early in 2023; the manager left, and every report since was on time."


def ask(journey: Journey) -> None:
    """Providers are drawn to the call; each registers, finds the opportunity and sends its request."""
    _draw_attention(journey)
    journey.wait(days=2)
    for key, (organisation, _) in SUPPLIERS.items():
        person = journey.suppliers[key].register(organisation)
        person.open("/")
        person.follow("Notices", "Notice inviting offers", "The procurement this notice is about")
        person.follow("Sign in to ask to take part")
        person.press("Ask to take part", says="Your request is started")
        _answer(person, relies=key == "alder")
        person.follow("My bids", TITLE, "Check the request and send it")
        person.press("Send the request", says="Your request is sent")
    officer = journey.part("officer", "Requests to take part")
    assert "4 requests have been received so far" in officer.page
    assert "Alder" not in officer.page


def select(journey: Journey) -> None:
    """After the deadline each request is decided with a reason, and the selected are invited to dialogue."""
    journey.blocked("officer", "Close the call", "The deadline for requests has not passed (12:00 on 31 March 2025)")
    journey.wait_until(REQUESTS_DUE)
    journey.move("officer", "Close the call", "Selection")
    journey.blocked("officer", "Invite to dialogue", "4 requests to take part are undecided")
    _declare(journey)
    for organisation, _ in SUPPLIERS.values():
        _judge(journey, organisation)
    _replace(journey)
    officer = journey.part("officer", "Requests to take part")
    officer.follow("Draw the shortlist")
    officer.press("Decide and issue the letters", says="every bidder has its letter")
    officer.follow(SUPPLIERS["alder"][0], "Letter to the bidder")
    assert "Rowan Scans takes the place of Hazel Scans" in officer.page
    told = journey.workspace("alder").page
    assert "Selected" in told
    assert "your request passes every question" in told
    assert "Request to take part sent" in told
    bidder = journey.suppliers["alder"]
    bidder.follow("Your request to take part, and the decision on it", "Read the decision with its reasons")
    assert REASON in bidder.page
    kind, letter = bidder.fetch("Download the letter (PDF)")
    assert kind == "application/pdf"
    assert letter.startswith(b"%PDF-")
    journey.move("officer", "Invite to dialogue", "Dialogue round 1")


def _draw_attention(journey: Journey) -> None:
    """The officer puts in a list of providers: first with a fault, then right; and confirms whom it invites."""
    officer = journey.part("officer", "Requests to take part", "Providers invited to the call")
    wrong = Upload("providers.csv", b"Organisation,Email address\nElm Care,nowhere\n")
    page = officer.press("Read the list", {"List of providers": wrong}, refused=422)
    assert "Providers!B2" in page
    right = Upload("providers.csv", b"Organisation,Email address\nElm Care,bids@elm.example\n")
    officer.press("Read the list", {"List of providers": right}, shows="Whom the list invites")
    officer.press("Send the invitations", says="1 provider is invited")


def _answer(person: Person, *, relies: bool) -> None:
    """Fill in every part of the request; one bidder relies on somebody to whom a ground applies."""
    assert "Still missing" in person.follow("My bids", TITLE, "Check the request and send it")
    assert "Send the request" not in person.page.buttons()
    person.follow("The answer to “Economic and financial standing”")
    figures = {"Last financial year": "2023/24", "Turnover: last financial year": "120,000,000"}
    person.press("Save", figures, says="Nothing is sent until you send the whole request")
    person.follow("Contracts as examples")
    contract = {
        "customer": "Oak Board", "what was provided": "Care for 400,000 people", "when it began": date(2020, 4, 1),
        "yearly value": "9,000,000",
    }  # fmt: skip
    person.press("Save", {f"Contract 1: {name}": value for name, value in contract.items()})
    person.follow("Experience of this care")
    person.press("Save", {"Your answer": "Ten years of joint and back care."})
    person.follow("Grounds for exclusion: you and those you rely on", "Declare")
    person.press("None of these applies", says="No ground applies")
    if relies:
        _rely(person)


def _rely(person: Person) -> None:
    person.follow("Name another organisation")
    named = {"What is it in your bid?": "Subcontractor", "Name of the organisation": "Hazel Scans",
             "What it will deliver": "Imaging"}  # fmt: skip
    person.press("Save", named, says="Hazel Scans is named")
    person.press("None of these applies")
    person.follow("Declare for Hazel Scans")
    person.press("Save", {"Breach of contract or poor performance": "Yes"}, says="Still open: Say in at least 40")
    person.press("Save", {"What happened, and what was done since": DONE}, says="Breach of contract")


def _declare(journey: Journey) -> None:
    """Nobody reads a request before saying whether there is a conflict with its bidder."""
    officer = journey.part("officer", "Requests to take part")
    assert not [text for text, _ in officer.page.links() if text in dict(SUPPLIERS.values())]
    officer.follow("Declare conflicts", f"Declare about {SUPPLIERS['alder'][0]}")
    for _ in SUPPLIERS:
        declare_one(officer, officer.page.title.partition("Conflicts with ")[2], has_conflict=False)


def _judge(journey: Journey, organisation: str) -> None:
    """Judge each answer of one bidder with a reason."""
    officer = journey.part("officer", "Requests to take part")
    officer.follow(organisation, "Judge Economic and financial standing")
    page = officer.press("Record the judgement", {"Does it pass?": "Yes, it passes"}, refused=422)
    assert "Enter the reason" in page
    judged = {"Does it pass?": "Yes, it passes", "Reason": REASON}
    officer.press("Record the judgement", judged, says="is judged")
    for question in ("Contracts as examples", "Experience of this care"):
        officer.follow(f"Judge {question}")
        officer.press("Record the judgement", judged, says=f"“{question}” is judged")


def _replace(journey: Journey) -> None:
    """Nobody is excluded for somebody else before the bidder could name another, which it does."""
    officer = journey.part("officer", "Requests to take part")
    officer.follow("Draw the shortlist")
    assert "excludes Hazel Scans" in officer.page
    officer.follow("Back to the requests", SUPPLIERS["alder"][0], "Give notice about Hazel Scans")
    notice = {"What you tell the bidder": REASON, "Last day to name somebody else": date(2025, 4, 10),
              "Time on that day": "12:00"}  # fmt: skip
    officer.press("Give notice", notice, says="is told about Hazel Scans")
    bidder = journey.workspace("alder")
    bidder.follow("Your request to take part, and the decision on it", "Answer the notice about Hazel Scans")
    bidder.follow("Name somebody else")
    bidder.press("Save", {"Name of the organisation": "Rowan Scans", "What it will deliver": "Imaging"})
    bidder.press("None of these applies", says="Now send the answer")
    bidder.press("Send the answer", says="Your answer is sent")
