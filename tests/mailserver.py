"""A mail server on loopback that keeps what it is given."""

from __future__ import annotations

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any, cast

from aiosmtpd.controller import Controller


@dataclass
class Received:
    """One message with the addresses of its envelope."""

    envelope_to: list[str]
    message: EmailMessage


@dataclass
class Inbox:
    """What has arrived; `refuses` makes it say that it cannot take anything now."""

    url: str
    refuses: bool = False
    messages: list[Received] = field(default_factory=list)

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 -- the name it is called by
        """Take a message."""
        if self.refuses:
            return "451 Try again later"
        message = cast(EmailMessage, message_from_bytes(envelope.content, policy=default))
        self.messages.append(Received(list(envelope.rcpt_tos), message))
        return "250 Taken"


@contextmanager
def running() -> Iterator[Inbox]:
    """Run the server on a free port until the block ends."""
    with socket.socket() as free:
        free.bind(("127.0.0.1", 0))
        port = free.getsockname()[1]
    inbox = Inbox(f"smtp://127.0.0.1:{port}")
    controller = Controller(inbox, hostname="127.0.0.1", port=port)
    controller.start()
    try:
        yield inbox
    finally:
        controller.stop()
