"""The result as it was confirmed: ranking, price workings, who is out and why, and what would change the winner.

Every figure comes from the confirmed result. The result is recomputed from its own evaluation first; if the two
differ, nothing is printed.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction
from typing import TYPE_CHECKING

from assurance.domain.errors import Conflict
from assurance.domain.evaluation.criteria import CriteriaTree, Criterion, Kind
from assurance.domain.evaluation.document import Evaluation, read_evaluation
from assurance.domain.evaluation.explanation import explain
from assurance.domain.evaluation.result import BidResult, Result
from assurance.domain.evaluation.sensitivity import Flip, smallest_flips
from assurance.domain.money import plain
from assurance.packs.evaluation_setting import formula_words
from assurance.packs.wording import fixed, listed, pounds

if TYPE_CHECKING:
    from assurance.persistence.models import EvaluationResult

SHOWN_FLIPS = 4


@dataclass(frozen=True, slots=True)
class RankRow:
    """One bid in the ranking; an eliminated bid has no figures."""

    id: str
    name: str
    rank: str
    points: tuple[str, ...]
    total: str


@dataclass(frozen=True, slots=True)
class EarnedRow:
    """What one bid earned on one criterion."""

    title: str
    level: int
    mark: str
    percent: str
    weight: str
    points: str


@dataclass(frozen=True, slots=True)
class EarnedTable:
    """What one bid earned, by criterion; an eliminated bid has its marks and no figures."""

    id: str
    rows: tuple[EarnedRow, ...]


@dataclass(frozen=True, slots=True)
class PriceWorking:
    """How one price became points, step by step."""

    name: str
    price: str
    working: str
    percent: str
    points: str


@dataclass(frozen=True, slots=True)
class PriceTable:
    """One price criterion with its formula and the working of each bid."""

    title: str
    formula: str
    weight: str
    lowest: str
    rows: tuple[PriceWorking, ...]
    out: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Bar:
    """One bid's bar: its points by criterion."""

    name: str
    segments: tuple[str, ...]
    total: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """The result in tables and sentences."""

    criteria: tuple[tuple[str, str], ...]
    """Title and weight of each criterion at the top of the tree."""
    rows: tuple[RankRow, ...]
    eliminated: tuple[tuple[str, str], ...]
    ties: tuple[str, ...]
    sentences: tuple[str, ...]
    flips: tuple[str, ...]
    prices: tuple[PriceTable, ...]
    bars: tuple[Bar, ...]
    earned: tuple[EarnedTable, ...]


def confirmed(row: EvaluationResult) -> tuple[Evaluation, Result]:
    """Return the confirmed evaluation and its result; raise `Conflict` if one does not follow from the other."""
    evaluation = read_evaluation(row.evaluation)
    result = evaluation.result()
    if result.as_data() != row.result:
        raise Conflict("The stored result does not follow from the stored evaluation, so no pack is printed from it")
    return evaluation, result


def make_ranking(evaluation: Evaluation, result: Result, tree: CriteriaTree, names: Mapping[str, str]) -> Ranking:
    """Return the result as it is printed; `tree` carries the published titles."""
    tops = [each for each in tree.criteria if each.is_judged]
    told = explain(result, tree, names)
    outs = len(result.eliminated)
    return Ranking(
        criteria=tuple((each.title, fixed(each.weight)) for each in tops),
        rows=tuple(_rank_row(bid, tops, names) for bid in result.bids),
        eliminated=tuple(
            (names.get(bid.id, bid.id), sentence)
            for bid, sentence in zip(result.eliminated, told[len(told) - outs :], strict=True)
        ),
        ties=told[len(told) - outs - len(result.ties) : len(told) - outs],
        sentences=told[: len(told) - outs - len(result.ties)],
        flips=_flip_sentences(smallest_flips(evaluation), tree, names),
        prices=tuple(_price_table(each, evaluation, result, tree, names) for each in tree.prices()),
        bars=tuple(_bar(bid, tops, names) for bid in result.ranked),
        earned=tuple(EarnedTable(bid.id, tuple(_earned(bid, evaluation, tree))) for bid in result.bids),
    )


def _rank_row(bid: BidResult, tops: Sequence[Criterion], names: Mapping[str, str]) -> RankRow:
    name = names.get(bid.id, bid.id)
    if bid.total is None:
        return RankRow(bid.id, name, "Eliminated", (), "")
    points = tuple(fixed(bid.figures[each.id].weighted) for each in tops)
    return RankRow(bid.id, name, str(bid.rank), points, fixed(bid.total))


def _bar(bid: BidResult, tops: Sequence[Criterion], names: Mapping[str, str]) -> Bar:
    points = tuple(fixed(bid.figures[each.id].weighted) for each in tops)
    return Bar(names.get(bid.id, bid.id), points, fixed(bid.total or Fraction(0)))


def _earned(bid: BidResult, evaluation: Evaluation, tree: CriteriaTree) -> list[EarnedRow]:
    given = next(each for each in evaluation.bids if each.id == bid.id)
    rows = []
    for criterion, level in _with_levels(tree.criteria, 1):
        if not criterion.is_judged:
            continue
        mark = ""
        if criterion.kind is Kind.SCORED:
            mark = f"{plain(given.scores[criterion.id])} of {criterion.scale}"
        elif criterion.kind is Kind.PRICE:
            mark = pounds(given.prices[criterion.id])
        figures = bid.figures.get(criterion.id)
        rows.append(
            EarnedRow(
                criterion.title, level, mark,
                fixed(figures.percent) if figures else "",
                fixed(tree.global_weight(criterion.id)),
                fixed(figures.weighted) if figures else "",
            )
        )  # fmt: skip
    return rows


def _with_levels(criteria: Sequence[Criterion], level: int) -> list[tuple[Criterion, int]]:
    found: list[tuple[Criterion, int]] = []
    for criterion in criteria:
        found.append((criterion, level))
        found.extend(_with_levels(criterion.children, level + 1))
    return found


def _price_table(
    criterion: Criterion, evaluation: Evaluation, result: Result, tree: CriteriaTree, names: Mapping[str, str]
) -> PriceTable:
    prices = {each.id: each.prices[criterion.id] for each in evaluation.bids}
    lowest = min((prices[bid.id] for bid in result.ranked), default=None)
    weight = fixed(tree.global_weight(criterion.id))
    rows = []
    for bid in result.ranked:
        figures = bid.figures[criterion.id]
        working = f"100 × {pounds(lowest)} ÷ {pounds(prices[bid.id])}"
        percent, points = fixed(figures.percent), fixed(figures.weighted)
        rows.append(PriceWorking(names.get(bid.id, bid.id), pounds(prices[bid.id]), working, percent, points))
    return PriceTable(
        title=criterion.title,
        formula=formula_words(criterion.price_formula),
        weight=weight,
        lowest=pounds(lowest),
        rows=tuple(rows),
        out=tuple(f"{names.get(bid.id, bid.id)} ({pounds(prices[bid.id])})" for bid in result.eliminated),
    )


def _flip_sentences(flips: Sequence[Flip], tree: CriteriaTree, names: Mapping[str, str]) -> tuple[str, ...]:
    if not flips:
        return ("No change of a single agreed mark would change who is first.",)
    told = [_flip_sentence(flip, tree, names) for flip in flips[:SHOWN_FLIPS]]
    if len(flips) > SHOWN_FLIPS:
        told.append(f"{len(flips) - SHOWN_FLIPS} other changes of the same size would also change who is first.")
    return tuple(told)


def _flip_sentence(flip: Flip, tree: CriteriaTree, names: Mapping[str, str]) -> str:
    criterion = tree.find(flip.criterion)
    title = criterion.title if criterion else flip.criterion
    if flip.leaders:
        first = f"{listed([names.get(each, each) for each in flip.leaders])} would {_be_first(len(flip.leaders))}"
    else:
        first = "no bid would be left"
    return (
        f"If the agreed mark of {names.get(flip.bid, flip.bid)} on “{title}” were {plain(flip.needed)} "
        f"instead of {plain(flip.found)}, {first}."
    )


def _be_first(number: int) -> str:
    return "be first" if number == 1 else "share the first place"
