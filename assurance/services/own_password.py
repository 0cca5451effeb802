"""A person’s own password: changed by who knows it, set anew by who reads the address, and told to its owner.

Asking for a new one is answered alike whoever asks and for whom; only the owner gets a message. A second factor stays
as it is. Every attempt is counted and on record.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

from sqlalchemy.orm import Session

from assurance.domain.authority import passwords
from assurance.domain.authority.links import Purpose
from assurance.domain.authority.policy import Actor
from assurance.domain.authority.sign_ins import Ended
from assurance.domain.errors import InvalidInput, NotFound
from assurance.persistence.models import MailedLink, User
from assurance.persistence.session import Database
from assurance.services import accounts, audit, guessing, mail, mailed_links, sign_ins, signing_in

FREE = {guessing.PERSON: 3, guessing.ADDRESS: 50}
"""How many messages one address gets, and one place asks for, before each next one has to wait."""
TOO_OFTEN = "New passwords were asked for too often, so no message was sent"
WRONG = "The current password is not right"


def ask(
    database: Database, *, email: str, link: Callable[[str], str], place: str, now: datetime, device: str = ""
) -> None:
    """Send a link to a new password to its owner, if anybody signs in with the address; say the same in any case.

    `link` makes the address of a token, `device` names one on which the owner has signed in before. Raises `TooMany`
    at the address, known or not, that is asked for too often.
    """
    whose = accounts.fingerprint(email)
    asked = guessing.Guess(whose, "new-password", place, free=FREE, said=TOO_OFTEN, device=device)
    signing_in.count(database, asked, now)
    with database.transaction() as session:
        user = accounts.find_user(session, email)
        audit.record(session, tag="password:asked", actor=None, now=now, subject=str(user.id) if user else whose)
        if user is not None and user.is_active:
            _send(session, user, link, now)


def open_link(session: Session, *, token: str, now: datetime) -> MailedLink:
    """Return the link that a token opens now; raise `NotFound` otherwise, also for one whose person is kept out."""
    link = mailed_links.open_link(session, purpose=Purpose.PASSWORD, token=token, now=now)
    if not session.get_one(User, link.user_id).is_active:
        raise NotFound(Purpose.PASSWORD.gone)
    return link


def set_new(session: Session, *, token: str, password: str, now: datetime) -> User:
    """Set the password of the link’s person and use the link up; every sign-in ends, the second factor stays."""
    link = open_link(session, token=token, now=now)
    user = session.get_one(User, link.user_id)
    accounts.replace_password(session, user=user, password=password)
    link.used_at = now
    accounts.end_sign_ins(session, user_id=user.id, now=now, because=Ended.PASSWORD)
    audit.record(session, tag="password:reset", actor=accounts.actor_of(user), now=now, subject=link.public_id)
    _tell(session, user, now)
    return user


def change(
    database: Database, *, actor: Actor, token: str, current: str, new: str, place: str, now: datetime,
    device: str = "",
) -> int:  # fmt: skip
    """Change one’s own password; return how many other sign-ins that ended. Nothing is held while it is compared.

    Raises `InvalidInput` at the field `current` for a wrong one, which counts like a wrong one at signing in, and at
    `password` for a new one that will not do.
    """
    with database.reading() as rows:
        email = rows.get_one(User, actor.user_id).email
    passwords.check(new, email=email)
    guess = signing_in.guess_at(email, place, device)
    signing_in.count(database, guess, now, field="current")
    with database.reading() as rows:
        checked = accounts.check_password(rows, email=email, password=current)
    if not checked.matches:
        audit.record_apart(database, tag="password:refused", actor=actor, now=now, subject=str(actor.user_id))
        raise InvalidInput("current", WRONG)
    with database.transaction() as session:
        guessing.was_right(session, guess, now=now)
        return _change(session, actor, token, new, now)


def _change(session: Session, actor: Actor, token: str, new: str, now: datetime) -> int:
    user = session.get_one(User, actor.user_id)
    accounts.replace_password(session, user=user, password=new)
    audit.record(session, tag="password:changed", actor=actor, now=now, subject=str(user.id))
    _tell(session, user, now)
    return sign_ins.end_others(session, user_id=user.id, token=token, because=Ended.PASSWORD, now=now)


def _send(session: Session, user: User, link: Callable[[str], str], now: datetime) -> None:
    made, token = mailed_links.make(
        session, purpose=Purpose.PASSWORD, organisation_id=user.organisation_id, email=user.email, user_id=user.id,
        now=now,
    )  # fmt: skip
    body = (
        f"Somebody, probably you, asked for a new password for {user.email} in Assurance.\n\n"
        f"To set one, open this address:\n\n{link(token)}\n\n"
        "It works once, for 30 minutes, and only if you have not asked again since. If it was not you, do nothing: "
        "your password stays as it is.\n"
    )
    mail.queue(
        session, key=f"new-password:{made.public_id}", recipient=user.email, subject="A new password for Assurance",
        body=body, now=now,
    )  # fmt: skip


def _tell(session: Session, user: User, now: datetime) -> None:
    """Tell the owner that the password is another one, so that they learn of it when it was somebody else."""
    body = (
        f"The password of {user.email} in Assurance was changed, and other devices were signed out.\n\n"
        "If that was not you, ask for a new password at once on the page where you sign in, and tell whoever looks "
        "after Assurance where you work.\n"
    )
    mail.queue(
        session, key=f"password-changed:{user.id}:{now.isoformat()}", recipient=user.email,
        subject="Your password for Assurance was changed", body=body, now=now,
    )  # fmt: skip
