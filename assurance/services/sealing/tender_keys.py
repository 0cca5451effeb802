"""The key of a tender box: made once before anyone is invited, split among its holders, and then kept by nobody."""

from __future__ import annotations

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assurance.adapters import seals
from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict
from assurance.domain.tenderbox.holders import LOST_FOR_GOOD, NEEDED, Holder, check_holders
from assurance.persistence.models import KeyShare, Procurement, TenderKey, User
from assurance.persistence.queries.sealing import (
    count_submissions,
    find_tender_key,
    list_openers_with_keys,
)
from assurance.persistence.session import Database
from assurance.services import audit
from assurance.services.permission import demand
from assurance.services.second_factor import demand_fresh

__all__ = ["find_tender_key", "make", "note_refused", "staff_number_of"]


def make(
    session: Session,
    *,
    procurement: Procurement,
    holder_ids: Collection[int],
    actor: Actor,
    now: datetime,
    stepped_up_at: datetime | None,
    needed: int = NEEDED,
    reason: str = "",
) -> TenderKey:
    """Make the key of a tender box and give each holder a share, sealed to their own key.

    Every sufficient set of shares is tried before the key is used; then the private key is gone. Until the first
    tender is in the box it may be made anew, as when a holder leaves; afterwards that is refused, for good. Raises
    `InvalidInput` at the field that is wrong (`holders`, `needed`, `reason`).
    """
    demand(actor, Permission.TENDER_KEY_MAKE, procurement, act="make the key of the tender box")
    demand_fresh(stepped_up_at, now, act="make the key of the tender box")
    session.scalars(select(Procurement).where(Procurement.id == procurement.id).with_for_update(of=Procurement)).one()
    if count_submissions(session, procurement.id):
        raise Conflict(LOST_FOR_GOOD)
    if procurement.tenders_closed_at is not None:
        raise Conflict("Final tenders are closed, so nothing can be sealed to a new key")
    openers = {
        user.id: (
            Holder(user.id, user.name, is_officer, has_key=key is not None, staff_number=staff_number_of(user)),
            key,
        )
        for user, key, is_officer in list_openers_with_keys(session, procurement.id)
    }
    chosen = [
        openers.get(each) or (Holder(each, "Someone chosen", False, is_opener=False), None) for each in holder_ids
    ]
    check_holders([holder for holder, _ in chosen], needed=needed, reason=reason)
    public_keys = {holder.user_id: key.public_key for holder, key in chosen if key is not None}
    before = _forget(session, procurement)
    made = _split(procurement, public_keys, needed, reason, actor, now)
    session.add(made)
    audit.record(
        session, tag="tender-key:remade" if before else "tender-key:made", actor=actor, now=now,
        procurement=procurement, fingerprint=seals.fingerprint(made.public_key), before=before, needed=needed,
        holders=[holder.name for holder, _ in chosen], reason=reason.strip(),
    )  # fmt: skip
    session.flush()
    return made


def _split(
    procurement: Procurement, public_keys: dict[int, bytes], needed: int, reason: str, actor: Actor, now: datetime
) -> TenderKey:
    """Make a pair, split its private half and seal the shares; the private half is gone when this returns."""
    private, public = seals.make_tender_key()
    shares = seals.split(private, public, needed=needed, holders=len(public_keys))
    return TenderKey(
        procurement_id=procurement.id, public_key=public, needed=needed, reason=reason.strip(),
        made_by_id=actor.user_id, made_at=now,
        shares=[
            KeyShare(
                user_id=user_id, holder_public_key=holder_public, sealed=seals.seal_share(share, holder_public),
                digest=seals.share_digest(share),
            )
            for (user_id, holder_public), share in zip(public_keys.items(), shares, strict=True)
        ],
    )  # fmt: skip


def staff_number_of(user: User) -> str:
    """Return what tells a person among everybody's people, or nothing when their number is not on record."""
    return f"{user.organisation_id}/{user.staff_number}" if user.staff_number else ""


def note_refused(database: Database, *, reference: str, message: str, actor: Actor, now: datetime) -> None:
    """Put holders that were refused on record, in a transaction of its own because the rest is undone."""
    audit.record_apart(
        database, tag="tender-key:refused", actor=actor, now=now, reference=reference, subject=reference,
        message=message,
    )  # fmt: skip


def _forget(session: Session, procurement: Procurement) -> str:
    """Delete the key that was there before, which has sealed nothing; return its fingerprint or nothing."""
    existing = find_tender_key(session, procurement.id)
    if existing is None:
        return ""
    fingerprint = seals.fingerprint(existing.public_key)
    session.execute(delete(KeyShare).where(KeyShare.tender_key_id == existing.id))
    session.execute(delete(TenderKey).where(TenderKey.id == existing.id))
    session.expunge(existing)
    return fingerprint
