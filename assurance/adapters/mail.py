"""Sends e-mail by SMTP, or keeps it as files in a folder where no server is configured."""

from __future__ import annotations

import hashlib
import re
import smtplib
import ssl
from dataclasses import dataclass
from datetime import datetime
from email import message_from_bytes
from email.headerregistry import Address
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Protocol
from urllib.parse import unquote, urlsplit

TIMEOUT_SECONDS = 20


@dataclass(frozen=True, slots=True)
class Letter:
    """One message as it leaves; `key` makes its Message-ID, so that a repetition can be recognised."""

    key: str
    recipient: str
    subject: str
    body: str
    at: datetime
    unsubscribe_url: str = ""


class NotSent(Exception):  # noqa: N818 -- says what became of the message
    """The message did not leave, for the reason given."""


class Postbox(Protocol):
    """Where letters are handed in."""

    def send(self, letter: Letter) -> None:
        """Hand a letter in, or raise `NotSent`."""


def open_postbox(url: str, sender: str, folder: Path) -> Postbox:
    """Open the server at `smtp://user:password@host:port` (`smtps` for TLS from the start), or the folder without."""
    if not url:
        return Folder(folder, sender)
    parts = urlsplit(url)
    if parts.scheme not in {"smtp", "smtp+starttls", "smtps"} or not parts.hostname:
        raise ValueError("ASSURANCE_SMTP_URL must look like smtps://user:password@mail.example.org:465")
    usual = {"smtp": 25, "smtp+starttls": 587, "smtps": 465}[parts.scheme]
    return Server(
        parts.scheme, parts.hostname, parts.port or usual, unquote(parts.username or ""),
        unquote(parts.password or ""), sender,
    )  # fmt: skip


@dataclass(frozen=True, slots=True)
class Server:
    """A mail server that takes our letters."""

    scheme: str
    host: str
    port: int
    user: str
    password: str
    sender: str

    def send(self, letter: Letter) -> None:
        """Hand the letter to the server."""
        try:
            with self._connect() as connection:
                if self.scheme == "smtp+starttls":
                    connection.starttls(context=ssl.create_default_context())
                if self.user:
                    connection.login(self.user, self.password)
                connection.send_message(compose(letter, self.sender))
        except (OSError, smtplib.SMTPException) as fault:
            raise NotSent(f"{type(fault).__name__}: {fault}"[:300]) from fault

    def _connect(self) -> smtplib.SMTP:
        if self.scheme == "smtps":
            context = ssl.create_default_context()
            return smtplib.SMTP_SSL(self.host, self.port, timeout=TIMEOUT_SECONDS, context=context)
        return smtplib.SMTP(self.host, self.port, timeout=TIMEOUT_SECONDS)


@dataclass(frozen=True, slots=True)
class Folder:
    """A folder of .eml files, for an installation without a mail server and for the demonstration."""

    folder: Path
    sender: str

    def send(self, letter: Letter) -> None:
        """Write the letter under its own name, readable by the installation's account only."""
        try:
            self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)
            path = self._path(letter.key)
            path.touch(mode=0o600)
            path.write_bytes(compose(letter, self.sender).as_bytes())
        except OSError as fault:
            raise NotSent(str(fault)) from fault

    def text_of(self, key: str) -> str:
        """Return the text of a letter that was written here, or nothing."""
        try:
            written = self._path(key).read_bytes()
        except FileNotFoundError:
            return ""
        text: str = message_from_bytes(written, policy=SMTP).get_content()
        return text.replace("\r\n", "\n")

    def _path(self, key: str) -> Path:
        return self.folder / f"{_digest(key)[:24]}.eml"


def compose(letter: Letter, sender: str) -> EmailMessage:
    """Write the letter; a line break in a header raises `NotSent`, so that no text becomes a header."""
    message = EmailMessage(policy=SMTP)
    try:
        message["From"] = Address("Assurance", addr_spec=sender)
        message["To"] = Address(addr_spec=letter.recipient)
        message["Subject"] = letter.subject
        message["Date"] = letter.at
        message["Message-ID"] = f"<{_digest(letter.key)}@{sender.rpartition('@')[2]}>"
        message["Auto-Submitted"] = "auto-generated"
        if letter.unsubscribe_url:
            if re.search(r"[\s<>]", letter.unsubscribe_url):
                raise ValueError("an address holds no blank")
            message["List-Unsubscribe"] = f"<{letter.unsubscribe_url}>"
            message["List-Unsubscribe-Post"] = "List-Unsubscribe=One-Click"
    except ValueError as fault:
        raise NotSent(f"The head of the message is not fit to send: {fault}") from fault
    message.set_content(letter.body)
    return message


def _digest(key: str) -> str:
    return hashlib.sha256(key.encode()).hexdigest()[:40]
