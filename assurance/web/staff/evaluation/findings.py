"""Lays out what would change the winner: a sentence, tables, and rows for the charts. Rounds for people."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assurance.domain.evaluation.sensitivity import sentences
from assurance.domain.evaluation.sensitivity.report import Report
from assurance.domain.evaluation.sensitivity.variants import Status, Variant
from assurance.domain.money import of_100, plain, round_out, two_places
from assurance.services.sensitivity import Analysis
from assurance.web.staff.evaluation.chart_rows import Names, win_shares, winner_ranges

MOST_FLIPS = 20


def one_sentence(analysis: Analysis, outcome: Any) -> str:
    """Say what would change the winner."""
    return sentences.in_one_sentence(analysis.report, outcome.tree, outcome.names)


def page(analysis: Analysis, outcome: Any) -> dict[str, Any]:
    """Return everything the page shows."""
    report, names = analysis.report, outcome.names
    return {
        "change": one_sentence(analysis, outcome),
        "first": _first(report.result.leaders, names),
        "weight": {
            "chart": winner_ranges(report, names),
            "sentences": list(sentences.weight_sentences(report, names)),
            "rows": _range_rows(report, names),
        },
        "shares": {"chart": win_shares(report, names), "rows": _share_rows(report, names), "drawn": report.shares},
        "formulas": _variants(report.formulas, report, names),
        "methods": _variants(report.methods, report, names),
        "without_bid": _without_bid(report, names),
        "evaluators": _evaluators(analysis, names),
        "flips": _flips(report, outcome),
        "margin": _margin(report, names),
    }


def _first(leaders: Sequence[str], names: Names) -> str:
    return sentences.listed([names[each] for each in leaders]) or "None"


def _range_rows(report: Report, names: Names) -> list[list[str]]:
    ranges = report.quality.ranges if report.quality else ()
    return [[f"{of_100(each.low)} to {of_100(each.high)}", _first(each.leaders, names)] for each in ranges]


def _share_rows(report: Report, names: Names) -> list[list[str]]:
    wins = report.shares.wins if report.shares else {}
    in_order = sorted(wins.items(), key=lambda each: (-each[1], names[each[0]]))
    return [[names[bid_id], f"{two_places(100 * share)}%"] for bid_id, share in in_order]


def _variants(rows: Sequence[Variant], report: Report, names: Names) -> dict[str, Any]:
    return {
        "rows": [
            [row.label, _parameters(row), _first(row.leaders, names) if not row.why else row.why, _same(row, report)]
            for row in rows
        ],
        "agreement": sentences.agreement(rows, report.result.leaders),
    }


def _parameters(row: Variant) -> str:
    if row.status is Status.NEEDS_PARAMETERS:
        return "Needs parameters"
    return sentences.parameters_in_words(row) or "None"


def _same(row: Variant, report: Report) -> str:
    if row.status is Status.PUBLISHED:
        return "As published"
    if row.why:
        return "Cannot be said"
    return "Same" if row.leaders == report.result.leaders else "Another result"


def _without_bid(report: Report, names: Names) -> list[list[str]]:
    return [
        [names[each.bid], _first(each.leaders, names), "Yes" if each.changes_order else "No"]
        for each in report.without_bid
    ]


def _evaluators(analysis: Analysis, names: Names) -> dict[str, Any] | None:
    found = analysis.report.evaluators
    if found is None:
        return None
    rows = [
        [
            analysis.people[each.evaluator],
            _first(each.leaders, names),
            "Another result" if each.changes_first else "Same",
            str(each.alone_on),
        ]
        for each in found.without
    ]
    return {"by_mean": _first(found.leaders, names), "rows": sorted(rows)}


def _flips(report: Report, outcome: Any) -> dict[str, Any]:
    told = [sentences.flip_sentence(flip, outcome.tree, outcome.names) for flip in report.flips[:MOST_FLIPS]]
    return {"sentences": told, "more": len(report.flips) - len(told), "size": _size(report)}


def _size(report: Report) -> str:
    return plain(report.flips[0].size) if report.flips else ""


def _margin(report: Report, names: Names) -> dict[str, Any] | None:
    found = report.margin
    if found is None:
        return None
    return {
        "points": round_out(found.points),
        "first": names[found.first],
        "second": names[found.second],
        "rows": [[_places(each.places), _first(each.leaders, names)] for each in found.rounded],
    }


def _places(places: int) -> str:
    return "Whole points" if places == 0 else f"{places} decimal place{'s' if places > 1 else ''}"
