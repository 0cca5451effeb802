"""Signing in with a passkey: each try counted for where it comes from, each refusal on record."""

from __future__ import annotations

from datetime import datetime

from assurance.domain.errors import InvalidInput
from assurance.persistence.session import Database
from assurance.services import audit, guessing, passkeys, signing_in

FREE = {guessing.PERSON: 100}
"""Tries from one place that cost nothing: a passkey cannot be guessed, but each try is compared."""


def sign_in(database: Database, desk: passkeys.Desk, *, answer: str, place: str, now: datetime) -> str:
    """Return the token of a new session; raise `InvalidInput`, or `TooMany` while none from this place is compared."""
    said = "Too many passkeys from here were wrong"
    tried = guessing.Guess(place or "unknown", "passkey", free=FREE, said=said)
    signing_in.count(database, tried, now, passkeys.FIELD)
    try:
        with database.transaction() as session:
            token = passkeys.sign_in(session, desk, answer=answer, now=now)
            guessing.was_right(session, tried, now=now)
            return token
    except InvalidInput:
        audit.record_apart(database, tag="auth:refused", actor=None, now=now, subject="passkey")
        raise
