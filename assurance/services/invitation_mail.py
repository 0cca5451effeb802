"""The e-mail that invites somebody to work for an organisation, whichever side it is on."""

from __future__ import annotations

from datetime import datetime, timedelta

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.services import mail


def send(
    session: Session, *, public_id: str, email: str, link: str, valid_for: timedelta, actor: Actor, now: datetime
) -> None:
    """Queue the invitation of somebody to the actor’s organisation; `link` is the address that opens once."""
    body = (
        f"{actor.name} invites you to work for {actor.organisation_name} in Assurance, where authorities run "
        f"procurements.\n\nTo accept, open this address and set a password:\n\n{link}\n\n"
        f"It works once, for {valid_for.days} days. If you did not expect it, do nothing.\n"
    )
    mail.queue(
        session, key=f"invitation:{public_id}", recipient=email,
        subject=f"Invitation to join {actor.organisation_name} in Assurance", body=body, now=now,
    )  # fmt: skip
