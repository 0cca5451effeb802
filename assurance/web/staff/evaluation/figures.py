"""Lays out a computed result: table, price workings and who is out. Rounds for people, to two places."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from markupsafe import Markup

from assurance.domain.evaluation.explanation import explain
from assurance.domain.evaluation.price_words import price_working
from assurance.domain.evaluation.pricing import FORMULAS
from assurance.domain.money import format_gbp, round_out, two_places
from assurance.web.staff.evaluation.chart_rows import contributions


@dataclass(frozen=True, slots=True)
class Working:
    """How the prices of the bids still in became points under one criterion."""

    title: str
    formula: str
    rows: list[list[str]]
    parameters: list[str]


def page(outcome: Any) -> dict[str, Any]:
    """Return everything the page shows of a result that could be computed."""
    result = outcome.result
    told = explain(result, outcome.tree, outcome.names)
    equal = len(told) - len(result.ties) - len(result.eliminated)
    return {
        "sentences": (*told[:equal], *told[equal + len(result.ties) :]),
        "ties": told[equal : equal + len(result.ties)],
        "chart": contributions(outcome) if result.ranked and not _has_figures(result.ranked) else None,
        "table": table(outcome) if result.ranked else None,
        "prices": price_workings(outcome),
        "out": eliminated(outcome),
    }


def table(outcome: Any) -> dict[str, Any]:
    """Return every judged criterion as a row: its weight, then mark or per cent and points for each bid ranked."""
    ranked = outcome.result.ranked
    rows = [
        [
            _indented(each, depth),
            f"{round_out(outcome.tree.global_weight(each.id), 2)}%",
            *(earned(bid.figures[each.id], each.scale) for bid in ranked),
        ]
        for each, depth in _with_depth(outcome.tree.criteria)
        if each.is_judged
    ]
    return {
        "columns": ["Criterion", "Weight in the whole", *(outcome.names[bid.id] for bid in ranked)],
        "rows": rows,
        "total": _totals(ranked),
        "ranks": ["Rank", "", *(str(bid.rank) for bid in ranked)],
    }


def _has_figures(ranked: Iterable[Any]) -> bool:
    """Say whether bids rank by a figure of the method, the lowest first, and not by points."""
    return any(getattr(bid, "figure", None) is not None for bid in ranked)


def _totals(ranked: Iterable[Any]) -> list[str]:
    bids = list(ranked)
    if _has_figures(bids):
        return ["Figure of the method, lowest first", "", *(two_places(bid.figure) for bid in bids)]
    return ["Total", "100%", *(f"{two_places(bid.total)} points" for bid in bids)]


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


def _indented(criterion: Any, depth: int) -> str:
    kind = "group" if criterion.children else "leaf"
    return Markup('<span class="app-tree app-tree--{} app-tree--{}">{}</span>').format(depth, kind, criterion.title)


def _with_depth(criteria: Iterable[Any], depth: int = 0) -> Iterator[tuple[Any, int]]:
    for criterion in criteria:
        yield criterion, depth
        yield from _with_depth(criterion.children, depth + 1)


def earned(figures: Any, scale: int | None) -> str:
    """Write the points of one criterion, and below them the mark or share of the full points they come from."""
    source = (
        f"{two_places(figures.percent)}%" if figures.mark is None else f"{round_out(figures.mark, 2)} out of {scale}"
    )
    points = two_places(figures.weighted)
    return Markup('<span class="app-nowrap">%s points</span><br><span class="app-small app-nowrap">%s</span>') % (
        points, source,
    )  # fmt: skip


def _working(outcome: Any, criterion: Any) -> Working:
    ranked = outcome.result.ranked
    weight = outcome.tree.global_weight(criterion.id)
    formula = FORMULAS[criterion.price_formula]
    field = [bid.figures[criterion.id].price for bid in ranked]

    def row(bid: Any) -> list[str]:
        own = bid.figures[criterion.id]
        sums = price_working(formula.name, own.price, field, criterion.price_parameters)
        return [
            outcome.names[bid.id],
            format_gbp(own.price),
            f"{sums} = {round_out(own.percent, 4)}%",
            f"{round_out(own.percent, 4)}% × {round_out(weight, 4)} = {round_out(own.weighted, 4)} points",
        ]

    parameters = [_parameter(each, criterion.price_parameters) for each in getattr(formula, "parameters", ())]
    return Working(criterion.title, formula.label, [row(bid) for bid in ranked], parameters)


def _parameter(parameter: Any, given: Mapping[str, Decimal]) -> str:
    value = given.get(parameter.name, parameter.default)
    shown = format_gbp(value) if "£" in parameter.label else round_out(value)
    return f"{parameter.label}: {shown}{'' if parameter.name in given else ', the usual figure'}"


def _title(outcome: Any, criterion_id: str) -> str:
    criterion = outcome.tree.find(criterion_id)
    return criterion.title if criterion else criterion_id


def _rule(reason: Any) -> str:
    return {"pass_fail": "Must be met", "minimum": "Minimum", "select": "Cut"}.get(reason.rule, reason.rule)
