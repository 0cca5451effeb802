"""E-mail that can be read where it was written: what waits, and what went into a folder for want of a mail server.

Letters hold links that open accounts. Whoever calls this is who runs the installation, or has made sure that it is a
demonstration.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from assurance.adapters.mail import Folder
from assurance.persistence.models import MailMessage
from assurance.services import accounts, audit

NEWEST = 30


@dataclass(frozen=True, slots=True)
class Kept:
    """A letter that can still be read."""

    recipient: str
    subject: str
    at: datetime
    text: str


def list_newest(session: Session, folder: Folder) -> list[Kept]:
    """List the newest letters that can be read, newest first."""
    return _readable(session, folder, select(MailMessage))


def read_out(session: Session, folder: Folder, *, recipient: str, now: datetime) -> list[Kept]:
    """Return the newest letters to an address, so that they can be handed over; that they were read is on record."""
    address = recipient.strip().lower()
    audit.record(session, tag="mail:read-out", actor=None, now=now, subject=accounts.fingerprint(address))
    return _readable(session, folder, select(MailMessage).where(MailMessage.recipient == address))


def _readable(session: Session, folder: Folder, wanted: Select[MailMessage]) -> list[Kept]:
    rows = session.scalars(wanted.order_by(MailMessage.id.desc()).limit(NEWEST))
    found = (Kept(row.recipient, row.subject, row.queued_at, row.body or folder.text_of(row.key)) for row in rows)
    return [each for each in found if each.text]
