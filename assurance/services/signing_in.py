"""Signing in with a password, each try counted before it is compared: for the address typed and for where it came from.

Counted in the database, so that several servers count together, and alike for an address that nobody has.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.exc import IntegrityError

from assurance.domain.errors import InvalidInput
from assurance.persistence.session import Database
from assurance.services import accounts, audit, guessing

FREE = {guessing.PERSON: 5, guessing.ADDRESS: 100}
"""Wrong passwords that cost nothing: five for one address; more from one place, where a whole authority may sit."""
WRONG = "The email address or the password is not right"
FIELD = "email"


def sign_in(
    database: Database, *, email: str, password: str, place: str, now: datetime, device: str = ""
) -> str:  # fmt: skip
    """Return the token of a new session; nothing is held while the password is compared.

    `device` names one on which the person has signed in before: tries there are counted by themselves.

    Raises `InvalidInput` with the same words whether the address is unknown, suspended or the password wrong, and
    `TooMany` while none is compared, be it right or wrong. Each is on record.
    """
    tried = guess_at(email, place, device)
    count(database, tried, now)
    with database.reading() as rows:
        checked = accounts.check_password(rows, email=email, password=password)
    with database.transaction() as session:
        token = accounts.sign_in(session, email=email, password=password, now=now, checked=checked)
        if token is not None:
            guessing.was_right(session, tried, now=now)
    if token is None:
        raise InvalidInput(FIELD, WRONG)
    return token


def guess_at(email: str, place: str, device: str = "") -> guessing.Guess:
    """Return what counts a password that is typed for an address."""
    return guessing.Guess(accounts.fingerprint(email), "sign-in", place, "passwords", FREE, device=device)


def count(database: Database, guess: guessing.Guess, now: datetime, field: str = FIELD) -> None:
    """Count a try, once more where two first ones met; put on record that one was not heard."""
    try:
        try:
            _count_once(database, guess, field, now)
        except IntegrityError:
            _count_once(database, guess, field, now)
    except guessing.TooMany:
        audit.record_apart(database, tag="auth:throttled", actor=None, now=now, subject=str(guess.whose))
        raise


def _count_once(database: Database, guess: guessing.Guess, field: str, now: datetime) -> None:
    with database.transaction() as session:
        guessing.count(session, guess, field=field, now=now)
