"""Erasing whose attention was drawn to a call: name and address of each, and where the message to them went.

Each row stays, numbered, since no two of a call may have one address; that the call was sent to so many is the record.
"""

from __future__ import annotations

from typing import Any

from sqlalchemy import select, update
from sqlalchemy.orm import Session

from assurance.persistence.models import CallInvitation, MailMessage
from assurance.services.retention.scrubbing import ERASED

LABEL = "invitations to the call"


def erase_invitations(session: Session, procurement_id: int) -> list[tuple[int, dict[str, Any]]]:
    """Erase them and return what was there, by row, in their order."""
    wanted = select(CallInvitation).where(
        CallInvitation.procurement_id == procurement_id, CallInvitation.name != ERASED
    )  # fmt: skip
    taken = []
    for number, row in enumerate(session.scalars(wanted.order_by(CallInvitation.id)), start=1):
        taken.append((row.id, {"name": row.name, "email": row.email}))
        row.name, row.email = ERASED, f"{ERASED} {number}"
    sent = select("call-invitation:" + CallInvitation.public_id).where(CallInvitation.procurement_id == procurement_id)
    session.execute(update(MailMessage).where(MailMessage.key.in_(sent)).values(recipient=ERASED))
    return taken
