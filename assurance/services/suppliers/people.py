"""The people of a provider: invited by e-mail, each with a part, deactivated by their lead.

An invitation opens once, for the person who reads that address, until it expires, and only the newest one does.
"""

from __future__ import annotations

import uuid
from collections.abc import Callable
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, NotFound
from assurance.domain.mail import address as mail_address
from assurance.domain.suppliers.people import Part, why_not_change
from assurance.persistence.models import ColleagueInvitation, User
from assurance.persistence.queries.suppliers import find_invitation, find_person_of, list_active_parts, list_standing
from assurance.services import accounts, audit, invitation_mail, tokens
from assurance.services.suppliers.own import lead

VALID_FOR = timedelta(days=7)
MOST_STANDING = 50
"""Invitations of one organisation that may stand at once, so that nobody can use it to write to the world."""
GONE = "This invitation is no longer valid. Ask the person who invited you for a new one"


def invite(
    session: Session, *, email: str, part: Part, link: Callable[[str], str], actor: Actor, now: datetime
) -> ColleagueInvitation:
    """Invite a colleague: any earlier invitation to the address ends, a new token goes out by e-mail and is hashed.

    `link` makes the address of a token. Whether the address is known elsewhere is not said: only its reader learns it.
    """
    lead(actor)
    email = mail_address(email, "email")
    if (known := find_person_of(session, actor.organisation_id, email)) is not None:
        where = "belongs to" if known.is_active else "belonged to"
        raise InvalidInput("email", f"This address {where} {known.name}, who is listed below")
    standing = list_standing(session, actor.organisation_id)
    for earlier in standing:
        if earlier.email == email:
            earlier.withdrawn_at = now
    if len(standing) >= MOST_STANDING:
        raise InvalidInput("email", f"{MOST_STANDING} invitations are open: withdraw those that are not needed first")
    session.flush()  # the earlier one ends before the new one stands
    token = tokens.new()
    invitation = ColleagueInvitation(
        public_id=str(uuid.uuid4()), organisation_id=actor.organisation_id, email=email, part=part,
        token_hash=tokens.digest(token), invited_by_id=actor.user_id, invited_at=now, expires_at=now + VALID_FOR,
    )  # fmt: skip
    session.add(invitation)
    session.flush()
    invitation_mail.send(
        session, public_id=invitation.public_id, email=invitation.email, link=link(token), valid_for=VALID_FOR,
        actor=actor, now=now,
    )  # fmt: skip
    audit.record(
        session, tag="colleague:invited", actor=actor, now=now, subject=invitation.public_id, part=part,
        organisation=actor.organisation_id,
    )  # fmt: skip
    return invitation


def withdraw_invitation(session: Session, *, public_id: str, actor: Actor, now: datetime) -> None:
    """Withdraw an invitation that stands; its link opens nothing afterwards."""
    lead(actor)
    found = next((each for each in list_standing(session, actor.organisation_id) if each.public_id == public_id), None)
    if found is None:
        raise NotFound("There is no such invitation, or it is not yours to see")
    found.withdrawn_at = now
    audit.record(session, tag="colleague:invitation-withdrawn", actor=actor, now=now, subject=public_id)


def open_invitation(session: Session, *, token: str, now: datetime) -> ColleagueInvitation:
    """Return the invitation a token opens now, or raise `NotFound` alike for a wrong, used, old or expired one."""
    found = find_invitation(session, tokens.digest(token))
    if found is None or found.accepted_at or found.withdrawn_at or found.expires_at <= now:
        raise NotFound(GONE)
    return found


def accept(session: Session, *, token: str, name: str, password: str, now: datetime) -> User:
    """Join the organisation by setting a name and a password; the invitation is used up."""
    invitation = open_invitation(session, token=token, now=now)
    if not name.strip():
        raise InvalidInput("name", "Enter your full name")
    user = accounts.create_user(
        session, email=invitation.email, name=name, password=password, organisation=invitation.organisation, now=now,
        is_organisation_lead=invitation.part is Part.LEAD, is_organisation_viewer=invitation.part is Part.VIEWER,
    )  # fmt: skip
    invitation.accepted_at = now
    audit.record(
        session, tag="colleague:joined", actor=accounts.actor_of(user), now=now, subject=invitation.public_id,
        part=invitation.part, invited_by=invitation.invited_by_id,
    )  # fmt: skip
    return user


def change_part(
    session: Session, *, person: User, part: Part, actor: Actor, now: datetime, was: str | None = None
) -> None:
    """Give a colleague another part; it holds from their next request. The last lead stays lead.

    `was` is the part that the lead was shown: another that a second lead gave meanwhile is told first.
    """
    _hold_person(session, person, actor)
    if not person.is_active:
        raise Conflict(f"{person.name} is deactivated: let them sign in again first")
    before = part_of(person)
    if was is not None and was != before and part is not before:
        raise InvalidInput("part", f"Another lead made it “{before.label}” meanwhile. Save again if yours is to stand")
    if why := why_not_change(list_active_parts(session, actor.organisation_id), person.id, part):
        raise InvalidInput("part", why)
    person.is_organisation_lead, person.is_organisation_viewer = part is Part.LEAD, part is Part.VIEWER
    audit.record(
        session, tag="colleague:part-changed", actor=actor, now=now, subject=str(person.id), before=before, after=part
    )


def deactivate(session: Session, *, person: User, actor: Actor, now: datetime) -> None:
    """Keep a colleague from signing in; their sessions end at once, what they did stays theirs."""
    _hold_person(session, person, actor)
    if not person.is_active:
        raise Conflict(f"{person.name} is deactivated already")
    if why := why_not_change(list_active_parts(session, actor.organisation_id), person.id, None):
        raise Conflict(why)
    person.is_active = False
    accounts.end_sign_ins(session, user_id=person.id, now=now)
    audit.record(session, tag="colleague:deactivated", actor=actor, now=now, subject=str(person.id))


def reactivate(session: Session, *, person: User, actor: Actor, now: datetime) -> None:
    """Let a colleague sign in again, as a viewer until the lead says otherwise."""
    _hold_person(session, person, actor)
    if person.is_active:
        raise Conflict(f"{person.name} can sign in already")
    person.is_active, person.is_organisation_lead, person.is_organisation_viewer = True, False, True
    audit.record(session, tag="colleague:reactivated", actor=actor, now=now, subject=str(person.id))


def colleague(session: Session, *, user_id: int, actor: Actor) -> User:
    """Return a person of one's own organisation, or raise `NotFound`."""
    found = session.get(User, user_id) if 0 < user_id < 2**31 else None
    if found is None or found.organisation_id != actor.organisation_id:
        raise NotFound("There is no such person, or they are not of your organisation")
    return found


def part_of(person: User) -> Part:
    """Return the part a person has in their organisation."""
    if person.is_organisation_lead:
        return Part.LEAD
    return Part.VIEWER if person.is_organisation_viewer else Part.CONTRIBUTOR


def _hold_person(session: Session, person: User, actor: Actor) -> None:
    """Hold all people of the organisation, so that two leads cannot demote each other in the same moment."""
    lead(actor)
    if person.organisation_id != actor.organisation_id:
        raise NotFound("There is no such person, or they are not of your organisation")
    session.scalars(
        select(User)
        .where(User.organisation_id == actor.organisation_id)
        .order_by(User.id)
        .with_for_update(of=User)
        .execution_options(populate_existing=True)
    ).all()
