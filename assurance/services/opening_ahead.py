"""What an opening can find out before its transaction: whether the passphrase is right and which files agree.

Comparing a passphrase takes a moment and reading through all files of a tender box may take minutes; meanwhile nothing
is locked and everybody else goes on working. The opening itself judges everything again, and takes a file for read
through only when its key, its place, where it lies and what was promised of it are still the same.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.adapters import seals
from assurance.adapters.files import FileStore
from assurance.domain.authority.policy import Actor
from assurance.domain.tenderbox.opening import EMBARGO, TENDER
from assurance.persistence.models import Procurement, TenderKey
from assurance.persistence.queries.sealing import find_submission
from assurance.persistence.session import Database
from assurance.services import ceremony
from assurance.services.ceremony import Prepared
from assurance.services.sealing import boxing, holder_keys, unsealing


def prepare(
    database: Database, *, reference: str, passphrase: str, address: str, actor: Actor, now: datetime,
    stepped_up_at: datetime | None, files: FileStore, envelope: str = TENDER, embargo: timedelta = EMBARGO,
) -> Prepared:  # fmt: skip
    """Open a person’s share, and if it is the last one needed read through every file of the box.

    Refuses like the opening itself, before the passphrase is compared. A wrong passphrase is counted and put on record.
    """
    for_whom: dict[str, Any] = {
        "actor": actor,
        "now": now,
        "stepped_up_at": stepped_up_at,
        "envelope": envelope,
        "embargo": embargo,
    }
    with database.reading() as session:
        ceremony.may_take_part(session, _procurement(session, reference), **for_whom)
    private = holder_keys.guess(
        database, passphrase=passphrase, actor=actor, address=address, now=now, tag="opening:refused",
        reference=reference,
    )  # fmt: skip
    with database.reading() as session:
        procurement = _procurement(session, reference)
        key, mine = ceremony.may_take_part(session, procurement, **for_whom)
        share = ceremony.open_share(session, mine, actor, private=private)
        here = ceremony.who_is_here(session, procurement, now=now, envelope=envelope)
        closed = _closed_files(session, procurement, envelope, key, [*(each.share for each in here), share])
    return Prepared(share, frozenset(file.known_by for file in closed if _agrees(file, files)))


def _closed_files(
    session: Session, procurement: Procurement, envelope: str, key: TenderKey, shares: list[str]
) -> list[boxing.ClosedFile]:
    """List the files of the box with their keys, once there are shares enough; files lie in the first envelope."""
    if envelope != TENDER or len(shares) < key.needed:
        return []
    try:
        private = seals.combine(shares[: key.needed], key.public_key)
    except seals.BadShare:
        return []  # the opening says so in its own words
    bids, _ = unsealing.what_opens(session, procurement, envelope)
    found = [(bid, submission) for bid in bids if (submission := find_submission(session, bid.id)) is not None]
    return [file for bid, submission in found for file in boxing.closed_files(bid, submission, private)]


def _agrees(file: boxing.ClosedFile, files: FileStore) -> bool:
    with suppress(*boxing.FAULTS):
        return file.agrees(files)
    return False  # the opening reads it again and names it


def _procurement(session: Session, reference: str) -> Procurement:
    return session.scalars(select(Procurement).where(Procurement.reference == reference)).one()
