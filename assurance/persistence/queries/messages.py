"""Messages to an organisation or to a person."""

from __future__ import annotations

from collections.abc import Iterable

from sqlalchemy import ColumnElement, func, or_, select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor, Audience
from assurance.domain.errors import NotFound
from assurance.persistence.models import Message


def list_messages(session: Session, actor: Actor, *, page: int = 1, size: int = 50) -> tuple[list[Message], bool]:
    """List one page of a person's messages, newest first, and whether there are more."""
    query = select(Message).where(_to(actor)).order_by(Message.sent_at.desc(), Message.id.desc())
    found = list(session.scalars(query.offset((page - 1) * size).limit(size + 1)))
    return found[:size], len(found) > size


def list_unread(session: Session, actor: Actor, limit: int = 20) -> list[Message]:
    """List what a person has not read yet, newest first."""
    query = select(Message).where(_to(actor), Message.read_at.is_(None))
    return list(session.scalars(query.order_by(Message.sent_at.desc(), Message.id.desc()).limit(limit)))


def count_unread(session: Session, actor: Actor) -> int:
    """Count what a person has not read yet."""
    return session.scalar(select(func.count()).select_from(Message).where(_to(actor), Message.read_at.is_(None))) or 0


def get_message(session: Session, actor: Actor, public_id: str) -> Message:
    """Return a message to this person or their organisation."""
    found = session.scalar(select(Message).where(_to(actor), Message.public_id == public_id))
    if found is None:
        raise NotFound("There is no such message, or it is not yours to see")
    return found


def known_recipients(session: Session, kind: str, subject: str, recipients: Iterable[str]) -> set[str]:
    """Return who of these was told already."""
    query = select(Message.recipient).where(
        Message.kind == kind, Message.subject == subject, Message.recipient.in_(list(recipients))
    )
    return set(session.scalars(query))


def _to(actor: Actor) -> ColumnElement[bool]:
    """Messages to the person; for the people of a provider also those to their organisation."""
    own = Message.user_id == actor.user_id
    if actor.audience is Audience.SUPPLIER:
        return or_(own, Message.organisation_id == actor.organisation_id)
    return own
