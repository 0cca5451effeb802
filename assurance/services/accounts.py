"""People and organisations: creating them, signing in and out, and what a signed-in person may be called.

A sign-in is a row; ending the row ends it at once everywhere. The cookie holds only an opaque token.
"""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import datetime

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from sqlalchemy import bindparam, select, update
from sqlalchemy.orm import Session

from assurance.adapters.memory_turns import in_turn
from assurance.domain.authority import passwords
from assurance.domain.authority.policy import Actor, Audience
from assurance.domain.authority.roles import Role
from assurance.domain.authority.sign_ins import Ended
from assurance.domain.errors import InvalidInput
from assurance.domain.suppliers.names import skeleton
from assurance.persistence.models import Organisation, RoleAssignment, SupplierProfile, User, UserSession
from assurance.services import audit, tokens

STAFF_NUMBER_MAX = 40
_hasher = PasswordHasher()
_UNKNOWN = _hasher.hash("nobody has this password")
"""Verified when an address is unknown, so that the answer takes as long as for a known one."""


@dataclass(frozen=True, slots=True)
class Checked:
    """Whether a password is right, and what it was compared with."""

    known: str
    matches: bool


def create_organisation(
    session: Session, *, name: str, audience: Audience, now: datetime, is_demonstration: bool = False
) -> Organisation:
    """Create an organisation, a provider with an empty profile; its name is unique."""
    name = new_name(session, name)
    organisation = Organisation(name=name, audience=audience, created_at=now, is_demonstration=is_demonstration)
    session.add(organisation)
    session.flush()  # the id goes into the audit entry
    if audience is Audience.SUPPLIER:
        session.add(
            SupplierProfile(organisation_id=organisation.id, name_skeleton=skeleton(name)[:400], updated_at=now)
        )
    audit.record(session, tag="organisation:registered", actor=None, now=now, subject=str(organisation.id), name=name)
    return organisation


def new_name(session: Session, typed: str) -> str:
    """Return the name of an organisation as it is kept, or refuse one that another has."""
    name = " ".join(typed.split())
    if not name:
        raise InvalidInput("organisation_name", "Enter the name of the organisation")
    if find_organisation(session, name=name) is not None:
        raise InvalidInput(
            "organisation_name", "An organisation of this name is already registered; ask its lead to invite you"
        )
    return name


def find_organisation(session: Session, *, name: str) -> Organisation | None:
    """Return the organisation of this name, or None."""
    return session.scalar(select(Organisation).where(Organisation.name == " ".join(name.split())))


def create_user(
    session: Session,
    *,
    email: str,
    name: str,
    password: str,
    organisation: Organisation,
    now: datetime,
    job_title: str = "",
    staff_number: str = "",
    is_organisation_lead: bool = False,
    is_organisation_viewer: bool = False,
) -> User:
    """Create a person of an organisation who can sign in."""
    email = email.strip().lower()
    passwords.check(password, email=email)
    if session.scalar(select(User).where(User.email == email)):
        raise InvalidInput("email", "This email address cannot be used; sign in if it is yours")
    user = User(
        email=email, name=" ".join(name.split()), job_title=job_title, password_hash=hashed(password),
        staff_number=tidy_number(staff_number), organisation_id=organisation.id,
        is_organisation_lead=is_organisation_lead, is_organisation_viewer=is_organisation_viewer, created_at=now,
    )  # fmt: skip
    session.add(user)
    session.flush()  # the id goes into the audit entry
    audit.record(session, tag="user:created", actor=None, now=now, subject=str(user.id))
    return user


def set_staff_number(session: Session, *, email: str, staff_number: str, now: datetime) -> User:
    """Put a person's number with the authority on record; an empty one takes it away."""
    user = known_user(session, email)
    user.staff_number = tidy_number(staff_number)
    audit.record(session, tag="user:staff-number", actor=None, now=now, subject=str(user.id))
    return user


def set_board_secretary(session: Session, *, email: str, is_secretary: bool, now: datetime) -> User:
    """Say that a person of an authority is its board secretary, who keeps what its gates ask, or is it no more."""
    user = known_user(session, email)
    if user.organisation.audience is not Audience.STAFF:
        raise InvalidInput("email", "A board secretary works for an authority; this person works for a provider")
    user.is_organisation_lead = is_secretary
    audit.record(
        session, tag="user:board-secretary", actor=None, now=now, subject=str(user.id), is_secretary=is_secretary
    )
    return user


def check_password(session: Session, *, email: str, password: str) -> Checked:
    """Compare a password with what is known of an address; it takes long, so nobody should wait for it meanwhile."""
    known = _known_hash(find_user(session, email))
    session.rollback()  # nothing is held while the password is compared
    return Checked(known, len(password) <= passwords.LONGEST and _verifies(known, password))


def sign_in(
    session: Session, *, email: str, password: str, now: datetime, checked: Checked | None = None
) -> str | None:
    """Start a session and return its token, or None; an unknown address and a wrong password cannot be told apart.

    `checked` is what `check_password` found; it counts only while the password is still the same.
    """
    user = find_user(session, email)
    known = _known_hash(user)
    if checked is None or checked.known != known:
        checked = Checked(known, len(password) <= passwords.LONGEST and _verifies(known, password))
    matches = checked.matches
    if user is None or not user.is_active or not matches:
        audit.record(session, tag="auth:refused", actor=None, now=now, subject=fingerprint(email))
        return None
    return start(session, user=user, now=now)


def start(session: Session, *, user: User, now: datetime, tag: str = "auth:signed-in") -> str:
    """Start a session of a person who has shown who they are, and return its token."""
    token = tokens.new()
    session.add(UserSession(token_hash=tokens.digest(token), user_id=user.id, started_at=now))
    audit.record(session, tag=tag, actor=actor_of(user), now=now, subject=str(user.id))
    return token


def sign_out(session: Session, *, token: str, now: datetime) -> None:
    """End the session of a token; the cookie is worth nothing afterwards."""
    row = session.scalar(select(UserSession).where(UserSession.token_hash == tokens.digest(token)))
    if row is not None and row.ended_at is None:
        row.ended_at, row.ended_because = now, Ended.SIGNED_OUT
        audit.record(session, tag="auth:signed-out", actor=actor_of(row.user), now=now, subject=str(row.user_id))


def hashed(password: str) -> str:
    """Return what is kept of a password."""
    return in_turn(_hasher.hash, password)


def replace_password(session: Session, *, user: User, password: str) -> None:
    """Give a person another password, or raise `InvalidInput` for one that will not do; put on record by the caller."""
    passwords.check(password, email=user.email)
    user.password_hash = hashed(password)


def end_sign_ins(session: Session, *, user_id: int, now: datetime, because: Ended = Ended.KEPT_OUT) -> None:
    """End every sign-in of a person, on every device; the caller puts on record why."""
    session.execute(
        update(UserSession)
        .where(UserSession.user_id == user_id, UserSession.ended_at.is_(None))
        .values(ended_at=now, ended_because=because)
    )


def user_of_token(session: Session, token: str) -> User | None:
    """Return the active person behind a session token, or None when it is unknown or ended, whatever its age."""
    row = find_session(session, token)
    return row.user if row is not None and row.user.is_active else None


_OF_TOKEN = select(UserSession).where(UserSession.token_hash == bindparam("token_hash"), UserSession.ended_at.is_(None))
_ROLES_IN = select(RoleAssignment.role).where(
    RoleAssignment.user_id == bindparam("user_id"), RoleAssignment.procurement_id == bindparam("procurement_id")
)
"""Asked by every request, so written once."""


def find_session(session: Session, token: str) -> UserSession | None:
    """Return the sign-in of a session token, or None when it is unknown or ended."""
    return session.scalar(_OF_TOKEN, {"token_hash": tokens.digest(token)})


def actor_of(user: User, roles: frozenset[Role] = frozenset()) -> Actor:
    """Return the person as the policy sees them, with the roles they hold where they stand."""
    return Actor(
        user_id=user.id,
        name=user.name,
        audience=user.organisation.audience,
        organisation_id=user.organisation_id,
        organisation_name=user.organisation.name,
        is_organisation_lead=user.is_organisation_lead,
        is_organisation_viewer=user.is_organisation_viewer,
        roles=roles,
    )


def roles_in(session: Session, *, user_id: int, procurement_id: int) -> frozenset[Role]:
    """Return the roles a person holds in a procurement, read afresh on every request."""
    return frozenset(session.scalars(_ROLES_IN, {"user_id": user_id, "procurement_id": procurement_id}))


def find_user(session: Session, email: str) -> User | None:
    """Return who signs in with an address, kept out or not, or None."""
    return session.scalar(select(User).where(User.email == email.strip().lower()))


def known_user(session: Session, email: str) -> User:
    """Return who signs in with an address; raise `InvalidInput` when nobody does."""
    user = find_user(session, email)
    if user is None:
        raise InvalidInput("email", "Nobody signs in with this email address")
    return user


def _known_hash(user: User | None) -> str:
    return user.password_hash if user is not None and user.is_active else _UNKNOWN


def tidy_number(number: str) -> str | None:
    """Return a staff number as it is kept, or None for an empty one; raise `InvalidInput` for what cannot be one."""
    tidy = "".join(number.split()).upper()
    if len(tidy) > STAFF_NUMBER_MAX or not tidy.isprintable():
        raise InvalidInput("staff_number", f"The staff number must have at most {STAFF_NUMBER_MAX} characters")
    return tidy or None


def _verifies(known: str, password: str) -> bool:
    try:
        return in_turn(_hasher.verify, known, password)
    except (VerificationError, InvalidHashError):
        return False


def fingerprint(email: str) -> str:
    """Return what stands for an address on record, so that what was mistyped there is not kept."""
    return hashlib.sha256(email.strip().lower().encode()).hexdigest()[:16]
