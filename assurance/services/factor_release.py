"""A lost second factor where no two colleagues can take it away: done by whoever runs the installation, after a day.

It is announced to the person and to everybody in the authority who holds a power; any of them stops it meanwhile.
"""

from __future__ import annotations

import uuid
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor, Audience
from assurance.domain.authority.powers import RELEASE_NOTICE, why_together
from assurance.domain.deadlines.changes import say_until
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.persistence.models import FactorRelease, User
from assurance.persistence.queries.powers import find_release, list_givers, list_powerful, list_releases
from assurance.services import accounts, audit, factors, power_letters
from assurance.services.powers import LONGEST

NOTHING = "No second factor of theirs waits to be taken away"


def ask(session: Session, *, email: str, reason: str, now: datetime) -> FactorRelease:
    """Announce that a second factor will be taken away, from a day later on; nothing changes yet.

    Raises `InvalidInput` at `email` where two colleagues can do it, and for who has none or is kept out.
    """
    user, reason = accounts.known_user(session, email), reason.strip()
    _check(session, user)
    if not reason or len(reason) > LONGEST:
        raise InvalidInput("reason", f"Enter a reason of at most {LONGEST:,} characters: everybody told reads it")
    made = FactorRelease(
        public_id=str(uuid.uuid4()), user=user, reason=reason, asked_at=now, opens_at=now + RELEASE_NOTICE
    )
    session.add(made)
    session.flush()
    audit.record(
        session, tag="factor:release-announced", actor=None, now=now, subject=str(user.id), release=made.public_id,
        reason=reason, opens_at=made.opens_at.isoformat(),
    )  # fmt: skip
    power_letters.tell_release(session, made, _told(session, made), now=now)
    return made


def carry_out(session: Session, *, email: str, now: datetime) -> FactorRelease:
    """Take the second factor away once the day of notice is over and nobody has stopped it; sign-ins end."""
    release = _waiting(session, email)
    if now < release.opens_at:
        raise InvalidInput("email", f"It can be done from {say_until(release.opens_at)}: until then it can be stopped")
    release.done_at = now
    factors.take_all(session, user_id=release.user_id, now=now)
    audit.record(
        session, tag="factor:taken-away", actor=None, now=now, subject=str(release.user_id), release=release.public_id
    )
    power_letters.tell_release(session, release, _told(session, release), now=now)
    return release


def stop(session: Session, *, release: FactorRelease, reason: str, actor: Actor, now: datetime) -> FactorRelease:
    """Stop it with a reason, as the person it is about or as somebody of the authority who holds a power."""
    if not may_see(session, release, actor):
        raise NotPermitted("This is for the person it is about, and for who holds a power in the authority")
    return _stop(session, release, reason, actor, now)


def call_off(session: Session, *, email: str, reason: str, now: datetime) -> FactorRelease:
    """Stop it at the command line."""
    return _stop(session, _waiting(session, email), reason, None, now)


def list_for(session: Session, actor: Actor) -> list[FactorRelease]:
    """List those that somebody was told of, newest first."""
    holds_power = actor.user_id in list_powerful(session, organisation_id=actor.organisation_id)
    found = list_releases(session, organisation_id=actor.organisation_id)
    return [each for each in found if holds_power or each.user_id == actor.user_id]


def may_see(session: Session, release: FactorRelease, actor: Actor) -> bool:
    """Say whether somebody was told of it, and so may stop it."""
    return actor.user_id == release.user_id or actor.user_id in _told(session, release)


def _stop(
    session: Session, release: FactorRelease, reason: str, actor: Actor | None, now: datetime
) -> FactorRelease:  # fmt: skip
    if release.done_at is not None or release.stopped_at is not None:
        raise Conflict("This was done or stopped already")
    if not reason.strip():
        raise InvalidInput("reason", "Enter why it is stopped: everybody who was told of it is told why")
    release.stopped_at, release.stop_reason = now, reason.strip()
    release.stopped_by_id = actor.user_id if actor else None
    audit.record(
        session, tag="factor:release-stopped", actor=actor, now=now, subject=str(release.user_id),
        release=release.public_id, reason=release.stop_reason,
    )  # fmt: skip
    power_letters.tell_release(session, release, _told(session, release), now=now)
    return release


def _check(session: Session, user: User) -> None:
    if user.organisation.audience is not Audience.STAFF or not user.is_active:
        raise InvalidInput("email", f"{user.name} is suspended, or works for a provider")
    if not factors.factors_of(session, user_id=user.id, provider=None).has_any:
        raise InvalidInput("email", f"{user.name} has no second factor, so there is nothing to take away")
    secretaries = list_givers(session, organisation_id=user.organisation_id, procurement_id=None) - {user.id}
    if why := why_together([session.get_one(User, each).name for each in sorted(secretaries)]):
        raise InvalidInput("email", why)
    if find_release(session, user_id=user.id) is not None:
        raise InvalidInput("email", f"It was announced for {user.name} already")


def _told(session: Session, release: FactorRelease) -> set[int]:
    return list_powerful(session, organisation_id=release.user.organisation_id) - {release.user_id}


def _waiting(session: Session, email: str) -> FactorRelease:
    found = find_release(session, user_id=accounts.known_user(session, email).id)
    if found is None:
        raise InvalidInput("email", NOTHING)
    return found
