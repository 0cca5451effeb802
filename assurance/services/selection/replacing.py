"""Somebody a bidder relies on has a ground: the bidder is told first, and may name another until a day it is given."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.domain.deadlines import london_to_utc
from assurance.domain.errors import Conflict, InvalidInput, MoveRefused, NotFound, Objection
from assurance.domain.procedures.rules.wording import when
from assurance.domain.selection.grounds import Party, declaration_faults
from assurance.domain.selection.replacement import check_notice
from assurance.domain.stages import BidStage, Stage
from assurance.persistence.models import Bid, ReplacementNotice, SelectionParty
from assurance.persistence.queries.selection import RequestRecord, declaration, get_questionnaire, read_request
from assurance.services import audit, conflicts, telling
from assurance.services.bids.own import hold
from assurance.services.permission import demand
from assurance.services.selection.answering import get_party, new_party, write_declaration
from assurance.services.selection.judging import substance
from assurance.services.selection.stage import hold_request


def give_notice(
    session: Session,
    *,
    bid: Bid,
    public_id: str,
    reason: str,
    answer_on: date,
    answer_time: time,
    actor: Actor,
    now: datetime,
) -> ReplacementNotice:
    """Tell a bidder that a ground applies to somebody it relies on, and until when it may name another; once."""
    demand(actor, Permission.SELECTION_DECIDE, bid.procurement, act="give notice to a bidder")
    hold_request(session, bid)
    conflicts.require_clear_request(session, bid=bid, actor=actor)
    record = read_request(session, bid)
    party = get_party(record, public_id)
    found = record.assessed(get_questionnaire(session, bid.procurement)).found
    if party.party is Party.BIDDER or party.name not in {each.name for each in found}:
        raise NotFound("No ground applies to anybody of this name whom the bidder relies on")
    if party.id in record.notices:
        raise Conflict("The bidder has been told already, and the time it was given does not change")
    answer_by = london_to_utc(answer_on, answer_time, "answer_time")
    check_notice(now, answer_by)
    notice = ReplacementNotice(
        party_id=party.id, reason=substance(reason), given_at=now, given_by_id=actor.user_id, answer_by=answer_by,
        answer="",
    )  # fmt: skip
    session.add(notice)
    session.flush()
    audit.record(
        session, tag="replacement:told", actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        party=party.public_id, reason=notice.reason, answer_by=answer_by.isoformat(),
    )  # fmt: skip
    telling.tell(
        session, kind="replacement", subject=party.public_id, title="You may name somebody else in your request",
        text=f"A ground for exclusion applies to {party.name}. You may name another until {when(answer_by)}.",
        endpoint="supplier.selection.replace", params={"bid_id": bid.public_id, "code": party.public_id}, now=now,
        organisations=[bid.organisation_id],
    )  # fmt: skip
    return notice


def name_another(
    session: Session,
    *,
    bid: Bid,
    public_id: str,
    name: str,
    company_number: str,
    delivers: str,
    actor: Actor,
    now: datetime,
) -> SelectionParty:
    """Write down who would take the place; it stands once what it declares is complete and the answer is sent."""
    record, party, notice = _open(session, bid, public_id, actor, now)
    if notice.replacement_id is not None:
        raise Conflict("Somebody is named already; take that name out first")
    row = new_party(
        session, record, party=party.party, name=name, company_number=company_number, delivers=delivers, now=now
    )
    notice.replacement_id = row.id
    _record(session, "replacement:named", bid, party, actor, now)
    return row


def take_out(session: Session, *, bid: Bid, public_id: str, actor: Actor, now: datetime) -> None:
    """Take out who was written down, to name somebody else."""
    record, party, notice = _open(session, bid, public_id, actor, now)
    if (row := replacement_of(record, notice)) is not None:
        notice.replacement_id = None
        session.flush()  # the notice lets go of the row before it is deleted
        session.delete(row)
        _record(session, "replacement:taken-out", bid, party, actor, now)


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
    """Keep what the replacement of a party declares; `public_id` is of the party that is replaced."""
    record, party, notice = _open(session, bid, public_id, actor, now)
    row = replacement_of(record, notice)
    if row is None:
        raise Conflict("Name who takes the place first")
    write_declaration(session, row, applies, self_cleaning, now, version)
    _record(session, "declaration:saved", bid, party, actor, now)
    return row


def answer(
    session: Session, *, bid: Bid, public_id: str, words: str, names_nobody: bool, actor: Actor, now: datetime
) -> ReplacementNotice:
    """Send the answer: who takes the place, with a complete declaration, or that nobody does and why."""
    record, party, notice = _open(session, bid, public_id, actor, now, Permission.BID_SUBMIT)
    row = replacement_of(record, notice)
    if names_nobody == (row is not None):
        raise InvalidInput("names_nobody", "Name somebody, or say that you name nobody, and not both")
    if row is None and not words.strip():
        raise InvalidInput("words", "Say why you name nobody else")
    if row is not None:
        _complete(session, record, row)
    notice.answer, notice.answered_at, notice.answered_by_id = words.strip(), now, actor.user_id
    _record(session, "replacement:answered", bid, party, actor, now, names=row.public_id if row else None)
    telling.tell_holders(
        session, procurement=bid.procurement, roles=[Role.OFFICER], kind="replacement-answered",
        subject=party.public_id, title=f"{bid.organisation.name} answered the notice about {party.name}",
        endpoint="staff.selection.request", params={"bid_id": bid.public_id}, now=now,
    )  # fmt: skip
    return notice


def replacement_of(record: RequestRecord, notice: ReplacementNotice) -> SelectionParty | None:
    """Return who is named in the place, or None."""
    return next((each for each in record.everybody if each.id == notice.replacement_id), None)


def _complete(session: Session, record: RequestRecord, row: SelectionParty) -> None:
    asked = get_questionnaire(session, record.bid.procurement)
    if faults := declaration_faults(asked.grounds, declaration(row)):
        raise MoveRefused("answer", [Objection("declaration", each.message) for each in faults])


def _open(
    session: Session,
    bid: Bid,
    public_id: str,
    actor: Actor,
    now: datetime,
    permission: Permission = Permission.BID_WRITE,
) -> tuple[RequestRecord, SelectionParty, ReplacementNotice]:
    hold(session, bid, actor, permission)
    record = read_request(session, bid)
    party = get_party(record, public_id)
    notice = record.notices.get(party.id)
    if notice is None:
        raise NotFound("There is no notice about this organisation")
    if bid.stage is not BidStage.REQUESTED or bid.procurement.stage is not Stage.SELECTION:
        raise Conflict("The selection is decided, and nothing in your request can change any more")
    if notice.answered_at is not None:
        raise Conflict("Your answer is sent, and does not change")
    if now > notice.answer_by:
        raise Conflict(f"You could name somebody else until {when(notice.answer_by)}. Nothing was saved")
    return record, party, notice


def _record(
    session: Session, tag: str, bid: Bid, party: SelectionParty, actor: Actor, now: datetime, **data: str | None
) -> None:
    audit.record(
        session, tag=tag, actor=actor, now=now, procurement=bid.procurement, subject=bid.public_id,
        party=party.public_id, **data,
    )  # fmt: skip
