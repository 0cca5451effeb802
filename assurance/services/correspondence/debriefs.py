"""De-briefs: a bidder who was not chosen asks why; the answer sets its bid beside the one chosen, from the record.

Every criterion is told with both marks and both reasons as the panel agreed them, under whichever law: where the letter
of the outcome compares less, this is the fuller comparison. Nothing else of another bid is told.
"""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor, Reach, permits
from assurance.domain.authority.roles import Role
from assurance.domain.deadlines import LONDON
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.notices.invitations import DEBRIEF, DEBRIEF_WITHIN_DAYS, words_for
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, CriterionRow, DebriefRequest, Letter
from assurance.persistence.queries.bids import find_letter
from assurance.persistence.queries.correspondence import find_request, find_standing
from assurance.persistence.queries.evidence import result_id
from assurance.services import (
    audit,
    letter_content,
    letter_record,
    letter_winner,
    letter_words,
    notice_outcome,
    telling,
)
from assurance.services.correspondence.shape import Section, addressed, issue_letter
from assurance.services.permission import demand

LONGEST = 4000
NOT_CHOSEN = frozenset(
    {BidStage.UNSUCCESSFUL, BidStage.RESERVE, BidStage.ELIMINATED, BidStage.NON_COMPLIANT, BidStage.REJECTED}
)


def why_not_asked(session: Session, bid: Bid) -> str:
    """Say why a bidder cannot ask for a de-brief now, or return nothing."""
    letter = find_letter(session, bid.id)
    if letter is None or letter.kind != "outcome":
        return "A de-brief explains the letter of the outcome. It can be asked for once you have that letter"
    if bid.stage not in NOT_CHOSEN:
        return "A de-brief is for bidders that were not chosen"
    return "You have asked for your de-brief already" if find_request(session, bid.id) else ""


def may_ask(session: Session, bid: Bid) -> bool:
    """Say whether a bidder can ask for a de-brief now."""
    return not why_not_asked(session, bid)


def due_on(request: DebriefRequest) -> date:
    """Return the last day for the answer, counted from the day it was asked."""
    return request.asked_at.astimezone(LONDON).date() + timedelta(days=DEBRIEF_WITHIN_DAYS)


def ask(session: Session, *, bid: Bid, text: str, actor: Actor, now: datetime) -> DebriefRequest:
    """Ask for a de-brief; the officer is told. A bidder asks once."""
    if not permits(actor, Permission.BID_WRITE, Reach(bid_organisation_id=bid.organisation_id)):
        raise NotPermitted("Only the people of the bidder ask for its de-brief")
    if why := why_not_asked(session, bid):
        raise Conflict(why)
    if not text.strip():
        raise InvalidInput("text", "Say what you want to know")
    row = DebriefRequest(bid_id=bid.id, bid=bid, text=text.strip(), asked_by_id=actor.user_id, asked_at=now)
    session.add(row)
    session.flush()  # two people of the bidder may ask at once
    audit.record(
        session, tag="debrief:asked", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        text=row.text,
    )  # fmt: skip
    telling.tell_holders(
        session, procurement=bid.procurement, roles=[Role.OFFICER], kind="debrief-asked", subject=bid.public_id,
        title=f"{bid.organisation.name} asks for a de-brief", text=row.text, endpoint="staff.letters.debrief",
        params={"bid_id": bid.public_id}, now=now,
    )  # fmt: skip
    return row


def prepare(session: Session, *, request: DebriefRequest, answer: str, actor: Actor, now: datetime) -> Letter:
    """Write the answer and the comparison as a draft that can be read before it is issued."""
    bid = request.bid
    demand(actor, Permission.LETTERS_WRITE, bid.procurement, act="write a de-brief")
    if request.answered_at is not None:
        raise Conflict("The de-brief is issued, and what was sent does not change")
    if not answer.strip():
        raise InvalidInput("answer", "Answer what the bidder asked")
    letter = find_standing(session, bid.id, DEBRIEF) or Letter(bid_id=bid.id, bid=bid, kind=DEBRIEF)
    letter.content = _compose(session, request, answer.strip())
    letter.prepared_by_id, letter.prepared_at = actor.user_id, now
    session.add(letter)
    session.flush()
    audit.record(
        session, tag="letter:prepared", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        kind=DEBRIEF,
    )  # fmt: skip
    return letter


def issue(session: Session, *, request: DebriefRequest, actor: Actor, now: datetime) -> Letter:
    """Issue the de-brief that was read; raise `Conflict` while none is written or once it is issued."""
    demand(actor, Permission.LETTERS_WRITE, request.bid.procurement, act="issue a de-brief")
    letter = find_standing(session, request.bid_id, DEBRIEF)
    if letter is None or request.answered_at is not None:
        raise Conflict("Write the de-brief first" if letter is None else "The de-brief is issued already")
    request.answered_at = now
    return issue_letter(session, letter=letter, actor=actor, now=now)


def _compose(session: Session, request: DebriefRequest, answer: str) -> dict[str, Any]:
    bid, procurement = request.bid, request.bid.procurement
    record = letter_record.read_record(session, procurement, notice_outcome.chosen(session, procurement))
    sections = _sections(record, request, answer)
    called = "tender" if bid.submitted_at else "bid"
    return addressed(session, procurement, bid, DEBRIEF, sections, called=called) | {"answer": answer}


def _sections(record: letter_record.Record, request: DebriefRequest, answer: str) -> Iterator[Section]:
    yield "What you asked", request.text
    yield "Our answer", answer
    yield "What this letter is", words_for(record.procurement.procedure.regime, DEBRIEF).terms
    yield "The result", "\n".join(_result(record, request.bid))
    rows = {row.title: row for row in record.criteria}
    for line in letter_winner.compare_all(record, request.bid, letter_content.was_marked(record, request.bid)):
        yield line["title"], "\n\n".join(_beside(record, request.bid, rows[line["title"]], line))


def _result(record: letter_record.Record, bid: Bid) -> Iterator[str]:
    """Give place and total of both, and what each earned in the parts of the criteria."""
    for name, one in (("Your tender", bid), (f"The tender of {record.winner.organisation.name}", record.winner)):
        entry = record.entries.get(result_id(one), {})
        if entry.get("rank") is None:
            yield f"{name} did not reach the ranking."
            continue
        total = letter_words.two_places(entry["total"])
        yield f"{name}: place {entry['rank']} of {record.ranked}, {total} points of 100."
        parts = letter_words.subtotals(record, entry)
        yield "; ".join(f"{each['title']}: {each['earned']} of {each['of']} points" for each in parts) + "."


def _beside(record: letter_record.Record, bid: Bid, row: CriterionRow, line: dict[str, Any]) -> Iterator[str]:
    """Set one criterion of both bids side by side: marks with their reasons, or shares of what the price can earn."""
    own = letter_content.mark_of(record, bid, row)
    if own is not None:
        yield f"Yours: {own.mark} of {own.scale_top}. {own.reason.strip()}"
    elif line["your_mark"]:
        yield f"Yours: {line['your_mark']} of what the price can earn."
    else:
        yield "Yours was not marked on this."
    of = f" of {row.scale_top}" if row.kind == "scored" else ""
    yield f"{record.winner.organisation.name}: {line['winner_mark']}{of}. {line['reason'].rstrip('.')}."
