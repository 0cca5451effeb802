"""The call: providers register and ask to take part, the officer decides on each request."""

from __future__ import annotations

from tests.journeys.by_hand.journey import SUPPLIERS, TITLE, Journey
from tests.journeys.by_hand.planning import REQUESTS_DUE


def ask(journey: Journey) -> None:
    """Each provider registers, finds the opportunity and sends its request."""
    journey.wait(days=2)
    for key, (organisation, _) in SUPPLIERS.items():
        person = journey.suppliers[key].register(organisation)
        person.open("/")
        person.follow("Notices", "Notice inviting offers", "The procurement this notice is about")
        person.follow("Sign in to ask to take part")
        person.press("Ask to take part", says="Your request is started")
        answers = {"Annual turnover": "96,500,000", "Your experience of this care": "Ten years of joint and back care."}
        person.press("Save", answers, says="It is not sent yet")
        assert "No ground for exclusion" in person.page
        assert "Send the request" not in person.page.buttons()
        person.follow("My bids", TITLE, "Fill in the request")
        person.press("Save", {"No ground for exclusion applies to our organisation": True})
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
    officer = journey.part("officer", "Requests to take part")
    for organisation, _ in SUPPLIERS.values():
        officer.follow(organisation)
        page = officer.press("Record the decision", {"Decision": "Select"}, refused=422)
        assert "Enter the reason" in page
        decision = {"Decision": "Select", "Reason": "Meets every published selection criterion."}
        officer.press("Record the decision", decision, says=f"The decision on {organisation} is on record")
    told = journey.workspace("alder").page
    assert "Selected" in told
    assert "Meets every published selection criterion" in told
    assert "Request to take part sent" in told
    journey.move("officer", "Invite to dialogue", "Dialogue round 1")
