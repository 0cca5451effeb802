"""Outgoing mail: written down in the transaction of what it tells, and told once for each key.

A job sends it. What was sent keeps no text; what fails is tried again with growing pauses and then given up, visibly.
A crash between the mail server's answer and our record sends a message again, under the same Message-ID.
"""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.adapters import workflows
from assurance.domain.mail import one_line
from assurance.persistence.models import MailMessage
from assurance.services import audit

JOB = "send_mail"
PAUSES = tuple(timedelta(minutes=each) for each in (1, 5, 30, 120, 480))
"""How long to wait after each failure; after the last one it is given up."""


def queue(
    session: Session, *, key: str, recipient: str, subject: str, body: str, now: datetime, unsubscribe_url: str = ""
) -> bool:
    """Put a message in the caller's transaction, and the work of sending it; say False when its key is known."""
    if session.scalar(select(MailMessage.id).where(MailMessage.key == key)) is not None:
        return False
    session.add(
        MailMessage(
            key=key, recipient=recipient, subject=one_line(subject), body=body, unsubscribe_url=unsubscribe_url,
            queued_at=now, next_attempt_at=now,
        )
    )  # fmt: skip
    session.flush()  # the same key at the same moment meets here
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


def list_due(session: Session, *, now: datetime) -> list[MailMessage]:
    """List messages that failed before and whose pause is over."""
    query = select(MailMessage).where(MailMessage.next_attempt_at <= now, MailMessage.attempts > 0)
    return list(session.scalars(query.order_by(MailMessage.id).limit(100)))


def retry_due(session: Session, *, now: datetime) -> int:
    """Put the work of messages whose pause is over again; return how many. The same attempt twice is one job."""
    due = list_due(session, now=now)
    for message in due:
        workflows.enqueue(session, JOB, key=f"mail:{message.key}:{message.attempts}", payload={"key": message.key})
    return len(due)
