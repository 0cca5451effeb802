"""What a letter says, merged from the moderated record, the down-selection and the confirmed result.

One bidder sees of another only its name, its total, and the reasons for the marks in which it did better
(Provider Selection Regime Regulations 2023, regulation 11 and Schedule 9).
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.evaluation.criteria import CriteriaTree
from assurance.domain.money import plain, round_out
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, Consensus, CriterionRow, DownSelectMark, Procurement
from assurance.persistence.queries.awards import last_reason
from assurance.persistence.queries.criteria import get_tree, list_criteria
from assurance.persistence.queries.evidence import get_result, list_agreed, list_down_select_marks, result_id

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

HOW_TO_REPRESENT = (
    "If you believe that the regulations were not followed, you may make written representations in this service, "
    "from the page of your bid, before the time given here. Say what you ask us to look at and why. You may ask for "
    "the information we relied on. Someone who took no part in the evaluation reviews it; we answer with a further "
    "decision and its reasons, and no contract is awarded for at least five working days after that."
)


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


def unreasoned(record: Record, bid: Bid) -> list[str]:
    """Name the scored lines of a bid that have no reason; a letter is refused while there is one."""
    return [row.title for row in _marked_criteria(record, bid) if not _reason(record, bid, row)]


def compose(session: Session, record: Record, bid: Bid) -> dict[str, Any]:
    """Write one bidder's letter; date and standstill are set when it is issued."""
    entry = record.entries.get(result_id(bid), {})
    was_scored = bid.stage not in UNMARKED and bid.id in {bid_id for bid_id, _ in record.agreed}
    kind = KINDS[bid.stage]
    content = blank(record.procurement, bid, kind)
    content |= {
        "intro": _INTROS[kind].format(title=record.procurement.title, winner=record.winner.organisation.name),
        "criteria": [_line(record, bid, row, entry) for row in _marked_criteria(record, bid)],
        "total": entry.get("total"),
        "rank": entry.get("rank"),
        "winner": None if kind == "preferred" else _winner(record, bid, was_scored),
        "price": _price(record, bid, entry),
        "why": _why(session, record, bid, entry),
        "standstill": {"begins_on": None, "representations_until": None, "why": []},
        "how_to_represent": HOW_TO_REPRESENT,
    }
    return content


def blank(procurement: Procurement, bid: Bid, kind: str) -> dict[str, Any]:
    """Give the shape every letter has, addressed and otherwise empty."""
    return {
        "kind": kind,
        "to": bid.organisation.name,
        "procurement": {
            "reference": procurement.reference,
            "title": procurement.title,
            "authority": procurement.organisation.name,
        },
        "date": None, "intro": "", "criteria": [], "total": None, "rank": None, "winner": None, "price": None,
        "why": "", "standstill": None, "how_to_represent": "",
    }  # fmt: skip


REJECTED_WORDS = (
    "We asked you to explain your tender. It was rejected before the tenders were compared, because what you promised "
    "was not shown to be credible: "
)

_INTROS = {
    "preferred": "Thank you for your final tender for {title}. We intend to award the contract to you.",
    "reserve": (
        "Thank you for your final tender for {title}. We intend to award the contract to {winner}. You are the "
        "reserve bidder: we would turn to you if the preferred bidder could not be contracted."
    ),
    "unsuccessful": (
        "Thank you for your final tender for {title}. We intend to award the contract to {winner}; your tender was "
        "not successful."
    ),
    "eliminated": (
        "Thank you for taking part in the competition for {title}. We intend to award the contract to {winner}; "
        "your bid did not reach the ranking."
    ),
}


def _marked_criteria(record: Record, bid: Bid) -> list[CriterionRow]:
    """List the criteria on which a bid was marked by people: all scored ones, or those of the down-selection."""
    if bid.stage is BidStage.ELIMINATED:
        return [row for row in record.criteria if row.is_down_select]
    if bid.stage in UNMARKED:
        return []
    return [row for row in record.criteria if row.kind == "scored"]


def _mark(record: Record, bid: Bid, row: CriterionRow) -> Consensus | DownSelectMark | None:
    if bid.stage is BidStage.ELIMINATED:
        return record.down_select.get((bid.id, row.id))
    return record.agreed.get((bid.id, row.id))


def _reason(record: Record, bid: Bid, row: CriterionRow) -> str:
    mark = _mark(record, bid, row)
    return mark.reason.strip() if mark is not None else ""


def _line(record: Record, bid: Bid, row: CriterionRow, entry: Mapping[str, Any]) -> dict[str, Any]:
    mark = _mark(record, bid, row)
    if mark is None:
        raise RuntimeError("a letter with an unmarked line is refused before it is written")
    figures = entry.get("criteria", {}).get(row.code, {})
    percent = figures.get("percent") or round_out(Fraction(mark.mark * 100, mark.scale_top))
    return {
        "title": row.title, "weight_percent": round_out(record.tree.global_weight(row.code)), "mark": mark.mark,
        "scale_top": mark.scale_top, "percent": percent, "reason": mark.reason.strip(),
    }  # fmt: skip


def _winner(record: Record, bid: Bid, was_scored: bool) -> dict[str, Any]:
    won = record.entries[result_id(record.winner)]
    return {
        "name": record.winner.organisation.name,
        "total": won["total"],
        "advantages": _advantages(record, bid, won) if was_scored else [],
    }


def _advantages(record: Record, bid: Bid, won: Mapping[str, Any]) -> list[dict[str, Any]]:
    """List the criteria on which the winner did better than this bid, with the reasons for the winner's marks."""
    found: list[dict[str, Any]] = []
    for row in (row for row in record.criteria if row.kind == "scored"):
        theirs, own = record.agreed[(record.winner.id, row.id)], record.agreed[(bid.id, row.id)]
        if theirs.mark > own.mark:
            found.append(
                {"title": row.title, "winner_mark": theirs.mark, "your_mark": own.mark, "reason": theirs.reason.strip()}
            )
    own_figures = record.entries.get(result_id(bid), {}).get("criteria", {})
    for row in (row for row in record.criteria if row.kind == "price"):
        winner_percent, own_percent = won["criteria"][row.code]["percent"], own_figures.get(row.code, {}).get("percent")
        if own_percent is not None and Decimal(winner_percent) > Decimal(own_percent):
            found.append(
                {
                    "title": row.title, "winner_mark": f"{_two_places(winner_percent)}%",
                    "your_mark": f"{_two_places(own_percent)}%", "reason": "A lower price for the whole term",
                }
            )  # fmt: skip
    return found


def _price(record: Record, bid: Bid, entry: Mapping[str, Any]) -> dict[str, str] | None:
    """Give the bid's own price and what it earned; several price criteria are added up by their weights."""
    codes = [row.code for row in record.criteria if row.kind == "price"]
    figures = entry.get("criteria", {})
    prices = record.prices.get(result_id(bid), {})
    if not codes or not all(code in figures and code in prices for code in codes):
        return None
    weight = sum((record.tree.global_weight(code) for code in codes), Fraction(0))
    earned = sum((Fraction(figures[code]["weighted"]) for code in codes), Fraction(0))
    only = figures[codes[0]]["percent"] if len(codes) == 1 else round_out(earned / weight * 100)
    return {"amount": plain(sum((Decimal(prices[code]) for code in codes), Decimal(0))), "percent": only}


def _why(session: Session, record: Record, bid: Bid, entry: Mapping[str, Any]) -> str:
    if bid.stage is BidStage.NOT_SUBMITTED:
        return "No final tender from you was received before the deadline."
    if bid.stage in (BidStage.ELIMINATED, BidStage.NON_COMPLIANT):
        return last_reason(session, bid.id, bid.stage)
    if bid.stage is BidStage.REJECTED:
        return REJECTED_WORDS + last_reason(session, bid.id, bid.stage)
    if entry.get("rank") is None:
        fell = last_reason(session, bid.id, BidStage.UNSUCCESSFUL)
        return f"Your tender did not reach a minimum that was published with the criteria: {fell}."
    own = f"Your tender was ranked {_ordinal(entry['rank'])} of {record.ranked} with {_points(entry)} points of 100"
    won = record.entries[result_id(record.winner)]
    if bid.id == record.winner.id:
        return f"{own}: it is the most advantageous by the published criteria and weights."
    return f"{own}; the tender of {record.winner.organisation.name} has {_points(won)}."


def _points(entry: Mapping[str, Any]) -> str:
    return _two_places(entry["total"])


def _two_places(figure: str) -> str:
    return round_out(Decimal(figure), 2)


def _ordinal(rank: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(rank, f"number {rank}")
