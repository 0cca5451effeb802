"""Open sign-ins: how long each lasts, where a person is signed in, and ending them.

Instants here are those of the machine's own clock, which no demonstration sets forward. Who holds a key to tenders is
signed in in one place at a time: signing in again ends what was open before.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.authority.policy import Actor
from assurance.domain.authority.sign_ins import NOTED_EVERY, Ended, Limits, why_over
from assurance.domain.errors import NotFound
from assurance.persistence.models import HolderKey, RoleAssignment, User, UserSession
from assurance.services import accounts, audit, tokens


@dataclass(frozen=True, slots=True)
class Standing:
    """How a sign-in that has not been ended stands at an instant."""

    row: UserSession
    is_over: bool
    is_due: bool
    """Whether it is time to note that it is used."""
    left: timedelta
    """How long it lasts if nothing more is done; once its use is noted, where it is due and used now."""


def find(session: Session, *, token: str, at: datetime, is_used: bool = True) -> Standing | None:
    """Return how the sign-in of a token stands; None where it has ended or its person is kept out."""
    row = accounts.find_session(session, token)
    if row is None or not row.user.is_active:
        return None
    if row.seen_at is None or row.idle_at is None or row.ends_at is None or why_over(row.idle_at, row.ends_at, at):
        return Standing(row, True, True, timedelta(0))
    is_due = is_used and at >= row.seen_at + NOTED_EVERY
    idle_at = at + (row.idle_at - row.seen_at) if is_due else row.idle_at
    return Standing(row, False, is_due, min(idle_at, row.ends_at) - at)


def begin(
    session: Session, *, token: str, browser: str, limits: Limits, at: datetime, now: datetime
) -> list[UserSession]:
    """Let a sign-in that has just started count, and return those of a holder of a key that it ends."""
    row = _standing(session, token)
    row.browser, row.ends_at = browser[:80], at + limits.longest
    _use(session, row, limits, at)
    if session.scalar(select(HolderKey.id).where(HolderKey.user_id == row.user_id)) is None:
        return []
    return _end(session, row.user_id, lambda each: each.id != row.id, Ended.ELSEWHERE, now)


def note_use(session: Session, *, token: str, limits: Limits, at: datetime, now: datetime) -> None:
    """Note that a sign-in was used, which lets it last longer; end one that is over already, and say why on record."""
    row = accounts.find_session(session, token)
    if row is None:
        return
    if (why := why_over(row.idle_at, row.ends_at, at)) is None:
        _use(session, row, limits, at)
    else:
        _end(session, row.user_id, lambda each: each.id == row.id, why, now)


def renew(session: Session, *, token: str) -> str:
    """Give a sign-in another token and return it; the one before is worth nothing, whoever has a copy of it."""
    fresh = tokens.new()
    _standing(session, token).token_hash = tokens.digest(fresh)
    session.flush()
    return fresh


def list_open(session: Session, *, user_id: int, at: datetime) -> list[UserSession]:
    """List where a person is signed in now, the newest first."""
    rows = session.scalars(_OPEN.where(UserSession.user_id == user_id).order_by(UserSession.id.desc()))
    return [row for row in rows if why_over(row.idle_at, row.ends_at, at) is None]


def end_one(session: Session, *, number: int, actor: Actor, now: datetime) -> UserSession:
    """End one of one’s own sign-ins; raise `NotFound` for every other."""
    ended = _end(session, actor.user_id, lambda each: each.id == number, Ended.CLOSED, now)
    if not ended:
        raise NotFound("There is no such sign-in, or it has ended already")
    return ended[0]


def end_others(session: Session, *, user_id: int, token: str, because: Ended, now: datetime) -> int:
    """End every sign-in of a person but this one; return how many."""
    mine = tokens.digest(token)
    return len(_end(session, user_id, lambda each: each.token_hash != mine, because, now))


def why_ended(session: Session, *, token: str, at: datetime) -> str:
    """Say to whoever comes with a token that counts no more why that is, or nothing where there is nothing to say."""
    row = session.scalar(select(UserSession).where(UserSession.token_hash == tokens.digest(token)))
    if row is None or row.idle_at is None or row.seen_at is None:
        return ""
    why = row.ended_because if row.ended_at is not None else why_over(row.idle_at, row.ends_at, at)
    return why.words(row.idle_at - row.seen_at) if why is not None else ""


_OPEN = select(UserSession).where(UserSession.ended_at.is_(None))


def _standing(session: Session, token: str) -> UserSession:
    session.flush()  # it is found by its token, also when it has just started
    row = accounts.find_session(session, token)
    if row is None:
        raise NotFound("This sign-in has ended. Sign in again")
    return row


def _use(session: Session, row: UserSession, limits: Limits, at: datetime) -> None:
    roles = session.scalars(select(RoleAssignment.role).where(RoleAssignment.user_id == row.user_id).distinct())
    row.seen_at, row.idle_at = at, at + limits.idle(roles)


def _end(
    session: Session, user_id: int, which: Callable[[UserSession], bool], because: Ended, now: datetime
) -> list[UserSession]:
    """End those open sign-ins of a person that are meant, each on record."""
    person = session.get_one(User, user_id)
    rows = session.scalars(_OPEN.where(UserSession.user_id == user_id).order_by(UserSession.id))
    ended = [row for row in rows if which(row)]
    for row in ended:
        row.ended_at, row.ended_because = now, because
        audit.record(
            session, tag="auth:ended", actor=accounts.actor_of(person), now=now, subject=str(user_id),
            because=because, browser=row.browser,
        )  # fmt: skip
    return ended
