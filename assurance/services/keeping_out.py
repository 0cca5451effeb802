"""What whoever runs an installation does about a sign-in: suspend a person, let them in again, give a new password.

Every open sign-in of the person ends at once, also when they are let in again later: none of the old ones revives.
"""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority.sign_ins import Ended
from assurance.domain.errors import InvalidInput
from assurance.persistence.models import User
from assurance.services import accounts, audit


def set_suspended(session: Session, *, email: str, is_suspended: bool, now: datetime) -> User:
    """Keep a person from signing in, or let them again; what they did stays theirs.

    Raises `InvalidInput` for an unknown address and for what is so already.
    """
    user = accounts.known_user(session, email)
    if user.is_active is not is_suspended:
        raise InvalidInput("email", f"{user.name} {'is suspended' if is_suspended else 'can sign in'} already")
    user.is_active = not is_suspended
    accounts.end_sign_ins(session, user_id=user.id, now=now)
    tag = "user:suspended" if is_suspended else "user:reinstated"
    audit.record(session, tag=tag, actor=None, now=now, subject=str(user.id))
    return user


def set_password(session: Session, *, email: str, password: str, now: datetime) -> User:
    """Give a person a new password in place of one that is lost or known to others."""
    user = accounts.known_user(session, email)
    accounts.replace_password(session, user=user, password=password)
    accounts.end_sign_ins(session, user_id=user.id, now=now, because=Ended.PASSWORD)
    audit.record(session, tag="user:password-set", actor=None, now=now, subject=str(user.id))
    return user
