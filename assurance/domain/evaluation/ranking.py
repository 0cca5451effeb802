"""Ranks bids by the weighted sum of what they earned, exactly, after those that are out have been set aside.

Nothing is rounded before output, bids are judged in any order with the same result, and a missing mark is a
fault. The method is the one published with the call; this recomputes it, it does not choose it.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction

from assurance.domain.evaluation.bids import BidInput, Select, bid_faults, select_faults, tie_break_faults
from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind
from assurance.domain.evaluation.elimination import cut, failures
from assurance.domain.evaluation.explanation import explain
from assurance.domain.evaluation.pricing import price_percent
from assurance.domain.evaluation.result import BidResult, Figures, Reason, Result, Status
from assurance.domain.evaluation.tie_break import Contender, Places, in_places
from assurance.domain.faults import Fault, refuse_if_any

__all__ = ["BidInput", "Result", "Select", "evaluate", "evaluation_faults", "explain"]


def evaluation_faults(
    tree: CriteriaTree, bids: Sequence[BidInput], tie_break: Sequence[str] = (), select: Select | None = None
) -> tuple[Fault, ...]:
    """List everything that keeps an evaluation from being computed; faults of the criteria come alone."""
    found = tree.faults()
    if found:
        return found
    return (
        *bid_faults(tree, bids),
        *select_faults(tree, select),
        *tie_break_faults(tree, bids, tie_break),
    )


def evaluate(
    tree: CriteriaTree, bids: Sequence[BidInput], tie_break: Sequence[str] = (), select: Select | None = None
) -> Result:
    """Rank the bids, or raise `FaultsFound` listing every fault.

    First the bids below a minimum or failing a pass or fail criterion go out, then those below the cut of a
    down-selection; only then is the price of each compared with the lowest still in.
    """
    refuse_if_any(evaluation_faults(tree, bids, tie_break, select))
    out = {bid.id: reasons for bid in bids if (reasons := failures(tree, bid))}
    selected: tuple[str, ...] | None = None
    criterion = tree.find(select.on) if select else None
    if select and criterion:
        selected, cut_out = cut(criterion, select, [bid for bid in bids if bid.id not in out])
        out |= {bid_id: (reason,) for bid_id, reason in cut_out.items()}
    contenders = _contenders(tree, [bid for bid in bids if bid.id not in out])
    places, ties = in_places(contenders, tie_break)
    return Result((*_ranked(places), *_eliminated(out)), ties, selected)


def _contenders(tree: CriteriaTree, bids: Sequence[BidInput]) -> list[Contender]:
    """Work out what every bid still in earned; the prices compared are theirs alone."""
    field = {each.id: [Fraction(bid.prices[each.id]) for bid in bids] for each in tree.prices()}
    contenders = []
    for bid in sorted(bids, key=lambda each: each.id):
        figures: dict[str, Figures] = {}
        for criterion in tree.criteria:
            _judge(criterion, Fraction(1), bid, field, figures)
        tops = (figures[each.id].weighted for each in tree.criteria if each.is_judged)
        contenders.append(Contender(bid, figures, sum(tops, Fraction(0))))
    return contenders


def _judge(
    criterion: Criterion,
    share: Fraction,
    bid: BidInput,
    field: Mapping[str, Sequence[Fraction]],
    figures: dict[str, Figures],
) -> Fraction:
    """Enter the figures of a criterion and all below it; its parent counts for `share` of the whole."""
    if not criterion.is_judged:
        return Fraction(0)
    own = share * Fraction(criterion.weight) / 100
    mark, price = bid.scores.get(criterion.id), bid.prices.get(criterion.id)
    figures[criterion.id] = Figures(Fraction(0), Fraction(0))
    if criterion.kind is Kind.SCORED and mark is not None:
        percent = 100 * Fraction(mark) / (criterion.scale or 1)
    elif criterion.kind is Kind.PRICE and price is not None:
        percent = price_percent(criterion.price_formula, Fraction(price), field[criterion.id])
    else:
        parts = (Fraction(child.weight) * _judge(child, own, bid, field, figures) for child in criterion.children)
        percent = sum(parts, Fraction(0)) / 100
    figures[criterion.id] = Figures(percent, own * percent, mark, price)
    return percent


def _ranked(places: Places) -> list[BidResult]:
    results: list[BidResult] = []
    for place in places:
        rank = len(results) + 1
        results.extend(BidResult(each.bid.id, Status.RANKED, rank, each.total, each.figures) for each in place)
    return results


def _eliminated(out: Mapping[str, tuple[Reason, ...]]) -> list[BidResult]:
    return [BidResult(bid_id, Status.ELIMINATED, reasons=out[bid_id]) for bid_id in sorted(out)]
