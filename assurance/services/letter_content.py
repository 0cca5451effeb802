"""What a letter says, merged from the moderated record, the down-selection and the confirmed result.

The words are those of the law the procurement runs under: Provider Selection Regime Regulations 2023 Schedule 9,
Procurement Regulations 2024 regulation 31, or Public Contracts Regulations 2015 regulation 86.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from fractions import Fraction
from typing import Any

from sqlalchemy.orm import Session

from assurance.domain.money import plain, round_out
from assurance.domain.notices.letters import LETTERS
from assurance.domain.stages import BidStage
from assurance.persistence.models import Bid, Consensus, CriterionRow, DownSelectMark, Procurement
from assurance.persistence.queries.awards import last_reason
from assurance.persistence.queries.evidence import result_id
from assurance.services.letter_record import KINDS, UNMARKED, Record
from assurance.services.letter_winner import winner_told
from assurance.services.letter_words import criteria_of_award, said, subtotals, two_places
from assurance.services.notice_content import described


def unreasoned(record: Record, bid: Bid) -> list[str]:
    """Name the scored lines of a bid that have no reason; a letter is refused while there is one."""
    return [row.title for row in marked_criteria(record, bid) if not _reason(record, bid, row)]


def compose(session: Session, record: Record, bid: Bid) -> dict[str, Any]:
    """Write one bidder's letter; date and standstill are set when it is issued."""
    entry = record.entries.get(result_id(bid), {})
    was_scored = was_marked(record, bid)
    kind = KINDS[bid.stage]
    words = LETTERS[record.procurement.procedure.regime]
    content = blank(record.procurement, bid, kind)
    content |= {
        "intro": words.intros[kind].format(title=record.procurement.title, winner=record.winner.organisation.name),
        "criteria": [_line(record, bid, row, entry) for row in marked_criteria(record, bid)],
        "total": entry.get("total"),
        "rank": entry.get("rank"),
        "winner": None if kind == "preferred" else winner_told(record, bid, was_scored),
        "price": _price(record, bid, entry),
        "why": _why(session, record, bid, entry),
        "standstill": {"begins_on": None, "representations_until": None, "why": []},
        "how_to_represent": words.challenge,
        "words": said(record.procurement, kind),
        "addressee": described(session, bid.organisation),
        "criteria_of_award": criteria_of_award(session, record.procurement),
        "subtotals": subtotals(record, entry) if entry.get("rank") is not None else [],
    }
    return content


def was_marked(record: Record, bid: Bid) -> bool:
    """Say whether the final tender of a bid was marked, so that its marks stand beside those of the one chosen."""
    return bid.stage not in UNMARKED and bid.id in {bid_id for bid_id, _ in record.agreed}


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


def marked_criteria(record: Record, bid: Bid) -> list[CriterionRow]:
    """List the criteria on which a bid was marked by people: all scored ones, or those of the down-selection."""
    if bid.stage is BidStage.ELIMINATED:
        return [row for row in record.criteria if row.is_down_select]
    if bid.stage in UNMARKED:
        return []
    return [row for row in record.criteria if row.kind == "scored"]


def mark_of(record: Record, bid: Bid, row: CriterionRow) -> Consensus | DownSelectMark | None:
    """Return the mark a bid was given on a criterion: the agreed one, or that of the down-selection."""
    if bid.stage is BidStage.ELIMINATED:
        return record.down_select.get((bid.id, row.id))
    return record.agreed.get((bid.id, row.id))


def _reason(record: Record, bid: Bid, row: CriterionRow) -> str:
    mark = mark_of(record, bid, row)
    return mark.reason.strip() if mark is not None else ""


def _line(record: Record, bid: Bid, row: CriterionRow, entry: Mapping[str, Any]) -> dict[str, Any]:
    mark = mark_of(record, bid, row)
    if mark is None:
        raise RuntimeError("a letter with an unmarked line is refused before it is written")
    figures = entry.get("criteria", {}).get(row.code, {})
    percent = figures.get("percent") or round_out(Fraction(mark.mark * 100, mark.scale_top))
    return {
        "title": row.title, "weight_percent": round_out(record.tree.global_weight(row.code)), "mark": mark.mark,
        "scale_top": mark.scale_top, "percent": percent, "reason": mark.reason.strip(),
    }  # fmt: skip


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
    return two_places(entry["total"])


def _ordinal(rank: int) -> str:
    return {1: "first", 2: "second", 3: "third"}.get(rank, f"number {rank}")
