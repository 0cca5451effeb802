"""Lays out what the marks on quality amount to without any price, for those who may not see prices yet."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from assurance.domain.evaluation.quality_alone import quality_alone
from assurance.domain.faults import FaultsFound
from assurance.domain.money import round_out, two_places
from assurance.web.staff.evaluation.figures import earned, eliminated


def page(outcome: Any) -> dict[str, Any]:
    """Return the bids by what quality earned and every agreed mark, or the faults that stand in the way."""
    try:
        alone = quality_alone(outcome.tree, outcome.bids)
    except FaultsFound as found:
        return {"faults": [str(fault) for fault in found.faults]}
    bids, scored = alone.ordered, outcome.tree.scored()
    rows = [
        [
            each.title,
            f"{round_out(outcome.tree.global_weight(each.id), 2)}%",
            *(earned(bid.figures[each.id], each.scale) for bid in bids),
        ]
        for each in scored
    ]
    return {
        "faults": [],
        "columns": ["Criterion", "Weight in the whole", *(outcome.names[bid.id] for bid in bids)],
        "rows": rows,
        "total": [
            "Quality",
            f"{round_out(alone.of, 2)}%",
            *(f"{two_places(alone.points[bid.id])} points" for bid in bids),
        ],
        "out": eliminated(replace(outcome, result=alone.result)),
    }


def why_no_price(procurement: Any) -> str:
    """Say why this page tells nothing of prices."""
    if procurement.are_prices_closed:
        return "The prices are closed: two openers open them together, now that the marks on quality are final"
    return "The quality panel sees prices once the result is confirmed"
