"""Final tenders: written part by part, sealed until two people open them, checked for compliance."""

from __future__ import annotations

import json
from datetime import UTC, datetime

from tests.factories.files import pdf
from tests.journeys.by_hand import sealing
from tests.journeys.by_hand.factors import CODE
from tests.journeys.by_hand.form import Upload
from tests.journeys.by_hand.journey import Journey
from tests.journeys.by_hand.talks import KEPT

DUE = datetime(2025, 5, 30, 11, 0, tzinfo=UTC)
BIDDERS = {"alder": "Alder Community Health", "birch": "Birch Health Partners", "cedar": "Cedar Care"}
YEARS = {
    "alder": ["41,000,000"] * 5,
    "birch": ["39,800,000.50"] + ["39,800,000"] * 4,
    "cedar": ["38,000,000"] * 5,
}
OTHER_YEAR = {"alder": "41,000,001", "birch": "39,800,001", "cedar": "38,000,001"}
"""A fifth year that is £1 too dear."""
PRICES = {"alder": "205,000,000", "birch": "199,000,000.50", "cedar": "190,000,000"}


def submit(journey: Journey) -> None:
    """Three bidders submit; one takes its tender back with its code and submits again; nobody can see in."""
    journey.wait(days=3)
    codes = {}
    for key in KEPT:
        _write(journey, key)
        codes[key] = _submit(journey, key)
    birch = journey.workspace("birch")
    birch.follow("Take the tender back to change it")
    assert "not the return code" in birch.press("Take it back", {"Return code": codes["alder"]}, refused=422)
    birch.press("Take it back", {"Return code": codes["birch"]}, says="The one you submitted stands")
    birch.follow("Price")
    birch.press("Save", {"Price for the whole term of the contract": PRICES["birch"]}, says="The price is saved")
    _submit(journey, "birch")
    journey.blocked("officer", "Close final tenders", "The deadline for final tenders has not passed")
    page = journey.part("opener", "Final tenders and opening").page
    assert "Alder" not in page
    assert "Take part in the opening" not in page.buttons()


def _write(journey: Journey, key: str) -> None:
    bidder = journey.workspace(key)
    bidder.follow("Check and submit")
    assert "Submit the final tender" not in bidder.page.buttons()
    bidder.follow("My bids", "Community", "Clinical model")
    long = bidder.press("Save", {"Your answer": "word " * 301}, refused=422)
    assert "word word" in long.html
    answer = f"{key.title()} names one clinician for every step of each pathway."
    bidder.press("Save and go to the next question", {"Your answer": answer})
    bidder.press("Save and go to the next question", {"Your answer": "120 posts, 9 in 10 of them filled today."})
    bidder.press("Save", {"We confirm that our organisation meets this": True})
    bidder.follow("Price")
    assert "pounds" in bidder.press("Save", {"Price for the whole term of the contract": "a lot"}, refused=422)
    years = {f"Year {number}": each for number, each in enumerate(YEARS[key], start=1)}
    price = {"Price for the whole term of the contract": PRICES[key], **years}
    assert "£1 more than the price" in bidder.press("Save", {**price, "Year 5": OTHER_YEAR[key]}, refused=422)
    bidder.press("Save", price, says="The price is saved")
    bidder.follow("Form of working together and partners")
    bidder.press("Save", {"How will you and your partners be bound to each other?": "Subcontracting"})
    _answer_for_form(journey, key)
    bidder.follow("Form of working together and partners")
    bidder.follow("Add a partner")
    partner = {
        "Name of the partner": "Northfold Physio", "How does it take part?": "Subcontractor",
        "What it delivers": "Rehabilitation", "What does its payment follow?": "Activity",
        "Share of the contract value": "12.5", "Days in which it is paid": "30", "Outcome risk passed down": "10",
        "The duties of the contract with the authority are in its contract too": True,
        "It has confirmed to us that no ground for exclusion applies to it": True,
        "It has signed heads of terms with us": True,
    }  # fmt: skip
    bidder.press("Save the partner", partner, says="Northfold Physio is added")
    _offer(journey, key)
    bidder.follow("Documents")
    assert "PDF" in bidder.press("Upload", {"Choose a file": Upload("plan.pdf", b"not a PDF")}, refused=422)
    bidder.press("Upload", {"Choose a file": Upload("plan.pdf", pdf())}, says="The document is uploaded")


def _answer_for_form(journey: Journey, key: str) -> None:
    """Name who answers for each question that the form brings."""
    bidder = journey.workspace(key)
    bidder.follow("Questions of your form of working", "VAT")
    assert "Name the person or the role" in bidder.press("Save", {"The answer": "Exempt"}, refused=422)
    said = {"Who answers for this": "Finance director", "The answer": "Looked at, and in the price",
            "What shows it": "Opinion of the adviser, 3 March 2025"}  # fmt: skip
    for _ in range(5):
        bidder.press("Save and go to the next question", said)
    bidder.press("Save", said, says="“Pensions” is saved")
    journey.workspace(key)


def _offer(journey: Journey, key: str) -> None:
    """Cover every element of care, mend what is found, and promise both outcomes."""
    bidder, lead = journey.workspace(key), f"Part of {BIDDERS[key]}"
    assert "Nobody is accountable for “Rehabilitation”" in bidder.follow("Cover of care")
    bidder.follow("First contact")
    bidder.press("Save and go to the next element", {lead: "Accountable"}, says="“First contact” is saved")
    bidder.press("Save and go to the next element", {"Part of Northfold Physio": "Accountable"})
    bidder.press("Save", {lead: "Accountable"}, says="“Diagnostics” is saved")
    assert "hands over from “First contact”" in bidder.page
    bidder.follow(f"{BIDDERS[key]} hands over from “First contact”")
    bidder.press("Save", {"What goes with the patient": "Referral and images, the same day"})
    assert "every hand-over between providers its data set" in bidder.page
    bidder = journey.workspace(key)
    bidder.follow("Promises on outcomes", "Give the promise on Patients whose knee is better")
    years = {f"Year {number}": each for number, each in enumerate(("56", "58", "62", "66", "70"), start=1)}
    assert "worse than today’s 52%" in bidder.press("Save", {**years, "Year 1": "51"}, refused=422)
    bidder.press("Save and go to the next outcome", years, says="“Patients whose knee is better” is saved")
    bidder.press("Save", dict.fromkeys(years, "92"), says="“Seen within six weeks” is saved")
    journey.workspace(key)


def _submit(journey: Journey, key: str) -> str:
    """Submit, and keep receipt and return code."""
    bidder = journey.workspace(key)
    bidder.follow("Check and submit")
    bidder.press("Submit the final tender", shows="Receipt")
    found = CODE.search(bidder.page.words)
    assert found is not None
    kind, content = bidder.save("Download the receipt")
    assert (kind, json.loads(content)["receipt"] in bidder.page) == ("application/json", True)
    assert "Submitted, receipt" in journey.workspace(key).page
    bidder.follow("Receipt")
    bidder.press("Show the receipt", {"Return code": found[0]}, shows="Receipt")
    return found[0]


def open_together(journey: Journey) -> None:
    """Two holders open an hour after the deadline; the officer checks each tender."""
    journey.wait_until(DUE)
    journey.move("officer", "Close final tenders", "Opening")
    journey.blocked("officer", "Start individual scoring", "2 more people must take part in the opening")
    assert "Nothing is opened before" in journey.part("opener", "Final tenders and opening").page
    journey.wait(minutes=60)
    waiting = "Another holder must take part within 30 minutes"
    first = sealing.take_part(journey, "opener", "Take part in the opening", waiting)
    assert "Alder" not in first.page
    assert "Take part in the opening" not in first.page.buttons()
    second = sealing.take_part(journey, "second_opener", "Open the box", "The final tenders are opened")
    assert "Opened by Una Frost and Victor Hale" in second.page
    journey.blocked("officer", "Start individual scoring", "3 opened tenders are not yet checked for compliance")
    officer = journey.part("officer", "Final tenders and opening")
    for name in ("Alder Community Health", "Birch Health Partners", "Cedar Care"):
        officer.follow(f"Check compliance of {name}")
        decided = {
            "Is “Registration” met?": "Met",
            "Is the tender compliant?": "Yes",
            "Reason for the decision": "Whole, in time and registered.",
        }
        officer.press("Record the decision", decided, says=f"The decision on {name} is on record")
