"""Guesses at a secret, counted before they are made, in the database: many at once and many servers count together.

Counted for the person whose secret it is and for the address that they come from, each in its own row. Whoever is
right takes only their own count back, so that nobody can guess at one secret and clear the count with another.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assurance.domain.authority.guessing import FORGOTTEN, is_forgotten, pause, whole_minute
from assurance.domain.errors import InvalidInput
from assurance.domain.procedures.rules.wording import LONDON
from assurance.persistence.models import Guesses

PERSON, ADDRESS = "person", "address"
FREE = {PERSON: 3, ADDRESS: 12}
"""How many wrong ones cost nothing; more from one address, behind which a whole authority may sit."""


class TooMany(InvalidInput):
    """Nothing is compared for a while; the words say until when."""


@dataclass(frozen=True, slots=True)
class Guess:
    """At whose secret, which one, and from where."""

    whose: int | str
    what: str
    address: str = ""
    called: str = "passphrases"
    free: Mapping[str, int] = field(default_factory=lambda: FREE)
    said: str = ""
    """What is said instead where what is counted is no guess."""
    device: str = ""
    """The person’s own device, where they have been right before; it is counted by itself then.

    Nobody who guesses elsewhere, in the same building or not, keeps a person out of the device they use (OWASP,
    “device cookies”).
    """

    @property
    def keys(self) -> tuple[tuple[str, str], ...]:
        """Name the rows that count it, always in one order."""
        if self.device:
            return ((PERSON, f"{self.what}/{self.whose}/{self.device}"),)
        mine = (PERSON, f"{self.what}/{self.whose}")
        return (mine, (ADDRESS, f"{self.what}/{self.address}"[:80])) if self.address else (mine,)


def count(session: Session, guess: Guess, *, field: str, now: datetime) -> None:
    """Count a guess that is about to be made; raise `TooMany` at its field while none is heard."""
    rows = [_row(session, scope, key, now) for scope, key in guess.keys]
    until = max(row.next_at for row in rows)
    if now < until:
        at = whole_minute(until).astimezone(LONDON)
        said = guess.said or f"Too many wrong {guess.called} were typed, so none is compared now"
        raise TooMany(field, f"{said}. Try again at {at:%H:%M}")
    for row in rows:
        row.failures = 1 if is_forgotten(row.last_at, now) else row.failures + 1
        row.last_at, row.next_at = now, now + pause(row.failures, guess.free[row.scope])
    session.flush()


def was_right(session: Session, guess: Guess, *, now: datetime) -> None:
    """Forget a person’s wrong guesses once they were right, and of their address this one."""
    for scope, key in guess.keys:
        row = _row(session, scope, key, now)
        if scope == PERSON:
            session.delete(row)
        else:
            row.failures = max(0, row.failures - 1)
            row.next_at = now + pause(row.failures, guess.free[scope]) if row.failures else now
    session.flush()


def forget(session: Session, *, now: datetime) -> None:
    """Delete what no longer counts."""
    session.execute(delete(Guesses).where(Guesses.last_at <= now - FORGOTTEN))


def _row(session: Session, scope: str, key: str, now: datetime) -> Guesses:
    found = session.scalar(
        select(Guesses)
        .where(Guesses.scope == scope, Guesses.key == key)
        .with_for_update()
        .execution_options(populate_existing=True)
    )
    if found is None:
        found = Guesses(scope=scope, key=key, failures=0, last_at=now, next_at=now)
        session.add(found)
        session.flush()  # two first ones at once meet here, and one of them is asked to try again
    return found
