"""What a tender sets against its risk, between its row and the part that is put in the box."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime
from decimal import Decimal

from sqlalchemy.orm import Session

from assurance.domain.money import plain
from assurance.domain.tenderbox.parts import BACKING, Part
from assurance.persistence.models import Bid, BidBacking


def parts_of(row: BidBacking | None) -> Iterator[Part]:
    """Write it as a part; where it was not asked for there is none."""
    if row is None:
        return
    content = {
        "reserves": plain(row.reserves_amount), "guarantee": plain(row.guarantee_amount), "guarantor": row.guarantor,
        "evidence": row.evidence,
    }  # fmt: skip
    yield Part(BACKING, "backing", "What stands behind the risk", content)


def read(session: Session, bid: Bid, part: Part, *, by_id: int, at: datetime) -> Iterator[BidBacking]:
    """Read the part back as a row, as of a person and an instant."""
    said = part.content
    yield BidBacking(
        bid_id=bid.id, reserves_amount=Decimal(said["reserves"]), guarantee_amount=Decimal(said["guarantee"]),
        guarantor=said["guarantor"], evidence=said["evidence"], updated_by_id=by_id, updated_at=at,
    )  # fmt: skip
