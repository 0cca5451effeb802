"""Erases tenders: what a bidder wrote, its files, and the sealed copies that the tender box still keeps of them.

Files of the store go with the next sweep, for no row names them any more. Receipts, instants and the hash of what was
submitted stay: they show that a tender came and what it was, and say nothing of what stood in it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from sqlalchemy import delete, select
from sqlalchemy import inspect as sa_inspect
from sqlalchemy.orm import Session

from assurance.persistence.models import (
    Bid,
    BidBacking,
    BidStandingAnswer,
    ImpactStatement,
    SealedItem,
    SelectionAnswer,
    SelectionParty,
    Submission,
    SuppliedPart,
)
from assurance.persistence.queries.facts.award import CONFIRMED_STAGES
from assurance.services.retention.scrubbing import take
from assurance.services.sealing.contents import parts_of, wipe_rows

WRITTEN: tuple[Any, ...] = (SelectionAnswer, BidStandingAnswer, BidBacking, ImpactStatement)
"""What a bidder writes beside the parts of its tender; each row goes as a whole."""
PARTY = ("name", "company_number", "delivers")


def bids_of(session: Session, procurement_id: int, *, won: bool) -> Sequence[Bid]:
    """List the bids whose award was confirmed, or all the others."""
    stage = Bid.stage.in_(CONFIRMED_STAGES) if won else Bid.stage.not_in(CONFIRMED_STAGES)
    return session.scalars(select(Bid).where(Bid.procurement_id == procurement_id, stage).order_by(Bid.id)).all()


def erase_tender(session: Session, bid: Bid) -> list[Any]:
    """Erase all that a bidder wrote and sent, and return what it was."""
    taken: list[Any] = [[part.kind, part.code, part.content] for part in parts_of(session, bid)]
    taken += [_whole(each) for model in WRITTEN for each in _rows(session, model, bid)]
    taken += [["party", each.id, take(each, PARTY)] for each in _rows(session, SelectionParty, bid)]
    taken += [["sealed", number, hashed] for number, hashed in enumerate(_unseal(session, bid))]
    for model in WRITTEN:
        session.execute(delete(model).where(model.bid_id == bid.id))
    wipe_rows(session, bid)
    return taken


def _whole(row: Any) -> list[Any]:
    return [row.__tablename__, {column.key: getattr(row, column.key) for column in sa_inspect(row).mapper.column_attrs}]


def _rows(session: Session, model: Any, bid: Bid) -> Sequence[Any]:
    return session.scalars(select(model).where(model.bid_id == bid.id).order_by(model.id)).all()


def _unseal(session: Session, bid: Bid) -> list[str]:
    """Empty the sealed parts and the bidder's own copy, and return the hash of each submission, which stays."""
    submissions = _rows(session, Submission, bid)
    items = [item for each in submissions for item in each.items]
    session.execute(delete(SuppliedPart).where(SuppliedPart.sealed_item_id.in_([each.id for each in items])))
    for each in submissions:
        each.own_copy = b""
    for item in items:
        _empty(item)
    return [each.manifest_digest for each in submissions]


def _empty(item: SealedItem) -> None:
    item.wrapped_key, item.body, item.storage_key = b"", b"", None
