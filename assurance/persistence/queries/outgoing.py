"""What was told to participants and what is being prepared for them, with who has it and who has seen it."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.dialogue.information import Item, unexplained
from assurance.domain.errors import NotFound
from assurance.persistence.among import among
from assurance.persistence.models import (
    Addendum,
    Bid,
    Message,
    Outgoing,
    OutgoingAnswer,
    OutgoingRecipient,
    Procurement,
)
from assurance.persistence.queries.specification import last_number

NOT_FOUND = "There is no such information, or it is not yours to see"
LABELS = {"briefing": "Briefing", "specification": "Specification version"}


def label_of(row: Outgoing) -> str:
    """Name information as it is referred to: “Briefing 2: Parking”, or without a number while it is in preparation."""
    return f"{LABELS[row.kind]}{f' {row.number}' if row.number else ''}: {row.title}"


def list_outgoing(session: Session, procurement_id: int) -> list[Outgoing]:
    """List what was sent and what is in preparation, newest first; what was dropped is left out."""
    query = select(Outgoing).where(Outgoing.procurement_id == procurement_id, Outgoing.dropped_at.is_(None))
    return list(session.scalars(query.order_by(Outgoing.id.desc())))


def list_sent(session: Session, procurement_id: int) -> list[Outgoing]:
    """List what was sent, first to last."""
    query = select(Outgoing).where(Outgoing.procurement_id == procurement_id, Outgoing.sent_at.is_not(None))
    return list(session.scalars(query.order_by(Outgoing.sent_at, Outgoing.id)))


def get_outgoing(session: Session, procurement_id: int, public_id: str) -> Outgoing:
    """Return information of a procurement by its public id, sent or not."""
    found = session.scalar(
        select(Outgoing).where(Outgoing.procurement_id == procurement_id, Outgoing.public_id == public_id)
    )
    if found is None:
        raise NotFound(NOT_FOUND)
    return found


def list_given(session: Session, bid_id: int) -> list[OutgoingRecipient]:
    """List what a participant was given, newest first."""
    query = select(OutgoingRecipient).join(Outgoing).where(OutgoingRecipient.bid_id == bid_id)
    given = query.where(OutgoingRecipient.given_at.is_not(None))
    return list(session.scalars(given.order_by(OutgoingRecipient.given_at.desc(), OutgoingRecipient.id.desc())))


def get_given(session: Session, bid_id: int, public_id: str) -> OutgoingRecipient:
    """Return what a participant was given, or say that there is no such thing."""
    found = next((each for each in list_given(session, bid_id) if each.outgoing.public_id == public_id), None)
    if found is None:
        raise NotFound(NOT_FOUND)
    return found


def version_before(sent: Iterable[Outgoing], kind: str, number: int | None) -> Outgoing | None:
    """Return the version of the specification before a number, or the last one sent; of a briefing there is none."""
    earlier = [each for each in sent if each.kind == kind == "specification"]
    found = [each for each in earlier if number is None or (each.number or 0) < number]
    return max(found, key=lambda each: each.number or 0, default=None)


def list_addenda_read(
    session: Session, procurement: Procurement
) -> tuple[list[Addendum], dict[tuple[int, int | None], Message]]:
    """List the addenda, and by number and organisation the message that told of each, with when it was read."""
    query = select(Addendum).where(Addendum.procurement_id == procurement.id).order_by(Addendum.number)
    addenda = list(session.scalars(query))
    told = session.scalars(
        select(Message).where(Message.procurement_id == procurement.id, Message.kind == "addendum")
    ).all()
    return addenda, {(int(each.subject.rpartition("/")[2]), each.organisation_id): each for each in told}


def next_number(session: Session, procurement_id: int, kind: str) -> int:
    """Return the number that the next information of a kind gets."""
    query = select(func.max(Outgoing.number)).where(Outgoing.procurement_id == procurement_id, Outgoing.kind == kind)
    planned = last_number(session, procurement_id) if kind == "specification" else 0
    return max(session.scalar(query) or 0, planned) + 1


def items(rows: Iterable[Outgoing]) -> list[Item]:
    """Return what was sent as the comparison sees it, participants by their bid."""
    return [
        Item(
            key=row.public_id,
            title=label_of(row),
            given_to=frozenset(str(each.bid_id) for each in row.recipients if each.given_at),
            reason=row.unequal_reason,
        )
        for row in rows
    ]


def list_unexplained(session: Session, procurement: Procurement, bids: Sequence[Bid]) -> tuple[str, ...]:
    """Name what some of these participants have and others lack, without a recorded reason."""
    return unexplained(items(list_sent(session, procurement.id)), [str(bid.id) for bid in bids])


def list_answered(session: Session, procurement_ids: Iterable[int]) -> set[int]:
    """Return the procurements in which something not sent yet has an answered finding, for a second person."""
    query = select(Outgoing.procurement_id).join(OutgoingAnswer, OutgoingAnswer.outgoing_id == Outgoing.id)
    waiting = query.where(
        among(Outgoing.procurement_id, procurement_ids), Outgoing.sent_at.is_(None), Outgoing.dropped_at.is_(None)
    )
    return set(session.scalars(waiting))
