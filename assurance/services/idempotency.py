"""Acts done once however often they are sent: a second sending with the same key gets the first one's answer.

The key is a random value in the sender's form. The answer is kept closed under it and the key itself is not kept, so
that an answer with a secret in it, such as a return code, can be given again to its sender and to nobody else.
"""

from __future__ import annotations

import hashlib
import json
from datetime import datetime
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.adapters import own_copy
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput
from assurance.persistence.models import Idempotency

SHORTEST = 20


def new_key() -> str:
    """Make a key for a form."""
    return own_copy.new_code()


def earlier_answer(session: Session, *, actor: Actor, key: str, route: str, sent: str) -> Any | None:
    """Return the answer given before under a key, or None when it is new.

    Raises `InvalidInput` when the key was used for something else, and for a key too short to be random.
    """
    if len(own_copy.tidy(key)) < SHORTEST:
        raise InvalidInput("key", "The form is not whole. Open the page again and press the button once more")
    found = session.scalar(
        select(Idempotency).where(Idempotency.user_id == actor.user_id, Idempotency.key_digest == _digest(key))
    )
    if found is None:
        return None
    if found.route != route or found.request_digest != _keyed(key, sent):
        raise InvalidInput("key", "This form was already used for something else. Open the page again")
    return json.loads(own_copy.open_copy(found.answer, key, _context(actor, route)))


def keep_answer(session: Session, *, actor: Actor, key: str, route: str, sent: str, answer: Any, now: datetime) -> None:
    """Keep the answer in the transaction of its act; two at once meet at the unique key and one is undone."""
    closed = own_copy.close(json.dumps(answer).encode(), key, _context(actor, route))
    session.add(
        Idempotency(
            user_id=actor.user_id, key_digest=_digest(key), route=route, request_digest=_keyed(key, sent),
            answer=closed, created_at=now,
        )
    )  # fmt: skip
    session.flush()


def _context(actor: Actor, route: str) -> bytes:
    return f"idempotency|{actor.user_id}|{route}".encode()


def _digest(key: str) -> str:
    return hashlib.sha256(own_copy.tidy(key).encode()).hexdigest()


def _keyed(key: str, sent: str) -> str:
    return hashlib.blake2b(sent.encode(), digest_size=32, key=own_copy.tidy(key).encode()[:64]).hexdigest()
