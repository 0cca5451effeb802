"""Ranks bids by the published method, exactly, after those that are out have been set aside.

Nothing is rounded before output, bids are judged in any order with the same result, and a missing mark is a
fault. The method is the one published with the call; this recomputes it, it does not choose it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from assurance.domain.evaluation.bids import BidInput, Select, bid_faults, select_faults, tie_break_faults
from assurance.domain.evaluation.columns import Column, Sheet, combined, fractions_column, normalised
from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind
from assurance.domain.evaluation.elimination import cut, failures
from assurance.domain.evaluation.explanation import explain
from assurance.domain.evaluation.figures import BidFigures, Judged
from assurance.domain.evaluation.methods import METHODS, Method, Standing, method_faults, standing_faults
from assurance.domain.evaluation.result import BidResult, Reason, Result, Status
from assurance.domain.evaluation.tie_break import Contender, Places, in_places
from assurance.domain.faults import Fault, refuse_if_any

__all__ = ["BidInput", "Method", "Result", "Select", "evaluate", "evaluation_faults", "explain"]


def evaluation_faults(
    tree: CriteriaTree,
    bids: Sequence[BidInput],
    tie_break: Sequence[str] = (),
    select: Select | None = None,
    method: Method | None = None,
) -> tuple[Fault, ...]:
    """List everything that keeps an evaluation from being computed."""
    method = method or Method()
    return (
        *tree.faults(weighted=not method.ignores_weights),
        *method_faults(method, tree),
        *bid_faults(tree, bids),
        *select_faults(tree, select),
        *tie_break_faults(tree, bids, tie_break),
    )


def evaluate(
    tree: CriteriaTree,
    bids: Sequence[BidInput],
    tie_break: Sequence[str] = (),
    select: Select | None = None,
    method: Method | None = None,
) -> Result:
    """Rank the bids, or raise `FaultsFound` listing every fault.

    First the bids below a minimum or failing a pass or fail criterion go out, then those below the cut of a
    down-selection; only then is anything of one bid compared with the others still in.
    """
    method = method or Method()
    refuse_if_any(evaluation_faults(tree, bids, tie_break, select, method))
    bids = sorted(bids, key=lambda bid: bid.id)
    out = failures(tree, bids)
    selected: tuple[str, ...] | None = None
    criterion = tree.find(select.on) if select else None
    if select and criterion:
        selected, cut_out = cut(criterion, select, [bid for bid in bids if bid.id not in out])
        out |= {bid_id: (reason,) for bid_id, reason in cut_out.items()}
    contenders = _contenders(tree, [bid for bid in bids if bid.id not in out], method)
    places, ties = in_places(contenders, tie_break)
    return Result((*_ranked(places), *_eliminated(out)), ties, selected)


def _contenders(tree: CriteriaTree, bids: Sequence[BidInput], method: Method) -> list[Contender]:
    """Work out what every bid still in earned; they are compared with each other alone."""
    sheet = Sheet(tree.criteria, bids, relative=True)
    judged = Judged(tree, sheet)
    totals = sheet.combined([each for each in tree.criteria if each.is_judged]).values()
    figures = _figures(tree, sheet, method)
    return [
        Contender(bid, BidFigures(judged, number), totals[number], figures[number] if figures else None)
        for number, bid in enumerate(bids)
    ]


def _figures(tree: CriteriaTree, sheet: Sheet, method: Method) -> list[Fraction] | None:
    compute = METHODS[method.name].figures
    if compute is None:
        return None
    qualities = _quality(tree.criteria, sheet)
    standings = [
        Standing(
            price=bid.total_price,
            quality=qualities.at(number) if qualities else Fraction(0),
            marks=sum(map(Fraction, bid.scores.values()), Fraction(0)),
        )
        for number, bid in enumerate(sheet.bids)
    ]
    refuse_if_any(standing_faults(method, [bid.id for bid in sheet.bids], standings))
    return compute(standings, method, tree)


def _quality(criteria: Sequence[Criterion], sheet: Sheet) -> Column | None:
    """Give the percentage earned on what is scored, weights brought up to 100 where prices are left out."""
    parts: list[tuple[Fraction, Column]] = []
    for criterion in criteria:
        column = sheet.columns.get(criterion.id) if criterion.kind is Kind.SCORED else None
        if criterion.kind is Kind.GROUP:
            column = sheet.columns.get(criterion.id)
            if criterion.holds_price:
                column = _quality(criterion.children, sheet)
                if column and criterion.normalise:
                    column = fractions_column(normalised(column.values(), criterion.normalise))
        if column is not None:
            parts.append((Fraction(criterion.weight), column))
    whole = sum((weight for weight, _ in parts), Fraction(0))
    return combined([(weight / whole, column) for weight, column in parts], len(sheet.bids)) if whole else None


def _ranked(places: Places) -> list[BidResult]:
    results: list[BidResult] = []
    for place in places:
        rank = len(results) + 1
        results.extend(
            BidResult(each.bid.id, Status.RANKED, rank, each.total, each.figures, figure=each.figure) for each in place
        )
    return results


def _eliminated(out: Mapping[str, tuple[Reason, ...]]) -> list[BidResult]:
    return [BidResult(bid_id, Status.ELIMINATED, reasons=out[bid_id]) for bid_id in sorted(out)]
