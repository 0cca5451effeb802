"""Invitations: to dialogue and to submit a final tender, to everybody at the same time and in the same words.

Written from stored fields with what the officer adds; issued with the step that invites, and superseded when it is
taken again.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotFound
from assurance.domain.notices.invitations import FINAL_TENDERS, INVITATION, INVITATIONS, words_for
from assurance.domain.procedures.rules.wording import when
from assurance.domain.stages import BidStage, Stage, reached
from assurance.persistence.models import Bid, Letter, PaperDraft, Procurement
from assurance.persistence.queries.awards import list_bids_at
from assurance.persistence.queries.correspondence import find_standing
from assurance.persistence.queries.notices import list_of_procurement
from assurance.persistence.queries.paper_drafts import find_draft
from assurance.services import letter_words, notice_content, notices, timetable
from assurance.services.correspondence.shape import Section, addressed, issue_letter
from assurance.services.notices.parts import ENGLISH
from assurance.services.permission import demand
from assurance.services.public_site import site

INVITED = {
    INVITATION: (BidStage.SELECTED, BidStage.IN_DIALOGUE),
    FINAL_TENDERS: (BidStage.IN_DIALOGUE, BidStage.INVITED),
}
"""Whom a letter of a kind goes to: before its step, and after."""
ISSUED_FROM = {INVITATION: Stage.DIALOGUE_1, FINAL_TENDERS: Stage.FINAL_TENDERS}
"""The stage in which a letter of a kind is out."""
FIRST_SESSION = (
    "You are told the day, the place and the agenda of each session in this service, on the page of your bid."
)
NO_PRICE_YET = (
    "No tender is asked for in the dialogue: its deadline is given with the invitation to submit a final tender."
)


def compose(session: Session, procurement: Procurement, bid: Bid, kind: str) -> dict[str, Any]:
    """Write the invitation of a kind to a bidder as it would be issued now."""
    sections = _to_dialogue(session, procurement) if kind == INVITATION else _to_tender(session, procurement)
    return addressed(session, procurement, bid, kind, sections)


def invite_all(session: Session, procurement: Procurement, kind: str, actor: Actor, now: datetime) -> list[Letter]:
    """Issue the invitation to everybody who is invited by the step just taken; an earlier one no longer stands."""
    return [
        _invite(session, procurement, bid, kind, actor, now)
        for bid in list_bids_at(session, procurement.id, INVITED[kind][1])
    ]


def write_details(
    session: Session, *, procurement: Procurement, kind: str, text: str, version: int, actor: Actor, now: datetime
) -> PaperDraft:
    """Write what the invitation adds to the stored fields; refused once it is issued."""
    demand(actor, Permission.PROCUREMENT_RUN, procurement, act="write in an invitation")
    if kind not in INVITATIONS:
        raise NotFound("There is no such letter")
    if is_out(procurement, kind):
        raise Conflict("The invitation is issued, and what was sent does not change")
    if not text.strip():
        raise InvalidInput("text", "Enter what the invitation adds")
    return notices.write_draft(
        session, procurement=procurement, kind=kind, text=text, version=version, actor=actor, now=now
    )


def is_out(procurement: Procurement, kind: str) -> bool:
    """Say whether the step that issues an invitation of a kind is taken."""
    return procurement.stage is Stage.ABANDONED or reached(procurement.stage, ISSUED_FROM[kind])


def recipients(session: Session, procurement: Procurement, kind: str) -> list[Bid]:
    """List the bids that an invitation of a kind would go to now."""
    return list_bids_at(session, procurement.id, INVITED[kind][0])


def _invite(session: Session, procurement: Procurement, bid: Bid, kind: str, actor: Actor, now: datetime) -> Letter:
    if (earlier := find_standing(session, bid.id, kind)) is not None:
        earlier.superseded_at = now
        session.flush()  # one letter of a kind stands at a time
    content = compose(session, procurement, bid, kind)
    letter = Letter(bid_id=bid.id, bid=bid, kind=kind, content=content, prepared_by_id=actor.user_id, prepared_at=now)
    return issue_letter(session, letter=letter, actor=actor, now=now)


def _to_dialogue(session: Session, procurement: Procurement) -> Iterator[Section]:
    words = words_for(procurement.procedure.regime, INVITATION)
    yield "The call", _call(session, procurement)
    yield "Where and when the dialogue begins", _added(session, procurement, INVITATION) or FIRST_SESSION
    yield "How the dialogue is held", words.terms
    yield "Language", ENGLISH
    yield "Final tenders", NO_PRICE_YET
    yield from _shared(session, procurement)


def _to_tender(session: Session, procurement: Procurement) -> Iterator[Section]:
    words = words_for(procurement.procedure.regime, FINAL_TENDERS)
    yield "The call", _call(session, procurement)
    yield "Deadline", _deadline(procurement)
    yield "What your tender is based on", words.terms
    yield "What we add", _added(session, procurement, FINAL_TENDERS)
    yield (
        "How to submit",
        (
            "Your tender is written and submitted in this service. It is sealed when you submit it and cannot be "
            "read by anybody until the holders of the key open all tenders together. You may take it back and change "
            f"it until the deadline. {ENGLISH}"
        ),
    )
    yield from _shared(session, procurement)


def _shared(session: Session, procurement: Procurement) -> Iterator[Section]:
    yield "Award criteria and weights", notice_content.criteria(session, procurement)
    yield "How offers are assessed", notice_content.assessment(session, procurement)
    yield "Indicative timetable", timetable.indicative(session, procurement)


def _call(session: Session, procurement: Procurement) -> str:
    published = list_of_procurement(session, procurement.id)
    call = next((each for each in published if each.kind in letter_words.CALLS), None)
    lines = [f"Reference: {procurement.reference}"]
    if call is not None:
        lines.append(f"{call.title}, in full: {site().notice(call.public_id)}")
    return "\n".join(lines)


def _deadline(procurement: Procurement) -> str:
    due = procurement.tenders_due_at
    return (
        f"Your tender must be here before {when(due)}. A later one is not accepted, whatever the reason." if due else ""
    )


def _added(session: Session, procurement: Procurement, kind: str) -> str:
    draft = find_draft(session, procurement.id, kind)
    return draft.text if draft else ""
