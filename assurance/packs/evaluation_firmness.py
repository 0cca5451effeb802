"""How firm the confirmed result is: weights, formulas, methods, bids and evaluators left out, rounding.

Computed from the confirmed evaluation and the individual marks in the pack; a fixed seed makes the draws repeatable.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from fractions import Fraction

from assurance.domain.evaluation.document import Evaluation
from assurance.domain.evaluation.sensitivity import Report, analyse, sentences
from assurance.domain.evaluation.sensitivity.omissions import Marks
from assurance.domain.evaluation.sensitivity.variants import Status, Variant
from assurance.domain.money import of_100, round_out
from assurance.packs.wording import NONE, fixed, listed

Names = Mapping[str, str]
Row = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One bidder's bars on the line from 0 to 100: where each begins and how long it is."""

    name: str
    bars: tuple[tuple[str, str], ...]
    is_first: bool


@dataclass(frozen=True, slots=True)
class Firmness:
    """Tables and sentences about what would change the result."""

    sentence: str
    weights: tuple[str, ...]
    published_weight: str
    range_rows: tuple[RangeRow, ...]
    ranges: tuple[Row, ...]
    draws: str
    shares: tuple[Row, ...]
    formulas: tuple[Row, ...]
    methods: tuple[Row, ...]
    without_bid: tuple[Row, ...]
    by_mean: str
    without_evaluator: tuple[Row, ...]
    margin: str
    rounded: tuple[Row, ...]


def gather_firmness(evaluation: Evaluation, marks: Marks, people: Names, names: Names) -> Firmness:
    """Work out how firm the result is, in words and tables as they are printed."""
    report = analyse(evaluation, marks)
    quality, shares, margin, evaluators = report.quality, report.shares, report.margin, report.evaluators
    return Firmness(
        sentence=sentences.in_one_sentence(report, evaluation.tree, names),
        weights=tuple(sentences.weight_sentences(report, names)),
        published_weight=_coordinate(quality.published) if quality else "",
        range_rows=tuple(_range_row(report, bid_id, names) for bid_id in report.result.ranking) if quality else (),
        ranges=tuple(
            (f"{of_100(each.low)} to {of_100(each.high)}", _who(each.leaders, names)) for each in quality.ranges
        )
        if quality
        else (),
        draws=f"{shares.draws:,}" if shares else "",
        shares=tuple((names.get(key, key), fixed(100 * share)) for key, share in shares.wins.items()) if shares else (),
        formulas=tuple(_variant(row, report, names) for row in report.formulas),
        methods=tuple(_variant(row, report, names) for row in report.methods),
        without_bid=tuple(
            (names.get(each.bid, each.bid), _who(each.leaders, names), "Yes" if each.changes_order else "No")
            for each in report.without_bid
        ),
        by_mean=_who(evaluators.leaders, names) if evaluators else "",
        without_evaluator=tuple(
            (people[each.evaluator], _who(each.leaders, names), "Another result" if each.changes_first else "Same")
            for each in sorted(evaluators.without, key=lambda each: people[each.evaluator])
        )
        if evaluators
        else (),
        margin=round_out(margin.points) if margin else "",
        rounded=tuple((str(each.places), _who(each.leaders, names)) for each in margin.rounded) if margin else (),
    )


def _range_row(report: Report, bid_id: str, names: Names) -> RangeRow:
    found = report.quality.ranges if report.quality else ()
    mine = [each for each in found if bid_id in each.leaders]
    bars = tuple((_coordinate(each.low), _coordinate(each.high - each.low)) for each in mine)
    return RangeRow(names.get(bid_id, bid_id), bars, bid_id in report.result.leaders)


def _coordinate(percent: Fraction) -> str:
    """Place a figure from 0 to 100 on a line of 620 units."""
    return round_out(percent * Fraction(62, 10), 2)


def _variant(row: Variant, report: Report, names: Names) -> Row:
    label = ". ".join(filter(None, [row.label, sentences.parameters_in_words(row)]))
    if row.why:
        return (label, row.why, "Needs parameters" if row.status is Status.NEEDS_PARAMETERS else "Cannot be said")
    if row.status is Status.PUBLISHED:
        return (label, _who(row.leaders, names), "As published")
    return (label, _who(row.leaders, names), "Same" if row.leaders == report.result.leaders else "Another result")


def _who(leaders: Sequence[str], names: Names) -> str:
    return listed([names.get(each, each) for each in leaders]) or NONE
