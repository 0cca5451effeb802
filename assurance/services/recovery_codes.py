"""Codes on paper that replace a lost device once each: issued with a second factor, and anew on request."""

from __future__ import annotations

import hashlib
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assurance.adapters import own_copy
from assurance.domain.authority.policy import Actor
from assurance.persistence.models import RecoveryCode
from assurance.services import audit

HOW_MANY = 8


def issue(session: Session, user_id: int) -> list[str]:
    """Make a person’s codes, in place of any that they had; they are returned once and kept as hashes."""
    codes = [own_copy.new_code() for _ in range(HOW_MANY)]
    session.execute(delete(RecoveryCode).where(RecoveryCode.user_id == user_id))
    session.add_all(RecoveryCode(user_id=user_id, code_digest=digest(each)) for each in codes)
    return codes


def renew(session: Session, *, actor: Actor, now: datetime) -> list[str]:
    """Issue new codes to who asks for them; the caller has made sure that a second factor was just given."""
    codes = issue(session, actor.user_id)
    audit.record(session, tag="factor:codes-renewed", actor=actor, now=now, subject=str(actor.user_id))
    return codes


def count_left(session: Session, user_id: int) -> int:
    """Return how many codes of a person still work."""
    left = select(func.count()).where(RecoveryCode.user_id == user_id, RecoveryCode.used_at.is_(None))
    return session.scalar(left) or 0


def digest(code: str) -> str:
    """Return what is kept of a code."""
    return hashlib.sha256(own_copy.tidy(code).encode()).hexdigest()
