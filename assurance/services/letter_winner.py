"""What a bidder is told of the tender that was chosen.

Of another bidder it sees only its name, its total, and the marks of the winner with the reasons for them: where it did
better under the Provider Selection Regime, on every criterion where the other laws ask for that.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal
from typing import Any

from assurance.domain.notices.letters import LETTERS, Compares
from assurance.persistence.models import Bid
from assurance.persistence.queries.evidence import result_id
from assurance.services.letter_record import Record
from assurance.services.letter_words import subtotals, two_places


def winner_told(record: Record, bid: Bid, was_scored: bool) -> dict[str, Any]:
    """Say who was chosen, with which total, and what its marks and their reasons are, as far as the law goes."""
    won = record.entries[result_id(record.winner)]
    return {
        "name": record.winner.organisation.name,
        "total": won["total"],
        "advantages": _told_of_winner(record, bid, won, was_scored),
        "subtotals": subtotals(record, won) if _tells_all(record, was_scored) else [],
    }


def compare_all(record: Record, bid: Bid, was_scored: bool) -> list[dict[str, Any]]:
    """Set a bid beside the one chosen on every criterion, under whichever law: for a de-brief."""
    won = record.entries[result_id(record.winner)]
    return [each for each, _ in (*_marks_beside(record, bid, was_scored), *_prices_beside(record, bid, won))]


def _told_of_winner(record: Record, bid: Bid, won: Mapping[str, Any], was_scored: bool) -> list[dict[str, Any]]:
    """List what a bidder is told of the winner's marks: as much as its law says, and the reasons for them."""
    lines = [*_marks_beside(record, bid, was_scored), *_prices_beside(record, bid, won)]
    if _tells_all(record, was_scored):
        return [each for each, _ in lines]
    return [each for each, is_better in lines if is_better] if was_scored else []


def _tells_all(record: Record, was_scored: bool) -> bool:
    words = LETTERS[record.procurement.procedure.regime]
    return words.compares is Compares.EVERY_CRITERION and (was_scored or words.tells_unmarked)


Beside = Iterator[tuple[dict[str, Any], bool]]
"""What a line says, and whether the winner did better on it."""


def _marks_beside(record: Record, bid: Bid, was_scored: bool) -> Beside:
    for row in (row for row in record.criteria if row.kind == "scored"):
        theirs = record.agreed[(record.winner.id, row.id)]
        own = record.agreed.get((bid.id, row.id)) if was_scored else None
        line = {
            "title": row.title, "winner_mark": theirs.mark, "your_mark": own.mark if own else "",
            "reason": theirs.reason.strip(),
        }  # fmt: skip
        yield line, own is not None and theirs.mark > own.mark


def _prices_beside(record: Record, bid: Bid, won: Mapping[str, Any]) -> Beside:
    own_figures = record.entries.get(result_id(bid), {}).get("criteria", {})
    for row in (row for row in record.criteria if row.kind == "price"):
        winner, own = won["criteria"][row.code]["percent"], own_figures.get(row.code, {}).get("percent")
        is_better = own is not None and Decimal(winner) > Decimal(own)
        line = {
            "title": row.title, "winner_mark": f"{two_places(winner)}%",
            "your_mark": "" if own is None else f"{two_places(own)}%",
            "reason": "A lower price for the whole term" if is_better else "The price for the whole term, compared as "
            "published",
        }  # fmt: skip
        yield line, is_better
