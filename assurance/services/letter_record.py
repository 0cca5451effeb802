"""What letters are merged from, read once: the moderated record, the down-selection and the confirmed result."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.evaluation.criteria import CriteriaTree
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, Consensus, CriterionRow, DownSelectMark, Procurement
from assurance.persistence.queries.criteria import get_tree, list_criteria
from assurance.persistence.queries.evidence import get_result, list_agreed, list_down_select_marks

KINDS: dict[BidStage, str] = {
    BidStage.PREFERRED: "preferred",
    BidStage.RESERVE: "reserve",
    BidStage.UNSUCCESSFUL: "unsuccessful",
    BidStage.ELIMINATED: "eliminated",
    BidStage.NON_COMPLIANT: "eliminated",
    BidStage.REJECTED: "eliminated",
    BidStage.NOT_SUBMITTED: "eliminated",
}

UNMARKED = frozenset({BidStage.NON_COMPLIANT, BidStage.NOT_SUBMITTED, BidStage.REJECTED})
"""Bids that were out before bids were compared: whatever marks there are decided nothing and are not told."""


@dataclass(frozen=True)
class Record:
    """Everything letters are merged from, read once for a procurement."""

    procurement: Procurement
    tree: CriteriaTree
    criteria: tuple[CriterionRow, ...]
    agreed: Mapping[tuple[int, int], Consensus]
    """Current agreed marks by bid and criterion."""
    down_select: Mapping[tuple[int, int], DownSelectMark]
    entries: Mapping[str, dict[str, Any]]
    """The confirmed result by the bid's id in it."""
    ranked: int
    winner: Bid
    prices: Mapping[str, dict[str, str]] = field(default_factory=dict)


def read_record(session: Session, procurement: Procurement, winner: Bid) -> Record:
    """Read everything the letters of a procurement are merged from."""
    confirmed = get_result(session, procurement.id)
    entries = {entry["id"]: entry for entry in confirmed.result["bids"]}
    return Record(
        procurement=procurement,
        tree=get_tree(session, procurement.id),
        criteria=tuple(list_criteria(session, procurement.id)),
        agreed={
            (each.bid_id, each.criterion_id): each
            for each in list_agreed(session, procurement.id)
            if each.superseded_at is None
        },
        down_select={
            (each.bid_id, each.criterion_id): each for each in list_down_select_marks(session, procurement.id)
        },
        entries=entries,
        ranked=sum(1 for entry in entries.values() if entry["rank"] is not None),
        winner=winner,
        prices={bid["id"]: bid.get("prices", {}) for bid in confirmed.evaluation["bids"]},
    )
