"""From checkpoint 2 to the confirmed award: conditions, letters, notice, standstill and a representation."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.journeys.by_hand import gates
from tests.journeys.by_hand.journey import SUPPLIERS, Journey
from tests.journeys.by_hand.page import said

GUARANTEE = "Hand over the signed parent guarantee"
REGISTRATION = "Register every location with the regulator"
CONDITIONS = (
    gates.Condition(
        "Financial standing and capacity for risk", GUARANTEE, "Finance director", date(2025, 9, 1),
        "Signature of the contract", needs_document=True,
    ),
    gates.Condition(
        "Mobilisation and exit", REGISTRATION, "Contracts manager", date(2025, 11, 1), "Start of the service"
    ),
)  # fmt: skip


def checkpoint_2(journey: Journey) -> None:
    """The gate says proceed with conditions, one for the contract and one for the start."""
    _own_questions(journey)
    gates.pass_gate(journey, "Checkpoint 2", before="Go to intention to award", conditions=CONDITIONS)
    assert "Opened, being evaluated" in journey.workspace("birch").page
    journey.move("officer", "Go to intention to award", "Intention to award")


def _own_questions(journey: Journey) -> None:
    """Until the authority names who answers for what the form brings, the gate cannot let on, whatever is rated."""
    reviewer = journey.part("reviewer", "Gates and conditions", "Checkpoint 2")
    assert "Nobody owns this question" in reviewer.page
    officer = journey.part("officer", "Final tenders and opening", "Read the tender of Alder Community Health")
    officer.follow("Who answers for what this form brings")
    questions = officer.page.url
    for address in [href for _, href in officer.page.links() if "/form-questions/" in href]:
        officer.open(address)
        said = {"Who answers for this": "Chief finance officer", "The answer": "Agreed with the adviser"}
        officer.press("Save", {**said, "What shows it": "Letter of 4 June 2025"}, says="is saved")
    assert "Nobody owns it" not in officer.open(questions)
    assert "Nobody owns this question" not in journey.part("reviewer", "Gates and conditions", "Checkpoint 2").page


def tell(journey: Journey) -> None:
    """A letter to every bidder, read before it goes, issued with the notice."""
    journey.blocked("officer", "Publish the intention to award", "No outcome letter is prepared for:")
    officer = journey.part("officer", "Letters")
    officer.press("Prepare the letters", says="letters are prepared. Read each before you publish")
    for organisation, _ in SUPPLIERS.values():
        officer.follow(f"Read the letter to {organisation}")
        officer.follow("Back to the letters")
    birch = journey.workspace("birch")
    assert "There is a letter for you" not in birch.page
    journey.approve_notice("Intention to award", says="Standstill begins on")
    journey.move("officer", "Publish the intention to award", "Standstill")
    for key in SUPPLIERS:
        bidder = journey.workspace(key)
        bidder.follow("Read the letter")
        assert ("Alder Community Health" in bidder.page) or key == "alder"
    birch.open("/")
    assert "intention" in birch.page.words.lower()


def stand_still(journey: Journey) -> None:
    """A representation holds standstill open; its decision lets it end five working days later."""
    journey.blocked("officer", "Confirm the award", "Representations may still be made until the end of")
    birch = journey.workspace("birch")
    birch.follow("Make a representation")
    refused = birch.press("Send the representation", {"Your representation": " "}, refused=422)
    assert "Enter your representation" in refused
    text = "Our workforce answer names 120 posts; the reason given says that none is named."
    birch.press("Send the representation", {"Your representation": text}, says="Your representation is received")
    journey.wait(days=21)
    journey.blocked("officer", "Confirm the award", "representation")
    officer = journey.part("officer", "Standstill and representations", "Birch Health Partners")
    assert "Give the further decision" not in officer.page.buttons()
    hearer = journey.part("hearer", "Standstill and representations", "Birch Health Partners")
    answers = {
        "What it is about": "How the criteria were applied", "Further decision": "Go on with the award as intended",
        "Reasons": "The reason names the posts, page 2.",
    }  # fmt: skip
    hearer.press("Give the further decision", answers)
    birch = journey.workspace("birch")
    birch.follow("Make a representation" if "Make a representation" in dict(birch.page.links()) else "Read the letter")
    journey.blocked("officer", "Confirm the award", "working days")
    journey.wait(days=8)
    journey.move("officer", "Confirm the award", "Award")
    assert "Award confirmed" in journey.workspace("alder").page


def contract(journey: Journey) -> None:
    """The contract is drawn up from the bid, and signed once the condition that blocks it is met."""
    journey.blocked("contracts", "Go to contract", "The contract is not drawn up")
    manager = journey.part("contracts", "Contract", "Draw up the contract")
    terms = {"First day of the service": date(2025, 12, 1), "Term in years": "5"}
    extended = {"Years by which it may be extended": "2"}
    assert manager.press("Draw up the contract", {**terms, **extended, "Term in years": "7"}, refused=422)
    manager.press("Draw up the contract", {**terms, **extended}, says="£205,000,000")
    assert GUARANTEE in manager.page
    journey.move("contracts", "Go to contract", "Contract")
    journey.blocked(
        "contracts", "Send to checkpoint 3", "Conditions that block the contract are open: ", "Not yet signed"
    )
    manager = journey.part("contracts", "Contract", "Record a signature")
    assert "The contract cannot be signed yet" in manager.page
    gates.meet(journey, "contracts", GUARANTEE, "Guarantee of 4 August, folder 9.")
    for party, name in (("The authority", "Nora West"), ("The lead provider", "Alma Alder")):
        manager = journey.part("contracts", "Contract", "Record a signature")
        signed = {
            "Who has signed": party, "Name of the person who signed": name, "In what capacity": "Chief executive",
            "Date of signature": journey.clock.now.date(),
        }  # fmt: skip
        manager.press("Record the signature", signed, says=name)
    journey.approve_notice("Confirmation of award", says="Signed by both parties")
    journey.move("contracts", "Send to checkpoint 3", "Checkpoint 3")


def go_live(journey: Journey) -> None:
    """Checkpoint 3, the last condition, and the first day of the service."""
    gates.pass_gate(journey, "Checkpoint 3", before="Start the service")
    journey.blocked(
        "contracts", "Start the service", "Conditions that block the start of the service are open: ",
        "The service starts on 1 December 2025",
    )  # fmt: skip
    gates.meet(journey, "contracts", REGISTRATION, "Certificates of 20 October, folder 12.")
    journey.wait_until(datetime(2025, 12, 1, 8, 0, tzinfo=UTC))
    journey.move("contracts", "Start the service", "Service live")
    page = journey.hub("officer").page
    assert "The service is live: the procurement is complete." in page
    assert not [section for section in page.tree.iter("section") if section.get("class") == "app-move"]
    assert "Service live" in journey.workspace("alder").page
    assert "Service live" in said(page.tree)


def plan_the_end(journey: Journey) -> None:
    """What waits is the exit plan: written, refused while a kind of hand-over is not answered, and settled."""
    manager = journey.staff["contracts"].go_home()
    manager.follow("My work")
    assert "Settle the exit plan by" in manager.page
    journey.part("contracts", "Contract", "Exit plan", "Write the exit plan")
    terms = {
        "What brings the plan into force": ["The term ends", "Its losses pass what stands behind them"],
        "How care goes on from the first day": "The hospital trust runs the clinics under an emergency contract.",
    }  # fmt: skip
    manager.press("Save", terms, says="Nothing is said of: services and people in treatment")
    kinds = ("Services and", "Records and", "Staff, under", "Buildings,", "Subcontracts")
    for kind in kinds:
        assert "Settle the plan" not in manager.page.buttons()
        manager.follow("Add a hand-over")
        item = {"What kind": kind, "What is handed over, or why nothing is": "All that there is, by the register"}
        if kind == kinds[0]:
            assert "Name who hands it over" in manager.press("Save the hand-over", item, refused=422)
        more = {"Who hands it over": "Lead provider", "Who takes it over": "Next provider", "Days it may take": "30"}
        manager.press("Save the hand-over", {**item, **more}, says="The hand-over is saved")
    manager.press("Settle the plan", says="The exit plan is settled")
    manager.follow("Review the plan")
    found = {"What was looked at and found": "Read with the provider; every owner is there."}
    manager.press("Put it on record", found, says="The review is on record")
    assert "Days count from the day" in journey.part("owner", "Contract", "Exit plan").page
