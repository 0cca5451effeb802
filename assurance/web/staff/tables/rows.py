"""Turns the lists of pages into tables to be taken out."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

from assurance.domain.deadlines import LONDON
from assurance.domain.suppliers.duplicates import Named, findings
from assurance.exports.tables import Cell, Table


def suppliers(named: Sequence[Named]) -> Table:
    """List registered organisations with what was found about each."""
    found: dict[int, list[str]] = defaultdict(list)
    for each in findings(named):
        found[each.key].append(each.message)
    body = [[each.name, each.company_number or None, "; ".join(found[each.key]) or None] for each in named]
    return Table("Suppliers", ("Name", "Company number", "What was found"), body, wide=("Name", "What was found"))


def questions(asked: Sequence[Any]) -> Table:
    """List questions as they were asked, what was published, and what was answered."""
    headings = (
        "Number", "State", "About", "Asked by", "Asked", "In confidence", "Question", "As published", "Answer",
        "Settled", "Reason",
    )  # fmt: skip
    body: list[list[Cell]] = [
        [
            each.number, each.state.value.replace("_", " "), each.category.label, each.organisation.name,
            _moment(each.asked_at), "Yes" if each.is_confidential else "No", each.question, each.wording or None,
            each.answer or None, _moment(each.settled_at), each.reason or None,
        ]
        for each in asked
    ]  # fmt: skip
    return Table("Questions", headings, body, wide=("Question", "As published", "Answer", "Reason"))


def agreed_marks(
    agreed: Sequence[Any], marks: Sequence[Any], bids: Mapping[int, Any], criteria: Sequence[Any]
) -> Table:
    """List what the panel agreed beside how far single marks were apart; nobody’s own mark is named."""
    single: dict[tuple[int, int], list[int]] = defaultdict(list)
    for each in marks:
        single[each.bid_id, each.criterion_id].append(each.mark)
    titles = {row.id: row.title for row in criteria}
    headings = (
        "Bidder", "Criterion", "Agreed mark", "Highest possible", "Evaluators", "Lowest single mark",
        "Highest single mark", "Reason", "Dissent", "Agreed",
    )  # fmt: skip
    body: list[list[Cell]] = []
    for each in sorted(
        agreed, key=lambda row: (bids[row.bid_id].organisation.name, list(titles).index(row.criterion_id))
    ):
        own = single[each.bid_id, each.criterion_id]
        body.append(
            [
                bids[each.bid_id].organisation.name, titles[each.criterion_id], each.mark, each.scale_top, len(own),
                min(own, default=None), max(own, default=None), each.reason, each.dissent or None,
                _moment(each.recorded_at),
            ]
        )  # fmt: skip
    return Table("Agreed marks", headings, body, wide=("Reason", "Dissent"))


def _moment(value: datetime | None) -> str | None:
    return value.astimezone(LONDON).strftime("%Y-%m-%d %H:%M") if value else None
