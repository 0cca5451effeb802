"""Providers whose attention was drawn to a call, and whether the message left."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.persistence.models import CallInvitation, MailMessage


def invited_addresses(session: Session, procurement_id: int) -> set[str]:
    """Return the addresses that were invited to a call."""
    return set(session.scalars(select(CallInvitation.email).where(CallInvitation.procurement_id == procurement_id)))


def list_invited(session: Session, procurement_id: int) -> list[tuple[CallInvitation, MailMessage | None]]:
    """List who was invited to a call, by name, each with the message that went there."""
    rows = session.execute(
        select(CallInvitation, MailMessage)
        .outerjoin(MailMessage, MailMessage.key == "call-invitation:" + CallInvitation.public_id)
        .where(CallInvitation.procurement_id == procurement_id)
        .order_by(CallInvitation.name, CallInvitation.id)
    )
    return [(invitation, message) for invitation, message in rows]
