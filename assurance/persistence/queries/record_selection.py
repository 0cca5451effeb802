"""Who was selected and who left, for the record-keeping report: about bidders, where their letters speak to them."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from sqlalchemy import select
from sqlalchemy.orm import Session

from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, BidStageChange, Letter
from assurance.persistence.queries.bids import SELECTION, list_in_procurement

OUTCOMES = (BidStage.SELECTED, BidStage.NOT_SELECTED, BidStage.EXCLUDED, BidStage.ELIMINATED)


def selection_lines(session: Session, procurement_id: int) -> str:
    """Give every decision on who takes part, with its reason."""
    changes = session.scalars(
        select(BidStageChange)
        .join(Bid, Bid.id == BidStageChange.bid_id)
        .where(Bid.procurement_id == procurement_id, BidStageChange.to_stage.in_(OUTCOMES))
        .order_by(BidStageChange.id)
    ).all()
    names = {bid.id: bid.organisation.name for bid in list_in_procurement(session, procurement_id)}
    letters = _letters(session, procurement_id)
    return "\n".join(_line(names[each.bid_id], each, letters.get(each.bid_id)) for each in changes)


def _line(name: str, change: BidStageChange, letter: Mapping[str, Any] | None) -> str:
    reason = change.reason
    if change.to_stage is BidStage.SELECTED and letter is not None:
        reason = _selected(letter)
    return f"{name}: {change.to_stage.label.lower()}{f'. {reason}' if reason else ''}"


def _selected(letter: Mapping[str, Any]) -> str:
    """Say why a bidder was selected, from the facts of its letter."""
    reached = ""
    if letter.get("score") is not None:
        reached = f" and reaches {letter['score']} of 100, place {letter['place']} of {letter['requests']}"
    return f"No ground excludes the bidder, and its request passes every question{reached}"


def _letters(session: Session, procurement_id: int) -> dict[int, Mapping[str, Any]]:
    """Return what each bidder was told of the selection, by its bid; one query."""
    query = select(Letter).join(Bid, Bid.id == Letter.bid_id)
    found = session.scalars(query.where(Bid.procurement_id == procurement_id, Letter.kind == SELECTION))
    return {each.bid_id: each.content for each in found}
