"""Telling people inside the service: the only door to their messages.

What is told is written in the transaction of the act it tells of, one message for each organisation or person. The
kind, the key of what it is about and the recipient make it one: an act done twice tells nobody twice. What carries
messages further, such as mail, listens with `carry_with`; nothing here knows how.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.authority.roles import Role
from assurance.persistence.models import Message, Procurement, RoleAssignment
from assurance.persistence.queries.messages import get_message, known_recipients, list_unread
from assurance.persistence.sight import sees_everything
from assurance.services import audit

Carrier = Callable[[Session, Sequence[Message]], None]
_carriers: list[Carrier] = []
MOST_AT_ONCE = 10_000


@sees_everything  # a supplier's session would not see the messages it sends to the authority
def tell(
    session: Session,
    *,
    kind: str,
    subject: str,
    title: str,
    endpoint: str,
    now: datetime,
    text: str = "",
    params: dict[str, Any] | None = None,
    procurement: Procurement | None = None,
    organisations: Iterable[int] = (),
    people: Iterable[int] = (),
) -> list[Message]:
    """Tell organisations and people one thing; return the messages to those who were not told it before.

    `endpoint` and `params` name the page it is about; the reference of the procurement is added as `ref`.
    """
    wanted: dict[str, dict[str, int]] = {f"organisation:{each}": {"organisation_id": each} for each in organisations}
    wanted |= {f"person:{each}": {"user_id": each} for each in people}
    told = known_recipients(session, kind, subject, wanted)
    address = {**({"ref": procurement.reference} if procurement else {}), **(params or {})}
    made = [
        Message(
            public_id=str(uuid.uuid4()), kind=kind, subject=subject, recipient=recipient, title=title, text=text,
            endpoint=endpoint, params=address, sent_at=now, procurement_id=procurement.id if procurement else None,
            **to,
        )
        for recipient, to in wanted.items()
        if recipient not in told
    ]  # fmt: skip
    session.add_all(made)
    session.flush()  # the same thing told at the same moment meets here
    if made:
        _record(session, made, kind, subject, procurement, now)
        for carry in _carriers:
            carry(session, made)
    return made


def tell_holders(
    session: Session, *, procurement: Procurement, roles: Sequence[Role], without: Actor | None = None, **what: Any
) -> list[Message]:
    """Tell the people who hold one of the roles in a procurement, except whoever caused it."""
    holders = session.scalars(
        select(RoleAssignment.user_id).where(
            RoleAssignment.procurement_id == procurement.id, RoleAssignment.role.in_(roles)
        )
    )
    people = sorted(set(holders) - ({without.user_id} if without else set()))
    return tell(session, procurement=procurement, people=people, **what)


def carry_with(carrier: Carrier) -> None:
    """Let something carry every new message further, in the transaction that writes it."""
    if carrier not in _carriers:
        _carriers.append(carrier)


def stop_carrying(carrier: Carrier) -> None:
    """Carry no further."""
    _carriers.remove(carrier)


def open_message(session: Session, *, public_id: str, actor: Actor, now: datetime) -> Message:
    """Mark a message as read and return it; reading it again changes nothing. Raises `NotFound` for another's."""
    message = get_message(session, actor, public_id)
    _read(message, actor, now)
    return message


def read_all(session: Session, *, actor: Actor, now: datetime) -> int:
    """Mark everything that a person has not read as read; return how many."""
    unread = list_unread(session, actor, MOST_AT_ONCE)
    for message in unread:
        _read(message, actor, now)
    return len(unread)


def _read(message: Message, actor: Actor, now: datetime) -> None:
    if message.read_at is None:
        message.read_at, message.read_by_id = now, actor.user_id


def _record(
    session: Session, made: Sequence[Message], kind: str, subject: str, procurement: Procurement | None, now: datetime
) -> None:
    audit.record(
        session, tag="message:sent", actor=None, now=now, procurement=procurement, subject=f"{kind}/{subject}",
        recipients=[message.recipient for message in made],
    )  # fmt: skip
