"""Sends one message that was written down, and records that it left or why it did not."""

from __future__ import annotations

import logging
from collections.abc import Mapping
from typing import Any

from assurance.adapters.mail import Letter, NotSent, Postbox
from assurance.adapters.workflows import step
from assurance.jobs.build_pack import Workshop
from assurance.services import mail

logger = logging.getLogger(__name__)


def send_mail(workshop: Workshop, postbox: Postbox, payload: Mapping[str, Any]) -> None:
    """Send the message named in the payload, unless it was sent or given up."""
    key = str(payload["key"])
    step("Send the message", lambda: _send(workshop, postbox, key))


def retry_mail(workshop: Workshop) -> int:
    """Put the messages whose pause is over back to work; return how many. Takes no write lock when there are none."""
    with workshop.database.reading() as session:
        if not mail.list_due(session, now=workshop.clock()):
            return 0
    with workshop.database.transaction() as session:
        return mail.retry_due(session, now=workshop.clock())


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
