"""Lays out a computed result: bars, table, price workings and who is out. Rounds for people, to two places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from assurance.domain.evaluation.pricing import DEFAULT_FORMULA, FORMULAS
from assurance.domain.money import format_gbp, round_out


@dataclass(frozen=True, slots=True)
class Working:
    """How the prices of the bids still in became points under one criterion."""

    title: str
    formula: str
    rows: list[list[str]]


def chart(outcome: Any) -> dict[str, Any]:
    """Return the parts and rows of the stacked bars: points by criterion at the top of the tree."""
    parts = _judged(outcome)
    return {
        "parts": [each.title or each.id for each in parts],
        "rows": [
            {
                "label": f"{bid.rank}. {outcome.names[bid.id]}",
                "figures": [round_out(bid.figures[each.id].weighted, 2) for each in parts],
                "total": _points(bid.total),
            }
            for bid in outcome.result.ranked
        ],
    }


def table(outcome: Any) -> dict[str, Any]:
    """Return every judged criterion as a row: its weight, then mark or per cent and points for each bid ranked."""
    ranked = outcome.result.ranked
    rows = [
        [
            _indented(each, depth),
            f"{round_out(outcome.tree.global_weight(each.id), 2)}%",
            *(_earned(bid.figures[each.id], each.scale) for bid in ranked),
        ]
        for each, depth in _with_depth(outcome.tree.criteria)
        if each.is_judged
    ]
    return {
        "columns": ["Criterion", "Weight in the whole", *(outcome.names[bid.id] for bid in ranked)],
        "rows": rows,
        "total": ["Total", "100%", *(f"{_points(bid.total)} points" for bid in ranked)],
        "ranks": ["Rank", "", *(str(bid.rank) for bid in ranked)],
    }


def price_workings(outcome: Any) -> list[Working]:
    """Write out each price criterion's arithmetic for the bids still in."""
    return [_working(outcome, criterion) for criterion in outcome.tree.prices() if outcome.result.ranked]


def eliminated(outcome: Any) -> list[list[str]]:
    """List who is out: by which criterion, what was required, what was found."""
    return [
        [outcome.names[bid.id], _title(outcome, reason.criterion), _rule(reason), reason.required, reason.found]
        for bid in outcome.result.eliminated
        for reason in bid.reasons
    ]


def _judged(outcome: Any) -> list[Any]:
    return [each for each in outcome.tree.criteria if each.is_judged]


def _indented(criterion: Any, depth: int) -> str:
    kind = "group" if criterion.children else "leaf"
    return Markup('<span class="app-tree app-tree--{} app-tree--{}">{}</span>').format(depth, kind, criterion.title)


def _with_depth(criteria: Iterable[Any], depth: int = 0) -> Iterator[tuple[Any, int]]:
    for criterion in criteria:
        yield criterion, depth
        yield from _with_depth(criterion.children, depth + 1)


def _points(value: Any) -> str:
    """Write points with two decimals always, so that a column of them lines up."""
    return f"{Decimal(round_out(value, 2)):.2f}"


def _earned(figures: Any, scale: int | None) -> str:
    points = f"{_points(figures.weighted)} points"
    if figures.mark is not None:
        return f"{round_out(figures.mark, 2)} out of {scale}: {points}"
    return f"{round_out(figures.percent, 2)}%: {points}"


def _working(outcome: Any, criterion: Any) -> Working:
    ranked = outcome.result.ranked
    weight = outcome.tree.global_weight(criterion.id)
    lowest = min(bid.figures[criterion.id].price for bid in ranked)
    formula = FORMULAS[criterion.price_formula]

    def row(bid: Any) -> list[str]:
        own = bid.figures[criterion.id]
        sums = (
            f"100 × {format_gbp(lowest)} ÷ {format_gbp(own.price)}"
            if formula.name == DEFAULT_FORMULA
            else formula.label
        )
        return [
            outcome.names[bid.id],
            format_gbp(own.price),
            f"{sums} = {round_out(own.percent, 4)}%",
            f"{round_out(own.percent, 4)}% × {round_out(weight, 4)} = {round_out(own.weighted, 4)} points",
        ]

    return Working(criterion.title, formula.label, [row(bid) for bid in ranked])


def _title(outcome: Any, criterion_id: str) -> str:
    criterion = outcome.tree.find(criterion_id)
    return criterion.title if criterion else criterion_id


def _rule(reason: Any) -> str:
    return {"pass_fail": "Must be met", "minimum": "Minimum", "select": "Cut"}.get(reason.rule, reason.rule)
