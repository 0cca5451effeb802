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
from assurance.services import audit
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
    check_passphrase(passphrase, again, known=_known(session, actor))
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
    session: Session, *, old: str, passphrase: str, again: str, actor: Actor, now: datetime
) -> HolderKey:
    """Protect a person's key with another passphrase; the key, and every share sealed to it, stays."""
    row = find_holder_key(session, actor.user_id)
    if row is None:
        raise Conflict("You have no key yet, so there is no passphrase to change. Set up your key first")
    check_passphrase(passphrase, again, known=_known(session, actor))
    row.protected_key = seals.protect(open_key(row, old, field="old_passphrase"), row.public_key, passphrase)
    row.changed_at = now
    audit.record(session, tag="holder-key:re-protected", actor=actor, now=now, subject=str(actor.user_id))
    return row


def open_key(row: HolderKey, passphrase: str, *, field: str = "passphrase") -> bytes:
    """Return the private half of a person's key; raise `InvalidInput` when the passphrase does not open it."""
    if not passphrase:
        raise InvalidInput(field, "Enter your passphrase")
    try:
        return seals.unprotect(row.protected_key, row.public_key, passphrase)
    except seals.WrongPassphrase as refused:
        raise InvalidInput(field, WRONG) from refused


def _known(session: Session, actor: Actor) -> tuple[str, ...]:
    user = session.get(User, actor.user_id)
    return (*actor.name.split(), *(user.email.split("@") if user else ()), actor.organisation_name)
