"""Carries messages on by e-mail: to each person once for each thing that happened, as that person chose.

A message is its own outbox: it waits until it is carried, so that a crash loses none. What is wanted at once is written
down as mail in the same transaction; what is wanted daily waits for the summary of the morning. An e-mail says what
`domain/told.py` allows and nothing of the message itself.
"""

from __future__ import annotations

import hashlib
from collections import defaultdict
from collections.abc import Sequence
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput
from assurance.domain.told import (
    NEEDED_CHOICES,
    How,
    Line,
    digest_since,
    digest_subject,
    kind_of,
    write_digest,
    write_one,
)
from assurance.persistence.models import DigestLine, MailPreference, Message, User
from assurance.persistence.queries.delivery import (
    find_preference,
    list_digest_lines,
    list_people_of,
    list_preferences,
    list_uncarried,
)
from assurance.services import audit, mail

USUAL = (How.AT_ONCE, How.DAILY)
"""How people are told who have chosen nothing: of what is needed, and of all else."""


def carry(session: Session, *, now: datetime, public_url: str) -> int:
    """Pass waiting messages on to the people they are for, oldest first; return how many messages that was."""
    messages = list_uncarried(session)
    people = list_people_of(session, messages)
    chosen = list_preferences(session, {person.id for found in people.values() for person in found})
    for message in messages:
        for person in people[message.id]:
            _carry_to(session, message, person, chosen.get(person.id, USUAL), now, public_url)
        message.carried_at = now
    mail.put_to_work(session, now=now)
    return len(messages)


def _carry_to(
    session: Session, message: Message, person: User, chosen: tuple[How, How], now: datetime, public_url: str
) -> None:
    how = chosen[0] if kind_of(message.kind).is_needed else chosen[1]
    if how is How.DAILY:
        session.add(DigestLine(message_id=message.id, user_id=person.id))
    if how is not How.AT_ONCE:
        return
    line = _line(message)
    told = hashlib.sha256(f"{message.kind}/{message.subject}".encode()).hexdigest()[:40]
    mail.queue(
        session, key=f"told:{told}:{person.id}", recipient=person.email, subject=line.words, now=now, is_batched=True,
        body=write_one(person.name, line, _page(person, public_url)),
    )  # fmt: skip


def send_digests(session: Session, *, now: datetime, public_url: str) -> int:
    """Write the summaries that are due since seven in the morning; return how many. One a day for each person."""
    since = digest_since(now)
    by_person: dict[int, list[DigestLine]] = defaultdict(list)
    for row in list_digest_lines(session, before=since):
        by_person[row.user_id].append(row)
    sent = sum(_send_digest(session, rows, since, now, public_url) for rows in by_person.values())
    mail.put_to_work(session, now=now)
    return sent


def _send_digest(session: Session, rows: Sequence[DigestLine], since: datetime, now: datetime, public_url: str) -> bool:
    """Write one summary, unless today’s is out; what a person has read meanwhile is no news and is left out."""
    person = rows[0].user
    lines = [_line(row.message) for row in rows if row.message.read_by_id != person.id]
    if lines and not mail.queue(
        session, key=f"digest:{person.id}:{since:%Y-%m-%d}", recipient=person.email, now=now, is_batched=True,
        subject=digest_subject(lines), body=write_digest(person.name, lines, _page(person, public_url)),
    ):  # fmt: skip
        return False
    for row in rows:
        row.mailed_at = now
    return bool(lines)


def choose(session: Session, *, needed: How, other: How, actor: Actor, now: datetime) -> None:
    """Keep how a person wants to be told by e-mail, from the next message on."""
    if needed not in NEEDED_CHOICES:
        raise InvalidInput("needed", "Choose at once or once a day: something hangs on these messages")
    row = find_preference(session, actor.user_id)
    if row is None:
        row = MailPreference(user_id=actor.user_id, needed=needed, other=other)
        session.add(row)
    row.needed, row.other = needed, other
    audit.record(
        session, tag="user:told-by-mail", actor=actor, now=now, subject=str(actor.user_id), needed=needed, other=other
    )


def chosen_by(session: Session, user_id: int) -> tuple[How, How]:
    """Return how a person is told of what is needed, and of all else."""
    row = find_preference(session, user_id)
    return (row.needed, row.other) if row else USUAL


def _line(message: Message) -> Line:
    return Line(message.procurement.reference if message.procurement else "", message.kind, message.sent_at)


def _page(person: User, public_url: str) -> str:
    return f"{public_url}/{person.organisation.audience.value}/messages/"
