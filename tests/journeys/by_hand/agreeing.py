"""The panel together: agreed marks with reasons, approvals, the ranking and its confirmation."""

from __future__ import annotations

from datetime import timedelta

from tests.journeys.by_hand import sealing
from tests.journeys.by_hand.journey import SUPPLIERS, Journey
from tests.journeys.by_hand.scoring import MARKS

AGREED = {key: max(marks.values()) for key, marks in MARKS.items()}


def moderate(journey: Journey) -> None:
    """The moderator records each agreed mark; those who marked approve it."""
    journey.wait(days=20)
    assert "Moderation" not in dict(journey.hub("moderator").page.links())
    journey.move("officer", "Start moderation", "Moderation")
    journey.blocked("officer", "Complete moderation", f"{len(AGREED)} agreed marks are not yet recorded")
    for (key, title), mark in AGREED.items():
        _record(journey, key, title, mark)
    total = sum(len(marks) for marks in MARKS.values())
    journey.blocked("officer", "Complete moderation", f"{total} approvals of moderation records are missing")
    for who in ("doctor", "nurse", "physio"):
        _approve_all(journey, who)
    journey.move("officer", "Complete moderation", "Ranking")


def _record(journey: Journey, key: str, title: str, mark: int) -> None:
    moderator = journey.part("moderator", "Moderation", f"{title} of {SUPPLIERS[key][0]}")
    own = set(MARKS[(key, title)].values())
    assert "Imran Shah" not in moderator.page or key != "birch"
    answers = {
        "Agreed mark": f"{mark}",
        "Why the answer earns this mark": f"The answer gives what mark {mark} asks for under “{title}”.",
    }
    if own != {mark}:
        page = moderator.press("Record the agreed mark", answers, refused=422)
        assert "Say what was discussed and why marks moved" in page
        answers["What was discussed, and why marks moved"] = "Ned Farrow had missed the annex on nights and moved to 5."
    moderator.press("Record the agreed mark", answers, says="The agreed mark is on record")


def _approve_all(journey: Journey, who: str) -> None:
    person = journey.part(who, "Moderation")
    for (key, title), marks in MARKS.items():
        if who in marks:
            person.follow(f"{SUPPLIERS[key][0]}, {title}")
            person.press("Approve this record", says="You have approved the record")
            person.follow("All questions")


def open_prices(journey: Journey) -> None:
    """Quality stands alone until two people open the prices."""
    journey.blocked("officer", "Confirm the ranking", "The prices are closed")
    page = journey.part("officer", "Ranking").page
    assert "Quality alone, most points first" in page
    assert "£" not in page.html
    prices, waiting = "Opening of the prices", "Another holder must take part within 30 minutes"
    sealing.take_part(journey, "opener", "Take part in the opening", waiting, prices)
    second = sealing.take_part(journey, "second_opener", "Open the prices", "The prices are opened", prices)
    assert "Opened by Una Frost and Victor Hale" in second.page


def ask_about_price(journey: Journey) -> None:
    """One price is low: its bidder is asked, keeps a draft, explains, and the explanation is accepted."""
    journey.blocked("officer", "Confirm the ranking", "neither a question nor a reason why it needs none")
    officer = journey.part("officer", "Low bids and questions to bidders")
    assert "£199,000,000.50 is 1.49% below £202,000,000.25" in officer.page
    officer.follow("Ask Birch Health Partners about its price")
    question = {
        "What the bidder is to explain": "Which posts does the price pay for?",
        "Last day to answer": journey.clock.now.date(), "Time on that day, in London": "23:00",
    }  # fmt: skip
    assert "at least 2 working days" in officer.press("Ask the bidder", question, refused=422)
    question["Last day to answer"] = (journey.clock.now + timedelta(days=7)).date()
    officer.press("Ask the bidder", question, says="Birch Health Partners is asked")
    journey.blocked("officer", "Confirm the ranking", "is undecided")
    bidder = journey.workspace("birch")
    bidder.follow("Explain your price")
    bidder.press("Save without sending", {"Your explanation": "120 posts"}, says="It is not sent yet")
    bidder.press("Send the explanation", {"Your explanation": "120 posts at scale."}, says="The explanation is sent")
    assert "Explain your price" not in journey.workspace("alder").page
    officer = journey.part("officer", "Low bids and questions to bidders", "Open what Birch Health Partners was asked")
    assert "120 posts at scale." in officer.page
    decided = {"Decision": "Accepted", "Reason for the decision": "The posts agree with the workforce answer."}
    officer.press("Record the decision", decided, says="The decision on Birch Health Partners is on record")


def rank(journey: Journey) -> None:
    """The ranking with its workings; one bid is out below a minimum; the officer confirms."""
    page = journey.part("officer", "Ranking").page
    assert "1. Alder Community Health" in page.html
    assert "Cedar Care" in page
    assert "Bids that are out" in page
    assert "£205,000,000" in page
    journey.move("officer", "Confirm the ranking", "Recommendation")
    assert "SHA-256" in journey.part("approver", "Ranking").page


def recommend(journey: Journey) -> None:
    """The officer recommends; someone else refuses once, then approves."""
    journey.blocked("officer", "Send to checkpoint 2", "No recommendation is written")
    journey.part("officer", "Recommendation")
    for decision, reason in (("Refuse", "Say what it costs against the budget."), ("Approve", "")):
        officer = journey.part("officer", "Recommendation", "Write the recommendation")
        answers = {"Reserve bidder": "Birch Health Partners", "Reasons": "First by the published criteria; in budget."}
        officer.press("Submit for approval", answers, says="The recommendation is with the approver")
        assert "Decide on the recommendation" not in dict(officer.page.links())
        journey.blocked("officer", "Send to checkpoint 2", "The recommendation is not approved")
        approver = journey.part("approver", "Recommendation", "Decide on the recommendation")
        approver.press("Record the decision", {"Decision": decision, "Reason": reason}, says="The recommendation is")
    journey.move("officer", "Send to checkpoint 2", "Checkpoint 2")
