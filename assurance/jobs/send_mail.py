"""Sends one message that was written down, and records that it left or why it did not."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from assurance.adapters.mail import Letter, NotSent, Postbox
from assurance.adapters.workflows import step
from assurance.jobs.build_pack import Workshop
from assurance.services import mail

PATIENCE = 3
"""Failures in a row after which a batch ends: the server is away, and each further try would wait for it again."""
logger = logging.getLogger(__name__)


def send_mail(workshop: Workshop, postbox: Postbox, payload: Mapping[str, Any]) -> None:
    """Send the message named in the payload, unless it was sent or given up."""
    key = str(payload["key"])
    step("Send the message", lambda: _send(workshop, postbox, key))


def send_mail_batch(workshop: Workshop, postbox: Postbox, payload: Mapping[str, Any]) -> None:
    """Send what is due, in the order in which it was written, until nothing is left or the server takes nothing."""
    step("Send the messages", lambda: _send_all(workshop, postbox))


def retry_mail(workshop: Workshop) -> int:
    """Put what is due to work; return how much that is. Takes no write lock when there is nothing."""
    with workshop.database.reading() as session:
        if not mail.list_due(session, now=workshop.clock()):
            return 0
    with workshop.database.transaction() as session:
        return mail.put_to_work(session, now=workshop.clock())


def _send_all(workshop: Workshop, postbox: Postbox) -> int:
    """Send one after the other; after some failures in a row let the rest wait, and say how many were sent."""
    sent, failed = 0, 0
    while failed < PATIENCE:
        with workshop.database.transaction() as session:
            claimed = mail.claim_next(session, now=workshop.clock())
            key = claimed.key if claimed else ""
        if not key:
            return sent
        is_sent = _send(workshop, postbox, key) == "sent"
        sent, failed = sent + is_sent, 0 if is_sent else failed + 1
    with workshop.database.transaction() as session:
        mail.postpone_due(session, now=workshop.clock())
    return sent


def _send(workshop: Workshop, postbox: Postbox, key: str) -> str:
    with workshop.database.reading() as session:
        waiting = mail.find_waiting(session, key)
        if waiting is None or waiting.body is None:
            return "nothing to send"
        letter = Letter(
            key, waiting.recipient, waiting.subject, waiting.body, workshop.clock(), waiting.unsubscribe_url
        )
    fault = ""
    try:
        postbox.send(letter)
    except NotSent as refusal:
        fault = str(refusal)
        logger.warning("a message was not sent: %s", fault)
    with workshop.database.transaction() as session:
        if fault:
            mail.mark_failed(session, key=key, error=fault, now=workshop.clock())
        else:
            mail.mark_sent(session, key=key, now=workshop.clock())
    return fault or "sent"
