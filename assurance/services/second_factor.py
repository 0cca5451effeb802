"""A second factor for acts that ask for one: codes from the person's own device, or codes on paper when it is lost.

A code counts once: the newest half-minute whose code was taken is kept, and neither it nor an older one is taken
again. Wrong codes are counted in the database, so that several servers count together. A factor that was given makes
the sign-in fresh for a quarter of an hour.
"""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

import pyotp
from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assurance.adapters import own_copy
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict, InvalidInput, StepUpNeeded
from assurance.persistence.models import RecoveryCode, SecondFactor, UserSession
from assurance.services import audit, recovery_codes
from assurance.services.accounts import find_session

FRESH = timedelta(minutes=15)
STEP = 30
ALLOWED_FAILURES, PAUSE = 5, timedelta(minutes=15)
ISSUER = "Assurance"
FIELD = "one_time_passcode"
WRONG = "This code is not right, or was used already. Wait for the next one and type that"


def find_factor(session: Session, user_id: int) -> SecondFactor | None:
    """Return a person's second factor, confirmed or not."""
    return session.scalar(select(SecondFactor).where(SecondFactor.user_id == user_id))


def is_enrolled(session: Session, user_id: int) -> bool:
    """Say whether a person has a second factor that works."""
    found = find_factor(session, user_id)
    return found is not None and found.confirmed_at is not None


def begin(session: Session, *, actor: Actor) -> SecondFactor:
    """Make a secret for a person's device; it counts for nothing until its first code is given.

    Raises `Conflict` for a person who has a factor that works: it is replaced only with a recovery code.
    """
    found = find_factor(session, actor.user_id)
    if found is not None and found.confirmed_at is not None:
        raise Conflict("You have set up a second factor already")
    if found is None:
        found = SecondFactor(user_id=actor.user_id, secret=pyotp.random_base32())
        session.add(found)
        session.flush()
    return found


def address(secret: str, email: str) -> str:
    """Return what a QR code tells the device: whose secret this is, and the secret."""
    return pyotp.TOTP(secret).provisioning_uri(name=email, issuer_name=ISSUER)


def confirm(session: Session, *, code: str, actor: Actor, token: str, now: datetime, device_now: datetime) -> list[str]:
    """Take the first code of a new factor, make this sign-in fresh, and return the recovery codes, shown once."""
    factor = find_factor(session, actor.user_id)
    if factor is None or factor.confirmed_at is not None:
        raise Conflict("There is no second factor waiting for its first code. Open the page again")
    _take(session, factor, code, actor, now, device_now)
    factor.confirmed_at = now
    codes = recovery_codes.issue(session, actor.user_id)
    audit.record(session, tag="factor:enrolled", actor=actor, now=now, subject=str(actor.user_id))
    _make_fresh(session, actor, token, now)
    return codes


def step_up(session: Session, *, code: str, actor: Actor, token: str, now: datetime, device_now: datetime) -> None:
    """Take a code and make this sign-in fresh; a recovery code is taken once, and the factor is then set up anew.

    Raises `InvalidInput` for a wrong or used code, and while too many wrong ones were typed.
    """
    factor = find_factor(session, actor.user_id)
    if factor is None or factor.confirmed_at is None:
        raise Conflict("You have no second factor yet. Set it up first")
    if _is_recovery(code):
        _spend(session, factor, code, actor, now)
    else:
        _take(session, factor, code, actor, now, device_now)
    _make_fresh(session, actor, token, now)


def give(session: Session, *, actor: Actor, token: str, now: datetime, by: str, age: timedelta = timedelta()) -> None:
    """Make a sign-in of a person fresh by what they gave `age` ago: a code, a passkey, or a factor elsewhere (`by`)."""
    found: UserSession | None = find_session(session, token)
    if found is None or found.user_id != actor.user_id:
        raise Conflict("This sign-in has ended. Sign in again")
    found.stepped_up_at = now - age
    audit.record(session, tag="factor:given", actor=actor, now=now, subject=str(actor.user_id), by=by)


def take_away(session: Session, *, user_id: int) -> None:
    """Forget the device of a person who has lost it, and their codes on paper; the caller puts on record why."""
    session.execute(delete(SecondFactor).where(SecondFactor.user_id == user_id))
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))


def given_at(session: Session, token: str) -> datetime | None:
    """Return when a second factor was last given in a sign-in, or None."""
    found = find_session(session, token)
    return found.stepped_up_at if found is not None else None


def demand_fresh(stepped_up_at: datetime | None, now: datetime, *, act: str) -> None:
    """Raise `StepUpNeeded` unless a second factor was given within the last quarter of an hour."""
    if not is_fresh(stepped_up_at, now):
        raise StepUpNeeded(say_needed(act))


def say_needed(act: str) -> str:
    """Say what an act wants first."""
    return f"To {act}, first give a code of your second factor; it counts for 15 minutes"


def is_fresh(stepped_up_at: datetime | None, now: datetime) -> bool:
    """Say whether a second factor was given within the last quarter of an hour."""
    return stepped_up_at is not None and stepped_up_at <= now < stepped_up_at + FRESH


def note_failure(session: Session, *, actor: Actor, now: datetime) -> None:
    """Count a wrong code, in a transaction of its own because the rest of the request is undone."""
    factor = session.scalar(select(SecondFactor).where(SecondFactor.user_id == actor.user_id).with_for_update())
    if factor is None:
        return
    factor.failures += 1
    if factor.failures >= ALLOWED_FAILURES:
        factor.failures, factor.blocked_until = 0, now + PAUSE
    audit.record(session, tag="factor:refused", actor=actor, now=now, subject=str(actor.user_id))


def _take(session: Session, factor: SecondFactor, code: str, actor: Actor, now: datetime, device_now: datetime) -> None:
    """Take a code of this half-minute or one beside it, each half-minute once."""
    _refuse_blocked(factor, now)
    totp, typed = pyotp.TOTP(factor.secret), "".join(code.split())
    here = int(device_now.timestamp()) // STEP
    for step in (here - 1, here, here + 1):
        if step > factor.last_step and secrets.compare_digest(_code_at(totp, step), typed.encode()):
            factor.last_step, factor.failures = step, 0
            session.flush()
            return
    raise InvalidInput(FIELD, WRONG)


def _code_at(totp: pyotp.TOTP, step: int) -> bytes:
    return totp.generate_otp(step).encode()


def _refuse_blocked(factor: SecondFactor, now: datetime) -> None:
    if factor.blocked_until is not None and now < factor.blocked_until:
        raise InvalidInput(FIELD, "Too many wrong codes were typed. Wait a quarter of an hour, then try again")


def _is_recovery(code: str) -> bool:
    return len(own_copy.tidy(code)) > 10


def _spend(session: Session, factor: SecondFactor, code: str, actor: Actor, now: datetime) -> None:
    _refuse_blocked(factor, now)
    found = session.scalar(
        select(RecoveryCode).where(
            RecoveryCode.user_id == actor.user_id, RecoveryCode.code_digest == recovery_codes.digest(code),
            RecoveryCode.used_at.is_(None),
        )
    )  # fmt: skip
    if found is None:
        raise InvalidInput(FIELD, "This recovery code is not right, or was used already")
    found.used_at = now
    factor.secret, factor.confirmed_at, factor.last_step = pyotp.random_base32(), None, 0
    audit.record(session, tag="factor:recovered", actor=actor, now=now, subject=str(actor.user_id))


def _make_fresh(session: Session, actor: Actor, token: str, now: datetime) -> None:
    give(session, actor=actor, token=token, now=now, by="code")
