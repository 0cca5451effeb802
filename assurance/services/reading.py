"""Who may read a tender, from the opening on: the one way staff get at its content.

Refuses before the opening, whoever asks; asks the panel to declare conflicts first (PSR 2023 reg 21); hides a bid from
those with a conflict nobody cleared; keeps closed prices from everybody, and all prices from the quality panel until
the result is confirmed. Every page that shows what this gives records the reading with `note_read`.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor, Reach, permits
from assurance.domain.authority.roles import Role
from assurance.domain.errors import Conflict, NotFound, NotPermitted
from assurance.domain.tenderbox.opening import PRICE
from assurance.domain.tenderbox.visibility import OPENED_STAGES, PANEL, panel_may_read, price_visible
from assurance.persistence.models import (
    Answer,
    AuditEvent,
    Bid,
    BidDocument,
    ConflictDeclaration,
    Procurement,
    Subcontractor,
)
from assurance.persistence.queries.bids import (
    Parts,
    find_opening_record,
    get_document,
    get_parts,
    list_parts,
    was_opened,
)
from assurance.persistence.queries.evaluation import find_declaration, list_declarations_of
from assurance.persistence.queries.offers import Offer, get_asked, lay_out
from assurance.persistence.session import Database
from assurance.services import audit, telling
from assurance.services.conflicts import CLEARED


class Sealed(Conflict):
    """The tender is not opened; nobody but its bidder may read it."""


class DeclareFirst(Conflict):
    """The person has to declare whether they have a conflict with the bidder before reading."""


@dataclass(frozen=True, slots=True)
class ReadableBid:
    """A tender as one person may read it."""

    bid: Bid
    answers: Mapping[int, Answer]
    """By the id of the criterion."""
    prices: Mapping[int, Decimal] | None
    """By the id of the criterion; None for someone who may not see prices yet."""
    subcontractors: Sequence[Subcontractor]
    documents: Sequence[BidDocument]
    schedules: Mapping[int, tuple[Decimal, ...]]
    """The prices by contract year, by the id of the criterion; empty for someone who may not see prices yet."""
    offer: Offer | None
    """Cover of care and promises on outcomes; None where they were not wanted."""
    parts: Parts
    """All of it that was read, as rows."""


def readable_bid(session: Session, *, bid: Bid, actor: Actor, now: datetime, with_offer: bool = False) -> ReadableBid:
    """Return an opened tender for one of the authority's people.

    Raises `Sealed` before the opening, `DeclareFirst` for a member of the panel who has not declared on this bidder,
    `NotFound` for a person with a conflict that nobody cleared, `Conflict` for the panel before scoring starts.
    """
    _check(session, bid, actor)
    shows_price = _shows_price(session, bid, actor)
    parts = get_parts(session, bid.id, with_prices=shows_price, with_offer=with_offer)
    offer = lay_out(bid, parts, get_asked(session, bid.procurement_id)) if with_offer else None
    return _readable(bid, parts, shows_price, offer)


def readable_bids(
    session: Session, *, procurement: Procurement, opened: Sequence[Bid], actor: Actor
) -> list[ReadableBid]:
    """Return those of the opened tenders of a procurement that a person may read, in as many queries as for one.

    One that `readable_bid` would refuse them is not among them. Their offers are not laid out.
    """
    declared = list_declarations_of(session, procurement.id, actor.user_id)
    listed = [each for each in opened if _may_read(each, actor, declared.get(each.id))]
    record = _price_record(session, procurement)
    priced = {each.id for each in listed if _price_is_open(each, actor, record)}
    parts = list_parts(session, [each.id for each in listed], priced=priced)
    return [_readable(each, parts[each.id], each.id in priced, None) for each in listed]


def _readable(bid: Bid, parts: Parts, shows_price: bool, offer: Offer | None) -> ReadableBid:
    return ReadableBid(
        bid=bid,
        answers=parts.answers,
        prices=parts.prices if shows_price else None,
        subcontractors=parts.subcontractors,
        documents=parts.documents,
        schedules=parts.schedules,
        offer=offer,
        parts=parts,
    )


def readable_document(session: Session, *, bid: Bid, public_id: str, actor: Actor, now: datetime) -> BidDocument:
    """Return one document of an opened tender, under the same conditions as the tender."""
    _check(session, bid, actor)
    return get_document(session, bid.id, public_id)


def note_read(database: Database, *, bid: Bid, actor: Actor, now: datetime, what: str = "tender") -> None:
    """Put on record that a person read a tender or a part of it, in a transaction of its own."""
    audit.record_apart(
        database, tag="bid:read", actor=actor, now=now, reference=bid.procurement.reference, subject=bid.public_id,
        what=what,
    )  # fmt: skip


def note_peek(database: Database, *, procurement_id: int, actor: Actor, now: datetime) -> None:
    """Put on record that a person tried to read what is sealed, and tell others who run the procurement, once a day.

    Neither the record nor the message says whether a tender is in the box.
    """
    with database.transaction() as session:
        procurement = session.get_one(Procurement, procurement_id)
        audit.record(session, tag="bid:peeked", actor=actor, now=now, procurement=procurement, subject=actor.name)
        telling.tell_holders(
            session, procurement=procurement, roles=(Role.OFFICER, Role.OWNER, Role.AUDITOR), without=actor,
            kind="sealed-peek", subject=f"{procurement.reference}/{actor.user_id}/{now:%Y-%m-%d}", now=now,
            title="Somebody tried to read a sealed tender", endpoint="staff.procurements.show",
            text=f"{actor.name} asked for a tender that is sealed and was refused. Nothing was shown.",
        )  # fmt: skip


def _shows_price(session: Session, bid: Bid, actor: Actor) -> bool:
    """Say whether this price is open to this person; of a bid that was out before the prices opened it never is."""
    return _price_is_open(bid, actor, _price_record(session, bid.procurement))


def _price_record(session: Session, procurement: Procurement) -> AuditEvent | None:
    """Return the entry that says which prices were opened, where they open by themselves."""
    return find_opening_record(session, procurement.id, PRICE) if procurement.price_opens_after_quality else None


def _price_is_open(bid: Bid, actor: Actor, record: AuditEvent | None) -> bool:
    procurement = bid.procurement
    if not price_visible(actor.roles, procurement.stage, closed=procurement.are_prices_closed):
        return False
    if not procurement.price_opens_after_quality:
        return True
    return record is not None and bid.public_id in {each["bid"] for each in record.body["data"]["bids"]}


def _may_read(bid: Bid, actor: Actor, declared: ConflictDeclaration | None) -> bool:
    try:
        _refuse(bid, actor, declared, is_opened=True)
    except (Conflict, NotFound, NotPermitted):
        return False
    return True


def _check(session: Session, bid: Bid, actor: Actor) -> None:
    is_opened = bid.stage in OPENED_STAGES or was_opened(session, bid.id)
    _refuse(bid, actor, find_declaration(session, bid.id, actor.user_id), is_opened=is_opened)


def _refuse(bid: Bid, actor: Actor, declared: ConflictDeclaration | None, *, is_opened: bool) -> None:
    reach = Reach(bid.procurement.organisation_id)
    if not (permits(actor, Permission.BIDS_VIEW, reach) or permits(actor, Permission.MARK_WRITE, reach)):
        raise NotPermitted("Your roles do not allow you to read tenders")
    if not is_opened:
        raise Sealed("Final tenders are sealed until two openers have opened them together")
    if declared is not None and declared.has_conflict and declared.decision != CLEARED:
        raise NotFound("There is no such bid, or it is not yours to see")
    if not PANEL & actor.roles:
        return
    if declared is None:
        raise DeclareFirst(
            "Declare first: say whether you have a conflict with this bidder before you read its tender",
            endpoint="staff.evaluation.conflicts",
        )
    if not panel_may_read(bid.procurement.stage):
        raise Conflict("The panel reads the tenders once individual scoring has started")
