"""The opening ceremony: as many different people as the key asks for, each with a second factor and a passphrase.

The first person's share waits, closed under the application's key, for half an hour at most. With the last needed one
the private key is put together in memory, compared with its public half, and everything is opened in one transaction.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta

from sqlalchemy import delete, select
from sqlalchemy.orm import Session

from assurance.adapters import seals
from assurance.adapters.files import FileStore
from assurance.domain.authority.permissions import Permission
from assurance.domain.authority.policy import Actor
from assurance.domain.errors import Conflict
from assurance.domain.procedures.rules.wording import when
from assurance.domain.stages import Stage
from assurance.domain.tenderbox.holders import find_twins, say_twins
from assurance.domain.tenderbox.opening import EMBARGO, PRICE, TENDER, is_void, opens_at
from assurance.persistence.models import HeldShare, KeyShare, OpeningAct, Procurement, TenderKey
from assurance.persistence.queries.bids import tenders_opened
from assurance.persistence.queries.sealing import find_holder_key, find_tender_key, list_held
from assurance.services import audit, price_opening
from assurance.services.permission import demand
from assurance.services.sealing import boxing
from assurance.services.sealing.holder_keys import open_key
from assurance.services.sealing.tender_keys import staff_number_of
from assurance.services.sealing.unsealing import open_all
from assurance.services.second_factor import demand_fresh

ACTS = {TENDER: "open the final tenders", PRICE: "open the prices"}


@dataclass(frozen=True, slots=True)
class Prepared:
    """What was found out before the transaction: a person’s share, and which files of the box agree."""

    share: str = field(repr=False)
    agreed: frozenset[bytes] = frozenset()


@dataclass(frozen=True, slots=True)
class TakenPart:
    """How far the opening is after one person took part."""

    still_needed: int

    @property
    def is_open(self) -> bool:
        """Whether the envelope is open now."""
        return self.still_needed == 0


def open_envelope(
    session: Session,
    *,
    procurement: Procurement,
    actor: Actor,
    now: datetime,
    stepped_up_at: datetime | None,
    files: FileStore,
    passphrase: str = "",
    prepared: Prepared | None = None,
    envelope: str = TENDER,
    embargo: timedelta = EMBARGO,
) -> TakenPart:
    """Take part in opening one envelope of every tender; with the last needed person it opens, in this transaction.

    `prepared` is what `opening_ahead.prepare` found before the transaction; everything is judged again here. Without
    it the passphrase is compared, and the files are read through, in the transaction.

    Openers queue for the procurement, so that of two at the same instant one is second. Raises `Conflict`, in words
    that say what would mend it, at the wrong time, for somebody who holds no share, for a second part by one person,
    and for a share that does not fit; `InvalidInput` for a wrong passphrase; `StepUpNeeded` without a second factor.
    """
    demand(actor, Permission.TENDERS_OPEN, procurement, act=ACTS[envelope])
    session.scalars(
        select(Procurement)
        .where(Procurement.id == procurement.id)
        .with_for_update(of=Procurement)
        .execution_options(populate_existing=True)
    ).one()
    key, mine = may_take_part(
        session, procurement, actor=actor, now=now, stepped_up_at=stepped_up_at, envelope=envelope, embargo=embargo
    )
    _drop_void(session, procurement, envelope, now)
    share = _fitting(mine, prepared.share, actor) if prepared else open_share(session, mine, actor, passphrase)
    session.add(HeldShare(procurement_id=procurement.id, envelope=envelope, user_id=actor.user_id, share=share, at=now))
    audit.record(session, tag="opening:joined", actor=actor, now=now, procurement=procurement, envelope=envelope)
    session.flush()
    waiting = list_held(session, procurement.id, envelope)
    if len(waiting) >= key.needed:
        known = boxing.Files(files, prepared.agreed if prepared else ())
        _open(session, procurement, key, waiting, envelope, actor, now, known)
    return TakenPart(max(0, key.needed - len(waiting)))


def may_take_part(
    session: Session, procurement: Procurement, *, actor: Actor, now: datetime, stepped_up_at: datetime | None,
    envelope: str, embargo: timedelta,
) -> tuple[TenderKey, KeyShare]:  # fmt: skip
    """Return the key of the box and this person’s share of it, or refuse for whatever is not about the passphrase."""
    demand(actor, Permission.TENDERS_OPEN, procurement, act=ACTS[envelope])
    check_time(session, procurement, envelope=envelope, now=now, embargo=embargo)
    demand_fresh(stepped_up_at, now, act=ACTS[envelope])
    key, mine = _share_of(session, procurement, actor)
    here = who_is_here(session, procurement, now=now, envelope=envelope)
    if actor.user_id in {held.user_id for held in here}:
        raise Conflict("You have already taken part. Another holder of a share must open with you")
    people = [held.user for held in here] + [mine.user]
    if (twins := find_twins([(user.name, staff_number_of(user)) for user in people])) is not None:
        raise Conflict(f"{say_twins(*twins)}. Another holder of a share must open")
    return key, mine


def check_time(
    session: Session, procurement: Procurement, *, envelope: str, now: datetime, embargo: timedelta = EMBARGO
) -> None:
    """Raise `Conflict` when an envelope cannot be opened now, saying from when it can."""
    due = procurement.tenders_due_at
    if procurement.tenders_closed_at is None or due is None:
        raise Conflict("Final tenders are opened after they are closed and before scoring, at no other time")
    if now < opens_at(due, embargo):
        raise Conflict(f"Nothing is opened before {when(opens_at(due, embargo))}. Come back then")
    if envelope == TENDER:
        _check_tender_time(session, procurement)
    else:
        _check_price_time(procurement)


def why_not_now(session: Session, procurement: Procurement, *, now: datetime, embargo: timedelta = EMBARGO) -> str:
    """Say why the tenders cannot be opened now, or nothing when they can."""
    try:
        check_time(session, procurement, envelope=TENDER, now=now, embargo=embargo)
    except Conflict as refused:
        return str(refused)
    return ""


def who_is_here(
    session: Session, procurement: Procurement, *, now: datetime, envelope: str = TENDER
) -> list[HeldShare]:
    """List whose part in an opening waits for the next person's."""
    return [each for each in list_held(session, procurement.id, envelope) if not is_void(each.at, now)]


def _check_tender_time(session: Session, procurement: Procurement) -> None:
    if tenders_opened(session, procurement.id):
        raise Conflict("The final tenders are open already. Nobody else is needed")
    if procurement.stage is not Stage.OPENING:
        raise Conflict("Final tenders are opened after they are closed and before scoring, at no other time")


def _check_price_time(procurement: Procurement) -> None:
    if why := price_opening.why_not_now(procurement):
        raise Conflict(why)


def _share_of(session: Session, procurement: Procurement, actor: Actor) -> tuple[TenderKey, KeyShare]:
    key = find_tender_key(session, procurement.id)
    if key is None:
        raise Conflict("This tender box has no key, so nothing can be in it")
    mine = next((share for share in key.shares if share.user_id == actor.user_id), None)
    if mine is None:
        raise Conflict("You hold no share of the key of this tender box. Its holders are named on this page")
    return key, mine


def _drop_void(session: Session, procurement: Procurement, envelope: str, now: datetime) -> None:
    """Delete and note the parts that waited too long."""
    for each in list_held(session, procurement.id, envelope):
        if is_void(each.at, now):
            audit.record(
                session, tag="opening:lapsed", actor=None, now=now, procurement=procurement, subject=each.user.name
            )
            session.delete(each)
    session.flush()


def open_share(
    session: Session, mine: KeyShare, actor: Actor, passphrase: str = "", private: bytes | None = None
) -> str:
    """Open a person’s share with their own key, or with the passphrase to it; raise `Conflict` unless it fits."""
    row = find_holder_key(session, actor.user_id)
    if row is None or row.public_key != mine.holder_public_key:
        raise Conflict("You have set up another key since the shares were given out, so your share is lost")
    try:
        return _fitting(mine, seals.open_share(mine.sealed, private or open_key(row, passphrase)), actor)
    except seals.BadShare as refused:
        raise Conflict(_does_not_fit(actor.name)) from refused


def _fitting(mine: KeyShare, share: str, actor: Actor) -> str:
    if seals.share_digest(share) != mine.digest:
        raise Conflict(_does_not_fit(actor.name))
    return share


def _does_not_fit(name: str) -> str:
    return f"The share of {name} does not fit this tender. Another holder must open instead"


def _open(
    session: Session, procurement: Procurement, key: TenderKey, held: list[HeldShare], envelope: str, actor: Actor,
    now: datetime, files: boxing.Files,
) -> None:  # fmt: skip
    digests = {share.user_id: share.digest for share in key.shares}
    for each in held:
        if seals.share_digest(each.share) != digests.get(each.user_id):
            raise Conflict(_does_not_fit(each.user.name))
    try:
        private = seals.combine([each.share for each in held[: key.needed]], key.public_key)
    except seals.BadShare as refused:
        names = " and ".join(each.user.name for each in held)
        raise Conflict(f"The shares of {names} do not give the key of this tender. Nothing was opened") from refused
    for each in held:
        session.add(OpeningAct(procurement_id=procurement.id, envelope=envelope, user_id=each.user_id, at=each.at))
    openers = [each.user.name for each in held]
    session.execute(delete(HeldShare).where(HeldShare.procurement_id == procurement.id, HeldShare.envelope == envelope))
    session.flush()
    open_all(
        session, procurement=procurement, private_key=private, envelope=envelope, openers=openers, actor=actor,
        now=now, files=files,
    )  # fmt: skip
