"""Turns a bid into what its bidder sees: its honest state, its tasks, its timeline. Decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask import url_for

from assurance.domain.procedures.bid import BID_LIFECYCLE
from assurance.domain.stages import BidStage
from assurance.domain.tenderbox.receipt import receipt_number
from assurance.domain.tenderbox.visibility import bidder_sees
from assurance.services.bids import Missing, explanation
from assurance.web.filters import datetime as in_words

EVENTS = {
    "bid:started": "Request started",
    "request:saved": "Request saved",
    "selection-answer:saved": "Answer of the request saved",
    "party:added": "Organisation named in the request",
    "party:removed": "Organisation taken out of the request",
    "declaration:saved": "Declaration on grounds for exclusion saved",
    "replacement:told": "The authority told you of a ground that applies to somebody you rely on",
    "replacement:answered": "Answer about somebody you rely on sent",
    "answer:saved": "Answer saved",
    "answer:restored": "Earlier draft of an answer used again",
    "price:saved": "Price saved",
    "form:chosen": "Form of working together chosen",
    "partner:added": "Partner added",
    "partner:changed": "Terms of a partner changed",
    "partner:removed": "Partner removed",
    "subcontractor:added": "Subcontractor added",
    "subcontractor:removed": "Subcontractor removed",
    "cover:saved": "Cover of an element of care saved",
    "trajectory:saved": "Promise on an outcome saved",
    "backing:saved": "What stands behind the risk saved",
    "document:attached": "Document uploaded",
    "document:removed": "Document removed",
    "upload:rejected": "Upload refused",
    "bid:submitted": "Final tender submitted",
    "bid:reopened": "Change of the final tender begun",
    "bid:change-given-up": "Change of the final tender given up",
    "bid:kept": "File of the whole tender downloaded",
    "bid:parts-given": "Parts of the final tender given again",
    "bid:supplied": "Final tender given again",
    "price:supplied": "Price given again",
    "bid:taken-back": "Final tender taken out of the box",
    "minutes:agreed": "Minutes agreed",
    "action:done": "Action of the dialogue done",
    "outline:saved": "Outline solution saved",
    "outline:submitted": "Outline solution submitted",
    "idea:recorded": "Idea put on record",
    "idea:disputed": "Record of an idea disputed",
    "consent:given": "Consent given to tell exact words",
    "consent:refused": "Consent refused",
    "consent:withdrawn": "Consent withdrawn",
    "representation:received": "Representation sent",
    "move:refused": "Attempt refused",
    "write:refused": "Attempt refused",
    "access:denied": "Access refused",
    "csrf:rejected": "Attempt refused: the page was out of date",
    "tender:opened": "Final tenders opened",
    "price:opened": "Prices opened",
    "abnormal:asked": "The authority asked you to explain your bid",
    "abnormal:answered": "Explanation sent",
}
"""What a bidder reads in its timeline; what is not here is a detail of something that is."""

OPENINGS = ("tender:opened", "price:opened")

OWN_STEPS = {"request": "Request to take part sent", "withdraw": "Withdrawn"}
"""The bidder's own steps that have no event of their own."""


@dataclass(frozen=True, slots=True)
class State:
    """The one thing a bidder must never be unsure of."""

    title: str
    text: str
    is_submitted: bool = False


def in_hand(bid: Any) -> bool:
    """Say whether the final tender, or a change of it, is in the bidder's hands."""
    return bid.stage is BidStage.INVITED or (bid.stage is BidStage.SUBMITTED and bid.reopened_at is not None)


def stage_of(bid: Any, told: bool) -> tuple[str, str]:
    """Return the key and words of the stage as its bidder may know it."""
    return bidder_sees(bid.stage, told=told)


def due(bid: Any) -> datetime | None:
    """Return until when the bidder has to send what it works on now, or nothing."""
    until = {
        BidStage.DRAFT_REQUEST: bid.procurement.requests_due_at,
        BidStage.INVITED: bid.procurement.tenders_due_at,
        BidStage.SUBMITTED: bid.procurement.tenders_due_at,
    }
    return until.get(bid.stage)


def may_withdraw(bid: Any, told: bool) -> bool:
    """Say whether withdrawing is offered, which must not tell a bidder more of the outcome than it knows."""
    return stage_of(bid, told)[0] in BID_LIFECYCLE.moves["withdraw"].source


def state(bid: Any, missing: Sequence[Missing], now: datetime) -> State:
    """Say in one sentence what is submitted and what is not."""
    procurement = bid.procurement
    if bid.stage is BidStage.DRAFT_REQUEST:
        return State("Your request is not yet sent", _until(procurement.requests_due_at, now, "sent"))
    if bid.submitted_at is not None:
        number, received = receipt_number(bid.manifest_digest), f"Received {in_words(bid.submitted_at)}."
        if in_hand(bid):
            received += " You are changing it. The change is not submitted yet: until it is, what you submitted stands."
        return State(f"Submitted, receipt {number}", received, is_submitted=True)
    if bid.stage is BidStage.INVITED:
        lacking = f"{len(missing)} {'part is' if len(missing) == 1 else 'parts are'} missing. " if missing else ""
        return State("Not yet submitted", lacking + _until(procurement.tenders_due_at, now, "submitted"))
    return _other_state(bid)


def _other_state(bid: Any) -> State:
    if bid.requested_at is None or bid.stage is BidStage.WITHDRAWN:
        return State(bid.stage.label, "Your organisation takes no further part in this procurement.")
    if bid.stage is BidStage.REQUESTED:
        return State("Your request is sent", f"Received {in_words(bid.requested_at)}. You will be told the decision.")
    return State(bid.stage.label, f"Your request to take part was received {in_words(bid.requested_at)}.")


def _until(due: datetime | None, now: datetime, done: str) -> str:
    if due is None:
        return ""
    return f"It can be {done} before {in_words(due)}." if now < due else f"It could be {done} before {in_words(due)}."


def part_link(bid: Any, part: Missing) -> str:
    """Return the address of the page where a missing part is given."""
    return url_for(part.endpoint, bid_id=bid.public_id, code=part.code or None)


def timeline(bid: Any, events: Sequence[tuple[Any, str]], steps: Sequence[Any]) -> list[dict[str, Any]]:
    """List what the bidder did and was told, newest first; attempts refused are there with the reason."""
    shown = [
        {
            "at": event.at,
            "title": _event_title(event),
            "actor": _who(event, name),
            "reason": _reason(event),
        }
        for event, name in events
        if _event_title(event)
    ]
    shown += [
        {"at": step.at, "title": step.to_stage.label, "actor": "the authority", "reason": step.reason} for step in steps
    ]
    return sorted(shown, key=lambda each: each["at"], reverse=True)


def _who(event: Any, name: str) -> str:
    """Name who did it; openers together, and the authority's people only as the authority."""
    if event.tag in OPENINGS:
        return " and ".join(event.body["data"]["openers"])
    return "the authority" if event.tag == "abnormal:asked" else name


def _event_title(event: Any) -> str:
    if event.tag == "bid:moved":
        return OWN_STEPS.get(event.body["data"]["trigger"], "")
    return EVENTS.get(event.tag, "")


def _reason(event: Any) -> str:
    data = event.body["data"]
    if event.tag in {"answer:saved", "price:saved"}:
        return ""
    if event.tag == "tender:opened":
        return f"Entry {event.seq} of the audit trail, {event.hash[:12]}"
    return str(data.get("message", ""))


def neighbours(criteria: Sequence[Any], code: str) -> tuple[Any | None, Any | None]:
    """Return the questions before and after one, for going through them in order."""
    asked = [row for row in criteria if row.kind in ("scored", "pass_fail")]
    here = next(index for index, row in enumerate(asked) if row.code == code)
    return (asked[here - 1] if here else None), (asked[here + 1] if here + 1 < len(asked) else None)


def questions(mine: Any, asked: list[Any]) -> list[dict[str, Any]]:
    """List what a bidder was asked, with where each stands as it may know it."""
    return [
        {
            "title": "Explain your price" if row.about == "price" else "Explain a promise in your tender",
            "href": url_for("supplier.bids.explain", bid_id=mine.public_id, number=number),
            "due": row.answer_due_at,
            "is_open": not explanation.why_closed(row),
            "is_sent": bool(row.answer),
        }
        for number, row in enumerate(asked, start=1)
    ]
