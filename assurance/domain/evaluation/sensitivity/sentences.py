"""Says a sensitivity report in sentences people can read out; figures rounded for people, to two places."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from typing import TYPE_CHECKING

from assurance.domain.evaluation.pricing import FORMULAS
from assurance.domain.evaluation.sensitivity.flips import Flip
from assurance.domain.evaluation.sensitivity.report import Report
from assurance.domain.evaluation.sensitivity.variants import Source, Status, Variant
from assurance.domain.evaluation.sensitivity.weights import Switch
from assurance.domain.money import format_gbp, plain, round_out

if TYPE_CHECKING:
    from assurance.domain.evaluation.criteria import CriteriaTree

FROM = {
    Source.NONE: "",
    Source.PUBLISHED: "as published",
    Source.DEFAULT: "the usual figure",
    Source.DERIVED: "derived from the prices, never published",
}


def listed(words: Sequence[str]) -> str:
    """Join words as in a sentence: `A, B and C`."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def first_place(leaders: Sequence[str], names: Mapping[str, str]) -> str:
    """Say who would be first: one, several that share the place, or nobody."""
    if not leaders:
        return "no bid would be left"
    who = listed([names.get(each, each) for each in leaders])
    return f"{who} would {'be first' if len(leaders) == 1 else 'share the first place'}"


def in_one_sentence(report: Report, tree: CriteriaTree, names: Mapping[str, str]) -> str:
    """Say what would change the winner: the nearest weight of quality, and the smallest change of a mark."""
    if not report.result.ranked:
        return "No bid is left to rank, so there is no winner to change."
    if len(report.result.ranked) == 1 and not report.flips:
        return "Only one bid is ranked, so nothing but its elimination would change who is first."
    parts = [_weight(report.quality.nearest) if report.quality and report.quality.nearest else ""]
    parts.append(_mark(report.flips, tree, names))
    told = [part for part in parts if part]
    if not told:
        return "No other weight of quality and no change of a single agreed mark would change who is first."
    return f"Another result would follow from {' or from '.join(told)}."


def flip_sentence(flip: Flip, tree: CriteriaTree, names: Mapping[str, str]) -> str:
    """Say what one other mark would do."""
    criterion = tree.find(flip.criterion)
    title = (criterion.title if criterion else "") or flip.criterion
    return (
        f"If the agreed mark of {names.get(flip.bid, flip.bid)} on “{title}” were {plain(flip.needed)} "
        f"instead of {plain(flip.found)}, {first_place(flip.leaders, names)}."
    )


def weight_sentences(report: Report, names: Mapping[str, str]) -> Iterator[str]:
    """Say which bid wins at which weight of quality, and how far the nearest change is."""
    if report.quality is None:
        return
    if len(report.quality.ranges) == 1:
        yield f"{_wins(report.quality.ranges[0].leaders, names)} at every weight of quality from 0 to 100 per cent."
        return
    for each in report.quality.ranges:
        counts = f"{round_out(each.low, 2)} to {_percent(each.high)}"
        yield f"{_wins(each.leaders, names)} while quality counts for {counts}."
    if nearest := report.quality.nearest:
        yield (
            f"Quality counts for {_percent(report.quality.published)} as published; "
            f"{round_out(abs(nearest.change), 2)} points {_more(nearest)}, {first_place(nearest.leaders, names)}."
        )


def agreement(rows: Sequence[Variant], leaders: Sequence[str]) -> str:
    """Say how many of the other formulas or methods name the same winner."""
    others = [row for row in rows if row.status is Status.COMPUTED]
    same = sum(set(row.leaders) == set(leaders) for row in others)
    if not others:
        return "No other could be computed."
    return f"{same} of the {len(others)} others that could be computed put the same bid first."


def parameters_in_words(row: Variant) -> str:
    """Say which parameters a formula was computed with, and where they come from; empty where it has none."""
    labels = {each.name: each.label for each in FORMULAS[row.name].parameters} if row.name in FORMULAS else {}
    given = [
        f"{labels.get(name, name)}: {_figure(labels.get(name, name), value)}"
        for each in row.parameters.values()
        for name, value in each.items()
    ]
    return f"{'; '.join(given)} ({FROM[row.source]})" if given else ""


def _figure(label: str, value: Decimal) -> str:
    return format_gbp(value) if "£" in label else plain(value)


def _wins(leaders: Sequence[str], names: Mapping[str, str]) -> str:
    who = listed([names.get(bid, bid) for bid in leaders])
    return f"{who} {'wins' if len(leaders) == 1 else 'share the first place'}"


def _weight(nearest: Switch) -> str:
    return f"a weight of quality {round_out(abs(nearest.change), 2)} points {_more(nearest)}"


def _more(nearest: Switch) -> str:
    return "higher" if nearest.change > 0 else "lower"


def _mark(flips: Sequence[Flip], tree: CriteriaTree, names: Mapping[str, str]) -> str:
    if not flips:
        return ""
    flip = flips[0]
    criterion = tree.find(flip.criterion)
    title = (criterion.title if criterion else "") or flip.criterion
    more = f" ({len(flips)} single changes of this size would do it)" if len(flips) > 1 else ""
    return (
        f"a mark of {plain(flip.needed)} instead of {plain(flip.found)} for {names.get(flip.bid, flip.bid)} "
        f"on “{title}”{more}"
    )


def _percent(value: Fraction) -> str:
    return f"{round_out(value, 2)} per cent"
