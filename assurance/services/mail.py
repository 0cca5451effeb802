"""Outgoing mail: written down in the transaction of what it tells, and told once for each key.

A job sends it: one of its own, or one for all that are batched, in the order in which they were written. What was sent
keeps no text; what fails is tried again with growing pauses and then given up, visibly. A crash between the mail
server's answer and our record sends a message again, under the same Message-ID.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import Select, or_, select
from sqlalchemy.orm import Session

from assurance.adapters import workflows
from assurance.domain.background import MAIL
from assurance.domain.mail import one_line
from assurance.persistence.models import MailMessage
from assurance.services import audit, dead_letters

JOB = "send_mail"
BATCH_JOB = "send_mail_batch"
BATCH = 100
LEASE = timedelta(minutes=5)
"""How long one worker has for one message before another may take it for lost."""
PAUSES = tuple(timedelta(minutes=each) for each in (1, 5, 30, 120, 480))
"""How long to wait after each failure; after the last one it is given up."""
GIVEN_UP = "The mail server has refused it, or could not be reached, over and over for half a day."
"""What is said of it to those who look after the service: neither how much it is nor for whom."""


def queue(
    session: Session, *, key: str, recipient: str, subject: str, body: str, now: datetime, unsubscribe_url: str = "",
    is_batched: bool = False,
) -> bool:  # fmt: skip
    """Put a message in the caller's transaction, and the work of sending it; say False when its key is known.

    The work of batched ones is put by `put_to_work`, once for all of them.
    """
    if session.scalar(select(MailMessage.id).where(MailMessage.key == key)) is not None:
        return False
    session.add(
        MailMessage(
            key=key, recipient=recipient, subject=one_line(subject), body=body, unsubscribe_url=unsubscribe_url,
            queued_at=now, next_attempt_at=now, is_batched=is_batched,
        )
    )  # fmt: skip
    session.flush()  # the same key at the same moment meets here
    if not is_batched:
        workflows.enqueue(session, JOB, key=f"mail:{key}:0", payload={"key": key})
    return True


def find_waiting(session: Session, key: str) -> MailMessage | None:
    """Return a message that is still to be sent, or None when it was sent or given up."""
    found = session.scalar(select(MailMessage).where(MailMessage.key == key))
    return found if found is not None and found.next_attempt_at is not None else None


def mark_sent(session: Session, *, key: str, now: datetime) -> None:
    """Record that the message has left, and wipe its text. Twice, as after a crash, changes nothing."""
    message = find_waiting(session, key)
    if message is None:
        return
    message.sent_at, message.next_attempt_at, message.body, message.last_error = now, None, None, ""
    message.attempts += 1
    audit.record(session, tag="mail:sent", actor=None, now=now, subject=key)


def mark_failed(session: Session, *, key: str, error: str, now: datetime) -> None:
    """Record why the message did not leave, and when it is tried again, or that it is given up."""
    message = find_waiting(session, key)
    if message is None:
        return
    message.last_error = error[:500]
    pause = PAUSES[message.attempts] if message.attempts < len(PAUSES) else None
    message.attempts += 1
    message.next_attempt_at = now + pause if pause else None
    if pause is None:
        message.given_up_at = now
        audit.record(session, tag="mail:given-up", actor=None, now=now, subject=key, error=message.last_error)
        dead_letters.bury(session, work=MAIL, job=MAIL, reason=GIVEN_UP, tries=len(PAUSES) + 1, now=now)


def list_due(session: Session, *, now: datetime) -> list[MailMessage]:
    """List messages without a job of their own that are due: batched ones, and those whose pause is over."""
    return list(session.scalars(_due(now).limit(BATCH)))


def claim_next(session: Session, *, now: datetime) -> MailMessage | None:
    """Return the first due message and keep it for a while, so that no other worker sends it as well."""
    due = session.scalar(_due(now).limit(1).with_for_update(skip_locked=True))
    if due is not None:
        due.next_attempt_at = now + LEASE
    return due


def postpone_due(session: Session, *, now: datetime) -> None:
    """Let what is due wait a little, since the server takes nothing now; that is no failure of theirs."""
    for message in session.scalars(_due(now)):
        message.next_attempt_at = now + PAUSES[0]


def _due(now: datetime) -> Select[MailMessage]:
    wanted = (MailMessage.next_attempt_at <= now, or_(MailMessage.attempts > 0, MailMessage.is_batched))
    return select(MailMessage).where(*wanted).order_by(MailMessage.id)


def put_to_work(session: Session, *, now: datetime) -> int:
    """Put the work of sending what is due; return how many. While the first of them waits, that is one job."""
    due = list_due(session, now=now)
    if due:
        key = f"mail-batch:{due[0].id}:{due[0].attempts}:{due[0].next_attempt_at:%Y%m%dT%H%M%S}"
        workflows.enqueue(session, BATCH_JOB, key=key, payload={})
    return len(due)


def try_again(session: Session, *, now: datetime) -> int:
    """Let everything that was given up or waits out a pause be tried again now; return how many. Put on record."""
    failed = select(MailMessage).where(MailMessage.sent_at.is_(None), MailMessage.attempts > 0)
    rows = list(session.scalars(failed.order_by(MailMessage.id)))
    for row in rows:
        row.attempts, row.given_up_at, row.next_attempt_at, row.is_batched = 0, None, now, True
    if rows:
        audit.record(session, tag="mail:tried-again", actor=None, now=now, subject=str(len(rows)))
        put_to_work(session, now=now)
    return len(rows)
