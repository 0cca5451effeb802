"""Passkeys of people: adding one, signing in with it, confirming with it that it is them, and taking it away.

The device asks for finger, face or PIN each time, so that one passkey is two factors. Its challenge is answered once.
"""

from __future__ import annotations

import hashlib
import secrets
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import delete, func, select
from sqlalchemy.orm import Session

from assurance.adapters import passkeys as door
from assurance.adapters.passkeys import Kept, NotGenuine, Owner
from assurance.domain.authority.passkeys import LASTS, Purpose, Site, make_challenge, still_holds
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import InvalidInput, NotFound
from assurance.persistence.models import Passkey, SpentChallenge, User
from assurance.services import accounts, audit, second_factor, telling, tokens

FIELD, NAME_FIELD = "passkey", "name"
LONGEST_NAME, MOST = 60, 10
UNKNOWN = "This passkey does not sign in here. Sign in with your password, or with another passkey"
OLD = "This page was open for too long, or was sent already. Try again"


@dataclass(frozen=True, slots=True)
class Desk:
    """The site that passkeys are for, and the key under which its challenges are made."""

    site: Site
    key: bytes

    def challenge(self, purpose: Purpose, whom: str, now: datetime) -> bytes:
        """Return a fresh challenge."""
        return make_challenge(self.key, purpose, whom, random=secrets.token_bytes(16), now=now)


def list_of(session: Session, *, user_id: int) -> list[Passkey]:
    """List a person’s passkeys, the oldest first."""
    return list(session.scalars(select(Passkey).where(Passkey.user_id == user_id).order_by(Passkey.id)))


def has_any(session: Session, user_id: int) -> bool:
    """Say whether a person has a passkey."""
    return bool(session.scalar(select(func.count(Passkey.id)).where(Passkey.user_id == user_id)))


def ask_to_add(session: Session, desk: Desk, *, user: User, token: str, now: datetime) -> str:
    """Return what a person’s browser is asked to make a passkey."""
    owner = Owner(_handle(user.id), user.email, user.name)
    known = [each.credential_id for each in list_of(session, user_id=user.id)]
    return door.ask_for_new(desk.site, owner, desk.challenge(Purpose.ADD, tokens.digest(token), now), known)


def ask_to_sign_in(desk: Desk, *, now: datetime) -> str:
    """Return what the browser of somebody who is not known yet is asked."""
    return door.ask_for(desk.site, desk.challenge(Purpose.SIGN_IN, "", now))


def ask_to_confirm(session: Session, desk: Desk, *, actor: Actor, token: str, now: datetime) -> str:
    """Return what a person’s browser is asked to confirm that it is them, with one of their own passkeys."""
    known = [each.credential_id for each in list_of(session, user_id=actor.user_id)]
    return door.ask_for(desk.site, desk.challenge(Purpose.CONFIRM, tokens.digest(token), now), known)


def add(session: Session, desk: Desk, *, answer: str, name: str, actor: Actor, token: str, now: datetime) -> Passkey:
    """Keep a passkey that a person’s device has just made, which makes their sign-in fresh; it was them who asked.

    Raises `InvalidInput` for a name that is missing or taken, one too many, and what no device has made for this page.
    """
    mine = list_of(session, user_id=actor.user_id)
    name = _good_name(name, mine)
    challenge = _spend(session, desk, Purpose.ADD, tokens.digest(token), answer, now)
    try:
        kept = door.made(desk.site, answer, challenge)
    except NotGenuine as wrong:
        raise InvalidInput(FIELD, "The device made no passkey that works here. Try again") from wrong
    if session.scalar(select(Passkey.id).where(Passkey.credential_id == kept.credential_id)):
        raise InvalidInput(FIELD, "This passkey is added already")
    added = Passkey(
        user_id=actor.user_id, credential_id=kept.credential_id, public_key=kept.public_key,
        sign_count=kept.sign_count, name=name, created_at=now,
    )  # fmt: skip
    session.add(added)
    session.flush()
    audit.record(session, tag="passkey:added", actor=actor, now=now, subject=str(actor.user_id), passkey=added.id)
    telling.tell(
        session, kind="way-to-sign-in", subject=f"passkey/{added.id}", endpoint="auth.ways", now=now,
        title="A passkey that signs in as you was added", people=[actor.user_id],
    )  # fmt: skip
    second_factor.give(session, actor=actor, token=token, now=now, by="passkey")
    return added


def remove(session: Session, *, passkey_id: int, actor: Actor, now: datetime) -> None:
    """Let a passkey sign in no more; raise `NotFound` for one that is not the person’s own."""
    found = session.scalar(select(Passkey).where(Passkey.id == passkey_id, Passkey.user_id == actor.user_id))
    if found is None:
        raise NotFound("There is no such passkey")
    audit.record(session, tag="passkey:removed", actor=actor, now=now, subject=str(actor.user_id), passkey=found.id)
    session.delete(found)
    session.flush()


def sign_in(session: Session, desk: Desk, *, answer: str, now: datetime) -> str:
    """Start a session of the person whose passkey answers, and return its token; both factors are given by it.

    Raises `InvalidInput`, in the same words for a passkey that is unknown, wrong or of somebody suspended.
    """
    challenge = _spend(session, desk, Purpose.SIGN_IN, "", answer, now)
    found = _used(session, desk, answer, challenge, now)
    if not found.user.is_active:
        raise InvalidInput(FIELD, UNKNOWN)
    token = accounts.start(session, user=found.user, now=now, tag="auth:signed-in-with-passkey")
    session.flush()  # it is found by its token
    second_factor.give(session, actor=accounts.actor_of(found.user), token=token, now=now, by="passkey")
    return token


def confirm(session: Session, desk: Desk, *, answer: str, actor: Actor, token: str, now: datetime) -> None:
    """Make a sign-in fresh by a passkey of its person; raise `InvalidInput` for everything else."""
    challenge = _spend(session, desk, Purpose.CONFIRM, tokens.digest(token), answer, now)
    if _used(session, desk, answer, challenge, now).user_id != actor.user_id:
        raise InvalidInput(FIELD, "This passkey is somebody else’s. Use one of your own")
    second_factor.give(session, actor=actor, token=token, now=now, by="passkey")


def _spend(session: Session, desk: Desk, purpose: Purpose, whom: str, answer: str, now: datetime) -> bytes:
    """Return the challenge that was answered, which counts once, for its purpose and whose it is, and not for long."""
    try:
        challenge = door.challenge_in(answer)
    except NotGenuine as wrong:
        raise InvalidInput(FIELD, "Nothing came from a passkey. Press the button, then follow your device") from wrong
    digest = hashlib.sha256(challenge).hexdigest()
    spent = session.scalar(select(SpentChallenge.id).where(SpentChallenge.digest == digest))
    if spent is not None or not still_holds(desk.key, purpose, whom, challenge, now=now):
        raise InvalidInput(FIELD, OLD)
    session.execute(delete(SpentChallenge).where(SpentChallenge.expires_at <= now))
    session.add(SpentChallenge(digest=digest, expires_at=now + LASTS))
    session.flush()
    return challenge


def _used(session: Session, desk: Desk, answer: str, challenge: bytes, now: datetime) -> Passkey:
    """Return the passkey that has answered, its count moved on."""
    try:
        credential_id, handle = door.credential_in(answer)
        found = session.scalar(select(Passkey).where(Passkey.credential_id == credential_id).with_for_update())
        if found is None or handle not in (b"", _handle(found.user_id)):
            raise NotGenuine("Nobody here has it")
        kept = Kept(found.credential_id, found.public_key, found.sign_count)
        found.sign_count = door.used(desk.site, answer, challenge, kept)
    except NotGenuine as wrong:
        raise InvalidInput(FIELD, UNKNOWN) from wrong
    found.used_at = now
    session.flush()
    return found


def _good_name(name: str, mine: list[Passkey]) -> str:
    name = " ".join(name.split())
    if not name or len(name) > LONGEST_NAME:
        raise InvalidInput(NAME_FIELD, f"Enter a name for the passkey of at most {LONGEST_NAME} characters")
    if name.casefold() in {each.name.casefold() for each in mine}:
        raise InvalidInput(NAME_FIELD, "You have a passkey of this name already. Enter another name")
    if len(mine) >= MOST:
        raise InvalidInput(NAME_FIELD, f"You have {MOST} passkeys already. Remove one that you no longer use first")
    return name


def _handle(user_id: int) -> bytes:
    """Return what a device keeps of whose a passkey is: it tells nothing to who finds the device."""
    return hashlib.sha256(f"assurance/passkey/{user_id}".encode()).digest()
