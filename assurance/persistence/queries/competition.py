"""How many bidders were left at each step, why each left, and what was decided about going on with few."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.stages import BidStage
from assurance.domain.tenderbox.visibility import staff_sees
from assurance.persistence.models import Bid, BidStageChange, CompetitionDecision
from assurance.persistence.queries.bids import tenders_opened

STEPS: tuple[tuple[str, str], ...] = (
    ("Asked to take part", "request"),
    ("Selected", "select"),
    ("Invited to dialogue", "invite_to_dialogue"),
    ("Invited to final tender", "invite_to_tender"),
    ("Tender opened", "open"),
    ("Compliant", "accept"),
)
"""The steps that thin out the field, first to last, by the trigger that takes a bid there."""
LEAVING = frozenset(
    {BidStage.NOT_SELECTED, BidStage.ELIMINATED, BidStage.WITHDRAWN, BidStage.EXCLUDED, BidStage.NOT_SUBMITTED,
     BidStage.NON_COMPLIANT}
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Left:
    """One bidder that takes no further part: how it left, when and why."""

    bidder: str
    how: str
    at: datetime
    reason: str


@dataclass(frozen=True, slots=True)
class Field:
    """The competition as staff may know it: numbers by step, who is left, who left."""

    steps: tuple[tuple[str, int], ...]
    left: int
    gone: tuple[Left, ...]
    is_sealed: bool
    """How many have tendered is not known to anybody yet."""


def list_decided(session: Session, procurement_id: int) -> list[int]:
    """List the numbers of bidders left for which going on was decided."""
    query = select(CompetitionDecision.bids_left).where(CompetitionDecision.procurement_id == procurement_id)
    return list(session.scalars(query))


def list_decisions(session: Session, procurement_id: int) -> list[CompetitionDecision]:
    """List the decisions to go on with few, newest first."""
    query = select(CompetitionDecision).where(CompetitionDecision.procurement_id == procurement_id)
    return list(session.scalars(query.order_by(CompetitionDecision.id.desc())))


def get_field(session: Session, procurement_id: int) -> Field:
    """Return how many came as far as each step and who left; nothing tells what is in a box that is not opened."""
    bids = session.scalars(
        select(Bid).where(Bid.procurement_id == procurement_id, Bid.requested_at.is_not(None)).order_by(Bid.id)
    ).all()
    changes = session.scalars(
        select(BidStageChange).where(BidStageChange.bid_id.in_([bid.id for bid in bids])).order_by(BidStageChange.id)
    ).all()
    is_open = tenders_opened(session, procurement_id)
    is_sealed = not is_open and any(change.trigger == "invite_to_tender" for change in changes)
    return Field(
        steps=tuple(_steps(bids, changes)),
        left=sum(1 for bid in bids if staff_sees(bid.stage, opened=is_open) not in LEAVING),
        gone=tuple(_gone(bids, changes, is_open)),
        is_sealed=is_sealed,
    )


def _steps(bids: Iterable[Bid], changes: Iterable[BidStageChange]) -> list[tuple[str, int]]:
    reached = {(change.bid_id, change.trigger) for change in changes}
    found = [(label, sum(1 for bid in bids if (bid.id, trigger) in reached)) for label, trigger in STEPS]
    return [(label, count) for label, count in found if count]


def _gone(bids: Iterable[Bid], changes: Iterable[BidStageChange], is_open: bool) -> list[Left]:
    last = {change.bid_id: change for change in changes}
    return [
        Left(bid.organisation.name, bid.stage.label, last[bid.id].at, last[bid.id].reason)
        for bid in bids
        if staff_sees(bid.stage, opened=is_open) in LEAVING and bid.id in last
    ]
