"""A tender box with a key for tests: real keys and real shares, made cheaply and once."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path

from obstore.store import MemoryStore
from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.adapters import seals
from assurance.adapters.files import FileStore
from assurance.config import Settings
from assurance.domain.tenderbox.parts import PRICE_PART, Part
from assurance.persistence.models import Bid, HolderKey, KeyShare, Submission, TenderKey, UserSession
from assurance.persistence.queries.sealing import find_holder_key, find_tender_key
from assurance.persistence.session import Database
from assurance.services.ceremony import TakenPart, open_envelope
from assurance.services.sealing import boxing
from tests.factories.cast import NOW, World

HOLDERS = ("officer", "finance")
"""The openers of the cast. Two of two: what holds for more is tried where it matters."""
PASSPHRASE = "four demonstration words make {name} a passphrase"
seals.COST = seals.Cost(rounds=1, memory=8, lanes=1)


def passphrase(name: str) -> str:
    """Return the passphrase of a member of the cast."""
    return PASSPHRASE.format(name=name)


@cache
def holder_key(name: str) -> tuple[bytes, bytes]:
    """The public half of a holder's key, and the private half under their passphrase."""
    return seals.make_holder_key(passphrase(name))


@cache
def tender_key(names: tuple[str, ...], needed: int) -> tuple[bytes, tuple[str, ...]]:
    """The public half of a tender key, and its shares."""
    private, public = seals.make_tender_key()
    return public, tuple(seals.split(private, public, needed=needed, holders=len(names)))


def give_key(session: Session, world: World, name: str) -> None:
    """Let a member of the cast have a key of their own."""
    if find_holder_key(session, world.users[name]) is None:
        public, protected = holder_key(name)
        session.add(
            HolderKey(
                user_id=world.users[name], public_key=public, protected_key=protected, made_at=NOW, changed_at=NOW
            )
        )
        session.flush()


def give_box_a_key(session: Session, world: World, names: tuple[str, ...] = HOLDERS, needed: int = 2) -> TenderKey:
    """Let the tender box have a key whose shares the named people hold."""
    if (existing := find_tender_key(session, world.procurement_id)) is not None:
        return existing
    public, shares = tender_key(names, needed)
    made = TenderKey(
        procurement_id=world.procurement_id, public_key=public, needed=needed, reason="Two openers in the cast",
        made_by_id=world.users["officer"], made_at=NOW,
    )  # fmt: skip
    for name, share in zip(names, shares, strict=True):
        give_key(session, world, name)
        own = holder_key(name)[0]
        sealed, digest = seals.seal_share(share, own), seals.share_digest(share)
        made.shares.append(KeyShare(user_id=world.users[name], holder_public_key=own, sealed=sealed, digest=digest))
    session.add(made)
    session.flush()
    return made


@cache
def no_files() -> FileStore:
    """A file store with nothing in it."""
    return FileStore(MemoryStore())


def take_part(
    session: Session, world: World, name: str, now: datetime, files: FileStore | None = None, *,
    envelope: str = "tender", typed: str | None = None, factor_at: datetime | None = None,
) -> TakenPart:  # fmt: skip
    """Let a member of the cast take part in the opening, with a second factor given a minute ago."""
    return open_envelope(
        session, procurement=world.procurement(session), passphrase=passphrase(name) if typed is None else typed,
        actor=world.actor(session, name), now=now, stepped_up_at=factor_at or now - timedelta(minutes=1),
        files=files or no_files(), envelope=envelope,
    )  # fmt: skip


def give_second_factor(database: Database, world: World, name: str, at: datetime | None = None) -> None:
    """Let a signed-in member of the cast have given their second factor, at the newest instant on record."""
    with database.transaction() as session:
        found = session.scalars(select(UserSession).where(UserSession.user_id == world.users[name])).all()
        for each in found:
            each.stepped_up_at = at or each.started_at


def by_password_alone(folder: Path) -> Settings:
    """Return the settings of an installation whose people sign in by a password; acts still ask for a second factor."""
    return replace(Settings.for_instance(folder), second_factor="acts")


def seal_price(session: Session, world: World, bid: Bid, amount: Decimal) -> None:
    """Let a bid that was made by rows have its price in the box, as its submission would have put it there."""
    sealed, key = boxing.Sealed(), give_box_a_key(session, world)
    part = Part(PRICE_PART, "price", "Price", {"amount": str(amount)})
    boxing.seal_part(bid, part, sealed, public_key=key.public_key, version=1)
    session.add(
        Submission(
            bid_id=bid.id, version=1, received_at=NOW - timedelta(days=2), deadline=NOW - timedelta(days=1),
            submitted_by_id=world.users["alder"], manifest_digest="0" * 64, audit_seq=1, audit_hash="0" * 64,
            key_id="test", own_copy=b"", items=sealed.items,
        )
    )  # fmt: skip
    session.flush()
