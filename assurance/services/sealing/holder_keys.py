"""A person's own key, to which shares of tender keys are sealed: set up, re-protected, replaced."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy.orm import Session

from assurance.adapters import seals
from assurance.domain.authority.policy import Actor, Audience
from assurance.domain.errors import Conflict, InvalidInput, NotPermitted
from assurance.domain.tenderbox.holders import check_passphrase
from assurance.persistence.models import HolderKey, User
from assurance.persistence.queries.sealing import find_holder_key
from assurance.persistence.session import Database
from assurance.services import audit, guessing
from assurance.services.second_factor import demand_fresh

WRONG = "This is not the passphrase your key was set up with"


def set_up(
    session: Session, *, passphrase: str, again: str, actor: Actor, now: datetime, stepped_up_at: datetime | None,
    replace: bool = False,
) -> HolderKey:  # fmt: skip
    """Make a person's key under a passphrase of their own, which is kept nowhere and cannot be reset.

    With `replace`, a key whose passphrase is forgotten gives way to a new one; every share sealed to the old one is
    lost with it, and the audit trail says so.
    """
    if actor.audience is not Audience.STAFF:
        raise NotPermitted("Only the authority’s people hold keys of tender boxes")
    demand_fresh(stepped_up_at, now, act="set up your key")
    existing = find_holder_key(session, actor.user_id)
    if existing is not None and not replace:
        raise Conflict("You have a key already. Change its passphrase, or replace it if you have forgotten it")
    check_new(session, passphrase=passphrase, again=again, actor=actor)
    public, protected = seals.make_holder_key(passphrase)
    row = existing or HolderKey(user_id=actor.user_id)
    row.public_key, row.protected_key, row.made_at, row.changed_at = public, protected, now, now
    session.add(row)
    audit.record(
        session, tag="holder-key:replaced" if existing else "holder-key:made", actor=actor, now=now,
        subject=str(actor.user_id), fingerprint=seals.fingerprint(public),
    )  # fmt: skip
    return row


def change_passphrase(
    session: Session, *, passphrase: str, again: str, actor: Actor, now: datetime, old: str = "",
    private: bytes | None = None,
) -> HolderKey:  # fmt: skip
    """Protect a person's key with another passphrase; the key, and every share sealed to it, stays.

    `private` is what `guess` opened with the old passphrase; without it the old one is compared here.
    """
    row = find_holder_key(session, actor.user_id)
    if row is None:
        raise Conflict("You have no key yet, so there is no passphrase to change. Set up your key first")
    check_new(session, passphrase=passphrase, again=again, actor=actor)
    private = private or open_key(row, old, field="old_passphrase")
    row.protected_key = seals.protect(private, row.public_key, passphrase)
    row.changed_at = now
    audit.record(session, tag="holder-key:re-protected", actor=actor, now=now, subject=str(actor.user_id))
    return row


def guess(
    database: Database, *, passphrase: str, actor: Actor, address: str, now: datetime, tag: str,
    field: str = "passphrase", reference: str | None = None,
) -> bytes:  # fmt: skip
    """Return the private half of a person's own key, having counted the passphrase before it is compared.

    In transactions of its own, so that what is counted and put on record outlives the refusal and nothing is locked
    while the passphrase is compared. Raises `InvalidInput` at the field, `TooMany` while no passphrase is heard.
    """
    with database.reading() as session:
        row = find_holder_key(session, actor.user_id)
    if row is None:
        raise Conflict("You have no key yet, so there is no passphrase to it. Set up your key first")
    counted = guessing.Guess(actor.user_id, "holder-key", address)
    try:
        if passphrase:
            with database.transaction() as session:
                guessing.count(session, counted, field=field, now=now)
        private = open_key(row, passphrase, field=field)
    except InvalidInput as refused:
        if passphrase:
            heard = {} if isinstance(refused, guessing.TooMany) else {"address": address}
            audit.record_apart(
                database, tag=tag, actor=actor, now=now, reference=reference, subject=actor.name,
                message=refused.message, **heard,
            )  # fmt: skip
        raise
    with database.transaction() as session:
        guessing.was_right(session, counted, now=now)
    return private


def open_key(row: HolderKey, passphrase: str, *, field: str = "passphrase") -> bytes:
    """Return the private half of a person's key; raise `InvalidInput` when the passphrase does not open it."""
    if not passphrase:
        raise InvalidInput(field, "Enter your passphrase")
    try:
        return seals.unprotect(row.protected_key, row.public_key, passphrase)
    except seals.WrongPassphrase as refused:
        raise InvalidInput(field, WRONG) from refused


def check_new(session: Session, *, passphrase: str, again: str, actor: Actor) -> None:
    """Raise `InvalidInput` unless a new passphrase is long enough for this person and was typed twice alike."""
    check_passphrase(passphrase, again, known=_known(session, actor))


def _known(session: Session, actor: Actor) -> tuple[str, ...]:
    user = session.get(User, actor.user_id)
    return (*actor.name.split(), *(user.email.split("@") if user else ()), actor.organisation_name)
