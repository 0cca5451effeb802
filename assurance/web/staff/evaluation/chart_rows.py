"""The geometry of the charts about a result: bars in per cent of their width, and the words that say the same."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from fractions import Fraction
from string import ascii_uppercase
from typing import Any

from assurance.domain.evaluation.sensitivity.report import Report
from assurance.domain.money import of_100, round_out, two_places

WIDE = 6
"""Per cent of the width from which a part has room for its letter."""
EDGE = 18
"""Per cent from either end within which a label is set from that end."""

Names = Mapping[str, str]


def contributions(outcome: Any) -> dict[str, Any]:
    """Lay out the points of each bid still in, by criterion at the top of the tree."""
    parts = [each for each in outcome.tree.criteria if each.is_judged]
    letters = [ascii_uppercase[n % len(ascii_uppercase)] for n in range(len(parts))]
    return {
        "id": "contributions",
        "title": "Points out of 100, by criterion",
        "parts": [
            {"letter": letter, "label": each.title or each.id} for letter, each in zip(letters, parts, strict=True)
        ],
        "rows": [_stack(bid, parts, letters, outcome.names) for bid in outcome.result.ranked],
    }


def _stack(bid: Any, parts: Sequence[Any], letters: Sequence[str], names: Names) -> dict[str, Any]:
    segments, x = [], Fraction(0)
    for number, part in enumerate(parts):
        points = bid.figures[part.id].weighted
        segments.append(
            {
                "number": number,
                "letter": letters[number],
                "x": round_out(x, 3),
                "width": round_out(points, 3),
                "middle": round_out(x + points / 2, 3),
                "is_wide": points >= WIDE,
            }
        )
        x += points
    name, total = names[bid.id], f"{two_places(bid.total)} points"
    made = ", ".join(f"{part.title or part.id} {two_places(bid.figures[part.id].weighted)}" for part in parts)
    return {
        "name": f"{bid.rank}. {name}",
        "total": total,
        "words": f"{name}: {total}, made of {made}",
        "segments": segments,
    }


def ticks() -> list[dict[str, Any]]:
    """Mark every twenty from 0 to 100."""
    return [{"at": at, "anchor": _anchor(Fraction(at), edge=1)} for at in range(0, 101, 20)]


def winner_ranges(report: Report, names: Names) -> dict[str, Any] | None:
    """Lay out at which weights of quality each bid is first; None where the question has no meaning."""
    quality = report.quality
    if quality is None:
        return None
    published = round_out(quality.published, 2)
    return {
        "id": "ranges",
        "title": "Who is first, by what quality counts for in the whole (per cent)",
        "ticks": ticks(),
        "mark": {
            "at": round_out(quality.published, 3),
            "anchor": _anchor(quality.published, edge=EDGE),
            "label": f"Published: {published}",
        },
        "rows": [_range_row(report, bid_id, names) for bid_id in report.result.ranking],
    }


def _range_row(report: Report, bid_id: str, names: Names) -> dict[str, Any]:
    quality = report.quality
    mine = [each for each in quality.ranges if bid_id in each.leaders] if quality else []
    said = " and ".join(f"{of_100(each.low)} to {of_100(each.high)}" for each in mine) or "at no weight"
    return {
        "name": names[bid_id],
        "figure": said,
        "words": f"{names[bid_id]} is first: {said}",
        "bars": [{"x": round_out(each.low, 3), "width": round_out(each.high - each.low, 3)} for each in mine],
        "is_first": bid_id in report.result.leaders,
    }


def win_shares(report: Report, names: Names) -> dict[str, Any] | None:
    """Lay out how often each bid is first under random weights; None where nothing was drawn."""
    if report.shares is None:
        return None
    in_order = sorted(report.shares.wins.items(), key=lambda each: (-each[1], names[each[0]]))
    return {
        "id": "shares",
        "title": "Share of random weightings in which each bid is first (per cent)",
        "ticks": ticks(),
        "rows": [
            {
                "name": names[bid_id],
                "figure": f"{two_places(100 * share)}%",
                "words": f"{names[bid_id]} is first in {two_places(100 * share)} per cent",
                "width": round_out(100 * share, 3),
                "is_first": bid_id in report.result.leaders,
            }
            for bid_id, share in in_order
        ],
    }


def _anchor(at: Fraction, *, edge: int) -> str:
    if at < edge:
        return "start"
    return "end" if at > 100 - edge else "middle"
