"""What a bidder says at selection: answers, whom it relies on, and what each of them declares; until the deadline."""

from __future__ import annotations

import uuid
from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotFound
from assurance.domain.selection.answers import MOST_LETTERS, check_words, text_of, written_years
from assurance.domain.selection.grounds import TEMPLATE, Party
from assurance.domain.selection.questionnaire import Asks
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, SelectionAnswer, SelectionParty
from assurance.persistence.queries.selection import RequestRecord, get_questionnaire, read_request
from assurance.services import audit
from assurance.services.bids.own import check_version, hold
from assurance.services.bids.request import call_is_open

MOST_PARTIES = 30


def save_answer(
    session: Session,
    *,
    bid: Bid,
    code: str,
    content: Mapping[str, Any],
    actor: Actor,
    now: datetime,
    version: int | None = None,
    by_itself: bool = False,
) -> SelectionAnswer:
    """Keep an answer, complete or not; `version` is the one the person was shown, 0 for none.

    `by_itself` says that the page saved while the person typed.
    """
    hold_draft(session, bid, actor, now)
    question = get_questionnaire(session, bid.procurement).find(code)
    check_words(question, text_of(content))
    row = read_request(session, bid).answers.get(code)
    check_version(version, row)
    if row is None:
        row = SelectionAnswer(bid_id=bid.id, code=code)
        session.add(row)
    row.content, row.updated_at, row.updated_by_id = dict(content), now, actor.user_id
    session.flush()
    audit.record(
        session, tag="selection-answer:autosaved" if by_itself else "selection-answer:saved", actor=actor, now=now,
        procurement=bid.procurement, subject=bid.public_id, code=code,
    )  # fmt: skip
    return row


def add_party(
    session: Session,
    *,
    bid: Bid,
    party: Party,
    name: str,
    company_number: str,
    delivers: str,
    actor: Actor,
    now: datetime,
) -> SelectionParty:
    """Name a consortium member or a subcontractor that the bidder relies on; nobody is named twice."""
    hold_draft(session, bid, actor, now)
    record = read_request(session, bid)
    if len(record.everybody) >= MOST_PARTIES:
        raise Conflict(f"At most {MOST_PARTIES} organisations can be named")
    row = new_party(session, record, party=party, name=name, company_number=company_number, delivers=delivers, now=now)
    audit.record(
        session, tag="party:added", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        party=row.public_id, kind=party,
    )  # fmt: skip
    return row


def remove_party(
    session: Session, *, bid: Bid, public_id: str, actor: Actor, now: datetime, version: int | None = None
) -> None:
    """Take somebody the bidder no longer relies on out of the request, with what it declared.

    `version` is the one the person was shown: what a colleague declared meanwhile is not lost.
    """
    hold_draft(session, bid, actor, now)
    row = get_party(read_request(session, bid), public_id)
    check_version(version, row)
    if row.party is Party.BIDDER:
        raise Conflict("The bidder itself cannot be taken out of its request")
    session.delete(row)
    audit.record(
        session, tag="party:removed", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        party=public_id,
    )  # fmt: skip


def declare(
    session: Session,
    *,
    bid: Bid,
    public_id: str,
    applies: Mapping[str, bool],
    self_cleaning: Mapping[str, str],
    actor: Actor,
    now: datetime,
    version: int | None = None,
) -> SelectionParty:
    """Keep what a party declares of each ground; what is left open can be filled in later."""
    hold_draft(session, bid, actor, now)
    row = get_party(read_request(session, bid), public_id)
    write_declaration(session, row, applies, self_cleaning, now, version)
    audit.record(
        session, tag="declaration:saved", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        party=row.public_id,
    )  # fmt: skip
    return row


def prefill(
    session: Session, *, bid: Bid, declares_none: bool, turnover: Decimal | None, actor: Actor, now: datetime
) -> None:
    """Take what the organisation keeps of itself into a request that says nothing of it yet; typed answers stay."""
    record = read_request(session, bid)
    own = next((each for each in record.everybody if each.party is Party.BIDDER), None)
    if declares_none and own is not None and not own.declared["applies"]:
        write_declaration(session, own, {ground.code: False for ground in TEMPLATE}, {}, now, None)
    asked = get_questionnaire(session, bid.procurement)
    question = next((each for each in asked.questions if each.asks is Asks.TURNOVER), None)
    if question is not None and turnover is not None and question.code not in record.answers:
        session.add(
            SelectionAnswer(
                bid_id=bid.id, code=question.code, content=written_years([("Last financial year", turnover)]),
                updated_at=now, updated_by_id=actor.user_id,
            )
        )  # fmt: skip
    session.flush()


def hold_draft(session: Session, bid: Bid, actor: Actor, now: datetime) -> Bid:
    """Lock a request that its bidder may still change: in draft, and before the deadline."""
    hold(session, bid, actor)
    if bid.stage is not BidStage.DRAFT_REQUEST:
        raise Conflict("The request is sent and can no longer be changed")
    if not call_is_open(bid.procurement, now):
        raise Conflict("The call is not open for requests to take part. Nothing was saved after the deadline")
    return bid


def new_party(
    session: Session,
    record: RequestRecord,
    *,
    party: Party,
    name: str,
    company_number: str,
    delivers: str,
    now: datetime,
) -> SelectionParty:
    """Add somebody to a request, with nothing declared yet; refuse a name that is there or no name."""
    name = name.strip()
    for field, text in (("name", name), ("delivers", delivers.strip())):
        if not text or len(text) > MOST_LETTERS:
            raise InvalidInput(field, f"Enter this in at most {MOST_LETTERS} characters")
    if name.casefold() in {each.name.casefold() for each in record.everybody}:
        raise InvalidInput("name", "This organisation is already named in the request")
    row = SelectionParty(
        public_id=str(uuid.uuid4()), bid_id=record.bid.id, party=party, name=name, delivers=delivers.strip(),
        company_number=company_number.strip(), declared={"applies": {}, "self_cleaning": {}}, updated_at=now,
    )  # fmt: skip
    session.add(row)
    session.flush()
    return row


def write_declaration(
    session: Session,
    row: SelectionParty,
    applies: Mapping[str, bool],
    self_cleaning: Mapping[str, str],
    now: datetime,
    version: int | None,
) -> None:
    """Write what a party declares; what was done is kept only for the grounds that apply."""
    check_version(version, row)
    said = {code: text.strip() for code, text in self_cleaning.items() if applies.get(code) and text.strip()}
    row.declared, row.updated_at = {"applies": dict(applies), "self_cleaning": said}, now
    session.flush()


def get_party(record: RequestRecord, public_id: str) -> SelectionParty:
    """Return a party of a request by its public id."""
    found = next((each for each in record.everybody if each.public_id == public_id), None)
    if found is None:
        raise NotFound("There is no such organisation in this request")
    return found
