"""What waits to be carried on by e-mail, to whom, and how each of them wants to be told."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from assurance.domain.told import How
from assurance.persistence.models import DigestLine, MailMessage, MailPreference, Message, User

AT_ONCE = 200
"""Messages carried in one transaction, so that none holds others up for long."""


def list_uncarried(session: Session) -> list[Message]:
    """List messages nobody has carried yet, oldest first; what another worker has in hand is left to it."""
    query = select(Message).where(Message.carried_at.is_(None)).order_by(Message.id).limit(AT_ONCE)
    return list(session.scalars(query.with_for_update(of=Message, skip_locked=True)))


def has_uncarried(session: Session) -> bool:
    """Say whether a message waits to be carried, without a lock."""
    return session.scalar(select(Message.id).where(Message.carried_at.is_(None)).limit(1)) is not None


def list_people_of(session: Session, messages: Sequence[Message]) -> dict[int, list[User]]:
    """Return, by message, the people it is for: the person, or everybody active in the organisation."""
    organisations = {each.organisation_id for each in messages if each.organisation_id}
    people = {each.user_id for each in messages if each.user_id}
    query = select(User).where(User.organisation_id.in_(organisations) | User.id.in_(people), User.is_active)
    found = list(session.scalars(query.order_by(User.id)))
    by_organisation: dict[int, list[User]] = defaultdict(list)
    for user in found:
        by_organisation[user.organisation_id].append(user)
    by_id = {user.id: [user] for user in found}
    return {
        each.id: by_organisation[each.organisation_id] if each.organisation_id else by_id.get(each.user_id or 0, [])
        for each in messages
    }


def list_preferences(session: Session, user_ids: Iterable[int]) -> dict[int, tuple[How, How]]:
    """Return what people have chosen: how they are told of what is needed, and of all else."""
    rows = session.scalars(select(MailPreference).where(MailPreference.user_id.in_(set(user_ids))))
    return {row.user_id: (row.needed, row.other) for row in rows}


def find_preference(session: Session, user_id: int) -> MailPreference | None:
    """Return what a person has chosen, or None."""
    return session.scalar(select(MailPreference).where(MailPreference.user_id == user_id))


def list_digest_lines(session: Session, *, before: datetime) -> list[DigestLine]:
    """List what was told before an hour and waits for a summary, by person and in the order it was told."""
    query = (
        select(DigestLine)
        .join(Message, Message.id == DigestLine.message_id)
        .where(DigestLine.mailed_at.is_(None), Message.sent_at < before)
        .order_by(DigestLine.user_id, DigestLine.id)
        .with_for_update(of=DigestLine, skip_locked=True)
    )
    return list(session.scalars(query))


def has_digest_lines(session: Session, *, before: datetime) -> bool:
    """Say whether a summary is due, without a lock."""
    query = select(DigestLine.id).join(Message, Message.id == DigestLine.message_id)
    due = query.where(DigestLine.mailed_at.is_(None), Message.sent_at < before).limit(1)
    return session.scalar(due) is not None


def get_email(session: Session, user_id: int) -> str:
    """Return the address at which a person is told."""
    return session.get_one(User, user_id).email


def count_undelivered(session: Session, email: str) -> int:
    """Count the e-mails to an address that were given up."""
    query = select(func.count()).select_from(MailMessage)
    return session.scalar(query.where(MailMessage.recipient == email, MailMessage.given_up_at.is_not(None))) or 0


def list_unsent(session: Session, *, limit: int) -> list[MailMessage]:
    """List e-mails that failed and wait to be tried again or were given up, oldest first."""
    failed = (MailMessage.sent_at.is_(None), MailMessage.attempts > 0)
    return list(session.scalars(select(MailMessage).where(*failed).order_by(MailMessage.id).limit(limit)))


def count_mail(session: Session) -> dict[str, int]:
    """Count e-mails that wait, that were sent and that were given up."""
    sent, given_up = MailMessage.sent_at.is_not(None), MailMessage.given_up_at.is_not(None)
    query = select(sent, given_up, func.count()).group_by(sent, given_up)
    names = {(True, False): "sent", (False, True): "given up", (False, False): "waiting"}
    counts = dict.fromkeys(names.values(), 0)
    for is_sent, is_given_up, count in session.execute(query):
        counts[names[bool(is_sent), bool(is_given_up)]] += count
    return counts


def list_undelivered(session: Session, keys: Iterable[str]) -> dict[str, bool]:
    """Return those of the messages with these keys that did not leave, and for each whether it is given up."""
    rows = session.execute(
        select(MailMessage.key, MailMessage.given_up_at).where(
            MailMessage.key.in_(set(keys)), MailMessage.attempts > 0, MailMessage.sent_at.is_(None)
        )
    )
    return {key: given_up_at is not None for key, given_up_at in rows}
