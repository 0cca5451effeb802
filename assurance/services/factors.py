"""What a person has besides a password: a code of a device, a passkey, a factor given at an identity provider.

Whoever adds a way to sign in, or takes one away, gives one of those first; who has none has signed in a moment ago.
Otherwise a machine left open for a minute would be enough to come back to it for ever.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, select, update
from sqlalchemy.orm import Session

from assurance.config import IdentityProvider
from assurance.domain.authority.policy import Actor, Audience
from assurance.domain.errors import Conflict, StepUpNeeded
from assurance.persistence.models import IdentityLink, Passkey
from assurance.services import accounts, passkeys, second_factor


@dataclass(frozen=True, slots=True)
class Factors:
    """Which second factors a person has."""

    has_code: bool
    has_passkey: bool
    has_provider: bool

    @property
    def has_any(self) -> bool:
        """Whether there is one at all."""
        return self.has_code or self.has_passkey or self.has_provider


def factors_of(session: Session, *, user_id: int, provider: IdentityProvider | None) -> Factors:
    """Return which second factors a person has; one at a provider where that is agreed, once it was given there."""
    given_there = select(IdentityLink.id).where(
        IdentityLink.user_id == user_id, IdentityLink.second_factor_at.is_not(None)
    )
    return Factors(
        has_code=second_factor.is_enrolled(session, user_id),
        has_passkey=passkeys.has_any(session, user_id),
        has_provider=bool(provider and provider.second_factor and session.scalar(given_there)),
    )


def demand_given(
    session: Session, *, actor: Actor, token: str, now: datetime, provider: IdentityProvider | None, act: str
) -> None:
    """Raise `StepUpNeeded` for somebody who works for an authority, has a second factor and has not just given it."""
    asked = actor.audience is Audience.STAFF
    if asked and factors_of(session, user_id=actor.user_id, provider=provider).has_any:
        second_factor.demand_fresh(second_factor.given_at(session, token), now, act=act)


def demand_their_own(
    session: Session, *, actor: Actor, token: str, now: datetime, provider: IdentityProvider | None, act: str
) -> None:
    """Raise `StepUpNeeded`, or for who cannot give a second factor `Conflict` unless they have just signed in."""
    demand_given(session, actor=actor, token=token, now=now, provider=provider, act=act)
    found = accounts.find_session(session, token)
    if found is None:
        raise Conflict("This sign-in has ended. Sign in again")
    if second_factor.is_fresh(found.stepped_up_at, now) or second_factor.is_fresh(found.started_at, now):
        return
    raise Conflict(f"To {act}, first sign out and sign in again: you signed in more than 15 minutes ago")


def may_change(session: Session, *, actor: Actor, token: str, now: datetime, provider: IdentityProvider | None) -> str:
    """Say what comes before a change to one’s ways to sign in: `confirm`, `sign-in`, or nothing."""
    try:
        demand_their_own(session, actor=actor, token=token, now=now, provider=provider, act="change this")
    except StepUpNeeded:
        return "confirm"
    except Conflict:
        return "sign-in"
    return ""


def take_all(session: Session, *, user_id: int, now: datetime) -> None:
    """Take away every second factor of a person and end their sign-ins; they set up a new one at the next.

    The caller has made sure that others agree, or could have stopped it, and puts it on record.
    """
    second_factor.take_away(session, user_id=user_id)
    forget(session, user_id=user_id)
    accounts.end_sign_ins(session, user_id=user_id, now=now)


def forget(session: Session, *, user_id: int) -> None:
    """Take away every passkey, and what a provider has said of a second factor, of a person who has lost them.

    The caller has made sure that two others agree, and puts it on record.
    """
    session.execute(delete(Passkey).where(Passkey.user_id == user_id))
    session.execute(update(IdentityLink).where(IdentityLink.user_id == user_id).values(second_factor_at=None))
