"""From “Start a procurement” to the call: people, budget, pathways, outcomes, criteria, market, checkpoint 1."""

from __future__ import annotations

from datetime import UTC, date, datetime

from tests.journeys.by_hand import factors, gates
from tests.journeys.by_hand.journey import STAFF, TITLE, Journey

BUDGET = """code,programme,gbp_thousand_2022_23,gbp_thousand_2023_24
15,Problems of the musculoskeletal system,41200,43900
15A,Physiotherapy in the community,6100,6400
02,Cancers and tumours,60100,62000
"""
TWO_GIVE = ("Senior responsible owner", "Approver", "Opener")
REQUESTS_DUE = datetime(2025, 3, 31, 11, 0, tzinfo=UTC)
"""12:00 in London, where summer time has begun the day before."""


def start(journey: Journey) -> None:
    """Everyone signs in; the officer starts the procurement."""
    for person in journey.staff.values():
        person.sign_in()
    for who in factors.ASKED:
        factors.enrol(journey, who)
    officer = journey.staff["officer"]
    officer.follow("Procurements", "Start a procurement")
    terms = {
        "Title": TITLE,
        "What is bought, in a few sentences": "All care of joints and backs outside hospital, from one provider.",
        "Care group": "Musculoskeletal",
        "Population covered": "748,000",
        "Contract term in years": "5",
        "Share of the payment that depends on outcomes, in per cent": "30",
        "Integration forms that bidders may propose": ["Subcontracting", "Lead provider with a close alliance"],
        "Law under which it runs": "Provider Selection Regime 2023",
    }
    page = officer.press("Start the procurement", {**terms, "Contract term in years": "50"}, refused=422)
    assert "Enter 1 to 20 years" in page
    page = officer.press("Start the procurement", terms, says="You are its procurement officer")
    journey.reference = page.url.rstrip("/").rpartition("/")[2]
    assert journey.reference in page
    journey.blocked(
        "officer", "Start market engagement", "The programme has no budget", "No pathway elements are described",
        "No outcomes are set",
    )  # fmt: skip


def give_roles(journey: Journey) -> None:
    """The officer gives each person the duty they have; excluding duties are refused."""
    stranger = journey.staff["doctor"]
    assert journey.reference not in stranger.follow("Procurements")
    stranger.open(journey.hub_path, status=404)
    stranger.open("/staff/")
    officer = journey.part("officer", "People and roles")
    for name, post, roles in STAFF.values():
        for role in roles:
            officer.follow("Give a role")
            answers = {"Person": f"{name}, {post}", "Role": role}
            if role not in TWO_GIVE:
                officer.press("Give the role", answers, says="The role is given")
                continue
            refused = officer.press("Give the role", answers, refused=422)
            assert "Enter a reason: whoever confirms it reads it" in refused
            officer.press("Give the role", {**answers, "Reason": f"{name} is {post}"}, says="The role is proposed")
        if name == STAFF["owner"][0]:
            _confirm_roles(journey, "opener")  # from here on a second person gives roles, and confirms hers too
    for who in ("opener", "owner"):
        _confirm_roles(journey, who)
    journey.staff["opener"].follow("Propose a power")
    assert "Select what you propose" in journey.staff["opener"].press("Propose it", refused=422)
    officer = journey.part("officer", "People and roles")
    officer.follow("Give a role")
    page = officer.press("Give the role", {"Person": "Ada Finch", "Role": "Evaluator"}, refused=422)
    assert "a scorer does not approve the result of the scoring" in page
    assert journey.reference in stranger.follow("Procurements")


def _confirm_roles(journey: Journey, who: str) -> None:
    """The second person confirms what the officer proposed, all but what is for themselves."""
    button = "Confirm as the second person"
    person = journey.staff[who].go_home()
    person.follow("My work")
    person.follow(next(text for text, _ in person.page.links() if text.endswith("for you to confirm or refuse")))
    for words in [text for text, _ in person.page.links() if f"in {journey.reference} for " in text]:
        person.follow(words)
        if "Waits for a second person" in person.page and person.name not in words:
            person.press(button, says="Confirmed")
        else:
            assert button not in person.page.buttons()
            person.follow("Roles and powers that two people give")


def plan(journey: Journey) -> None:
    """Budget, pathways and outcomes, each through its page, until the market may be asked."""
    officer = journey.part("officer", "Programme, budget, pathways and outcomes", "Budget and envelope")
    officer.follow("Import the table")
    page = officer.press("Import the table", {"Or paste the table": "code,programme\n15,No years"}, refused=422)
    assert "15,No years" in page.html
    officer.press("Import the table", {"Or paste the table": BUDGET})
    officer.press("Save the choice", {"15 Problems of the musculoskeletal system": True}, says="£43,900,000")
    officer.follow("Back to the plan", "Pathway elements")
    for pathway, name in (
        ("Hip and knee pain", "First contact"), ("Hip and knee pain", "Rehabilitation"), ("Back pain", "Diagnostics"),
    ):  # fmt: skip
        officer.press("Add the element", {"Pathway": pathway, "Element of care": name}, says=f"“{name}” is added")
    officer.follow("Hand-overs")
    passing = {"Care passes from": "First contact (Hip", "Care passes to": "First contact (Hip"}
    assert "Select another element" in officer.press("Add the hand-over", passing, refused=422)
    passing["Care passes to"] = "Rehabilitation (Hip"
    officer.press("Add the hand-over", passing, says="The hand-over is added")
    officer.follow("Back to the plan", "Definitions")
    _definitions(journey)
    officer.follow("Back to the plan", "Outcomes")
    _outcomes(journey)
    _users(journey)
    _nobody_loses(journey)
    journey.move("officer", "Start market engagement", "Market engagement")


def _definitions(journey: Journey) -> None:
    """Two terms of the starting list; one of them gets another meaning, which is a new version."""
    officer = journey.staff["officer"]
    officer.follow("Take terms from the starting list")
    assert "Select at least one term" in officer.press("Take over", {}, refused=422)
    terms = {"Patient-reported outcome": True, "Waiting time": True}
    officer.press("Take over", terms, says="The terms are taken over")
    officer.follow("Patient-reported outcome")
    officer.press("Save as a new version", {"What it means": "The Oxford score after six months, less that before."})
    assert "Version 2" in officer.page


def _nobody_loses(journey: Journey) -> None:
    """No provider of today loses by the programme, and why."""
    officer = journey.part("officer", "Effects on the providers of today", "Say that nobody loses")
    why = "Why no provider of today loses income"
    assert "at least 20 characters" in officer.press("Record that nobody loses", {why: "None"}, refused=422)
    officer.press("Record that nobody loses", {why: "Every contract of today stays as it is until it ends."})
    assert "Nobody loses" in officer.page


def _users(journey: Journey) -> None:
    """Who of those who use the care was involved."""
    officer = journey.part("officer", "Programme, budget, pathways and outcomes", "People who use the care")
    officer.follow("Record who was involved")
    record = {
        "Who was involved": "Twelve people with joint pain", "How": "Two evenings",
        "What they said keeps them well": "Moving, and somebody who answers the telephone",
    }  # fmt: skip
    assert "Say what changed" in officer.press("Save the record", record, refused=422)
    changed = {**record, "What changed because of it": "Self-referral is part of the first contact now"}
    officer.press("Save the record", changed, says="The record is kept")


def _outcomes(journey: Journey) -> None:
    officer = journey.staff["officer"]
    officer.follow("Add an outcome")
    better = {
        "Short name": "prom-knee", "What is measured": "Patients whose knee is better", "Unit": "%",
        "Weight among the outcomes": "60", "How results are paid": "In proportion", "Baseline: the result today": "52",
        "Threshold: the result from which payment begins": "55", "Target: the result paid in full": "70",
        "Definition that says what is measured": "Patient-reported outcome, version 2",
    }  # fmt: skip
    officer.press("Save the outcome", better, says="is added")
    journey.blocked("officer", "Start market engagement", "The weights of the outcomes do not sum to 100")
    officer.follow("Change the weights until they sum to 100", "Add an outcome")
    waiting = {
        "Short name": "waiting", "What is measured": "Seen within six weeks", "Weight among the outcomes": "40",
        "How results are paid": "All or nothing", "Target: the result paid in full": "92",
        "Definition that says what is measured": "Waiting time, version 1",
    }  # fmt: skip
    officer.press("Save the outcome", waiting, says="is added")


def criteria(journey: Journey) -> None:
    """The tree of criteria: quality 70 with two questions, price 30, a registration that must be there."""
    journey.blocked("officer", "Send to checkpoint 1", "There are no award criteria", "has no summary of what changed")
    officer = journey.part("officer", "Award criteria")
    officer.follow("Group")
    officer.press("Save the criterion", {"Short name": "quality", "Title": "Quality", "Weight": "70"})
    scored = {"Where it stands": "In “Quality”", "Limit of words for the answer": "300"}
    for code, title, weight, more in (
        ("clinical", "Clinical model", "60", {"Minimum": "3", "Also marked in the down-selection": True}),
        ("workforce", "Workforce", "40", {"Also marked in the down-selection": True}),
    ):
        officer.follow("Scored")
        answers = {"Short name": code, "Title": title, "Weight": weight, "What the bidder is asked": f"Your {title}?"}
        more = {_down_select(officer.page.words, each): value for each, value in more.items()}
        officer.press("Save the criterion", {**scored, **answers, **more}, says=f"“{title}” is added")
    officer.follow("Price")
    officer.press("Save the criterion", {"Short name": "price", "Title": "Price", "Weight": "30"})
    officer.follow("Pass or fail")
    officer.press(
        "Save the criterion",
        {"Short name": "cqc", "Title": "Registration", "What the bidder is asked": "Are you registered with the CQC?"},
    )
    officer.follow("Change the method of ranking")
    prices = {
        "Prices stay closed until the marks on quality are final": True,
        "Look into a price this far below the mean of the bids": "1",
    }
    officer.press("Save the method", prices, says="The criteria are complete")
    officer.follow("Change the tie-break rules")
    officer.press("Save the rules", {"Rule 1": "Higher on “Clinical model”", "Rule 2": "Lowest price"})
    officer.follow("Change the marking scale")
    officer.press("Save the scale", {"Mark 5: label": "Outstanding"}, says="Outstanding")
    assert "The criteria are complete" in officer.page


def _down_select(words: str, label: str) -> str:
    return label + " between the dialogue rounds" if label.startswith("Also") else label


def engage(journey: Journey) -> None:
    """What the market said, the notice with its deadline, and the first gate."""
    officer = journey.part("officer", "Programme, budget, pathways and outcomes", "Market engagement")
    officer.press(
        "Save the summary",
        {"What was heard, and what changed because of it": "Twelve providers answered. The term grew to five years."},
    )
    journey.part("officer", "Notice and deadlines")
    notice = {
        "Text of the notice": "The Board invites providers to ask to take part.",
        "Last day for requests to take part": date(2025, 3, 31), "Time on that day, in London": "12:00",
    }  # fmt: skip
    past = {**notice, "Last day for requests to take part": date(2025, 1, 3)}
    officer.press("Save the notice", past, refused=422)
    assert "The Board invites providers" in officer.page.html
    officer.press("Save the notice", notice)
    journey.move("officer", "Send to checkpoint 1", "Checkpoint 1")
    gates.pass_gate(journey, "Checkpoint 1", before="Publish the notice inviting offers")
    journey.blocked(
        "officer", "Publish the notice inviting offers", "The notice that becomes public with this step",
        "The payment model cannot be published with the call: 30% of the payment depends on outcomes",
    )  # fmt: skip
    _payment(journey)
    journey.approve_notice("Notice inviting offers", says="The Board invites providers")
    journey.move("officer", "Publish the notice inviting offers", "Call for competition")


def _payment(journey: Journey) -> None:
    """How each year is paid: the usual path for the envelope, and no gain or loss that is shared."""
    officer = journey.part("officer", "Set how each contract year is paid")
    officer.follow("Set the payment model")
    assert "Select how it is shared" in officer.press("Save the payment model", {}, refused=422)
    officer.press("Save the payment model", {"How is a saving or an overspend shared?": "It is not shared"})
    assert "Shadow capitation" in officer.page
