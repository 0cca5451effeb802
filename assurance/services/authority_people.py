"""The people of an authority: invited by e-mail by its board secretary, and joined by whoever reads the address.

An invitation carries what the authority says of the person; what they may do in a procurement is given there.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.links import Purpose
from assurance.domain.authority.policy import Actor, Audience
from assurance.domain.errors import InvalidInput, NotPermitted
from assurance.domain.mail import address as mail_address
from assurance.persistence.models import MailedLink, User
from assurance.persistence.queries.suppliers import find_person_of
from assurance.services import accounts, audit, invitation_mail, mailed_links

MOST_STANDING = 200
"""Invitations of one authority that may stand at once, so that nobody can use it to write to the world."""


def invite(
    session: Session, *, email: str, job_title: str, staff_number: str, link: Callable[[str], str], actor: Actor,
    now: datetime,
) -> MailedLink:  # fmt: skip
    """Invite somebody to work for one’s authority; an earlier invitation of the address ends. `link` makes addresses.

    Whether the address is known elsewhere is not said: only its reader learns it.
    """
    _only_secretary(actor)
    email = mail_address(email, "email")
    if (known := find_person_of(session, actor.organisation_id, email)) is not None:
        how = "works for your authority already" if known.is_active else "is of your authority and suspended"
        raise InvalidInput("email", f"This is the address of {known.name}, who {how}")
    if len(list_waiting(session, actor)) >= MOST_STANDING:
        raise InvalidInput("email", f"{MOST_STANDING} invitations are open: withdraw those that are not needed first")
    made, token = mailed_links.make(
        session, purpose=Purpose.INVITATION, organisation_id=actor.organisation_id, email=email, now=now,
        sent_by_id=actor.user_id, job_title=" ".join(job_title.split()),
        staff_number=accounts.tidy_number(staff_number),
    )  # fmt: skip
    invitation_mail.send(
        session, public_id=made.public_id, email=made.email, link=link(token), valid_for=Purpose.INVITATION.valid_for,
        actor=actor, now=now,
    )  # fmt: skip
    audit.record(session, tag="staff:invited", actor=actor, now=now, subject=made.public_id)
    return made


def send_again(
    session: Session, *, public_id: str, link: Callable[[str], str], actor: Actor, now: datetime
) -> MailedLink:  # fmt: skip
    """Send an invitation that stands once more, with a new link; the earlier one opens nothing any more."""
    old = _end(session, public_id, actor, now)
    return invite(
        session, email=old.email, job_title=old.job_title, staff_number=old.staff_number or "", link=link, actor=actor,
        now=now,
    )  # fmt: skip


def withdraw(session: Session, *, public_id: str, actor: Actor, now: datetime) -> MailedLink:
    """Withdraw an invitation that stands; its link opens nothing afterwards."""
    ended = _end(session, public_id, actor, now)
    audit.record(session, tag="staff:invitation-withdrawn", actor=actor, now=now, subject=public_id)
    return ended


def list_waiting(session: Session, actor: Actor) -> list[MailedLink]:
    """List the invitations of one’s authority that were neither accepted nor withdrawn, expired ones too."""
    return mailed_links.list_standing(session, purpose=Purpose.INVITATION, organisation_id=actor.organisation_id)


def open_invitation(session: Session, *, token: str, now: datetime) -> MailedLink:
    """Return the invitation that a token opens now, or raise `NotFound`."""
    return mailed_links.open_link(session, purpose=Purpose.INVITATION, token=token, now=now)


def accept(session: Session, *, token: str, name: str, password: str, now: datetime) -> User:
    """Join the authority by setting a name and a password; the invitation is used up."""
    invitation = open_invitation(session, token=token, now=now)
    if not name.strip():
        raise InvalidInput("name", "Enter your full name")
    user = accounts.create_user(
        session, email=invitation.email, name=name, password=password, organisation=invitation.organisation, now=now,
        job_title=invitation.job_title, staff_number=invitation.staff_number or "",
    )  # fmt: skip
    invitation.used_at = now
    audit.record(
        session, tag="staff:joined", actor=accounts.actor_of(user), now=now, subject=invitation.public_id,
        invited_by=invitation.sent_by_id,
    )  # fmt: skip
    return user


def _only_secretary(actor: Actor) -> None:
    if actor.audience is not Audience.STAFF or not actor.is_organisation_lead:
        raise NotPermitted("Only the board secretary of the authority invites people to it")


def _end(session: Session, public_id: str, actor: Actor, now: datetime) -> MailedLink:
    _only_secretary(actor)
    return mailed_links.end(
        session, public_id=public_id, purpose=Purpose.INVITATION, organisation_id=actor.organisation_id, now=now
    )
