"""The map of winners: one band for each formula, from nothing but price on the left to nothing but quality."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from decimal import Decimal
from typing import Any

from assurance.domain.evaluation.sensitivity.sentences import listed
from assurance.domain.money import of_100, round_out

Orders = Sequence[Mapping[str, Any]]
Names = Mapping[str, str]
WIDE = 6
"""Per cent of the width from which a part has room for its letter."""
EDGE = 18
"""Per cent from either end within which a label is set from that end."""


def winner_map(orders: Orders, names: Names, label_of: Callable[[Mapping[str, Any]], str]) -> dict[str, Any] | None:
    """Lay out who wins at which weight under each formula; None where that could not be asked."""
    shown = [each for each in orders if each["ranges"]]
    if not shown:
        return None
    drafted = Decimal(shown[0]["weight"])
    winners = _winners(shown, names)
    parts = [
        letters
        for letters in winners
        if any(tuple(part["winners"]) == letters for each in shown for part in each["ranges"])
    ]
    return {
        "id": "winners",
        "title": "Who wins, by what quality counts for in the whole (per cent)",
        "parts": [{"letter": "=".join(each), "label": listed([names[one] for one in each])} for each in parts],
        "rows": [_band(each, parts, names, label_of(each), drafted) for each in shown],
        "ticks": [{"at": at, "anchor": _anchor(at, edge=1)} for at in range(0, 101, 20)],
        "mark": {
            "at": round_out(drafted, 3),
            "anchor": _anchor(drafted, edge=EDGE),
            "label": f"As drafted: {round_out(drafted, 2)}",
        },
        "table": [[label_of(each), _said(each, names)] for each in shown],
    }


def _winners(orders: Orders, names: Names) -> list[tuple[str, ...]]:
    """List every winner and every shared first place once, single winners by letter first."""
    found = {tuple(part["winners"]) for each in orders for part in each["ranges"]}
    return sorted(found, key=lambda letters: (len(letters), letters))


def _band(
    order: Mapping[str, Any], parts: Sequence[tuple[str, ...]], names: Names, label: str, drafted: Decimal
) -> dict[str, Any]:
    return {
        "name": f"{label} (as drafted)" if order["is_drafted"] else label,
        "figure": _at(order, drafted, names),
        "words": f"{label}: {_said(order, names)}",
        "segments": [_segment(each, parts) for each in order["ranges"]],
    }


def _segment(part: Mapping[str, Any], parts: Sequence[tuple[str, ...]]) -> dict[str, Any]:
    low, high, letters = Decimal(part["from"]), Decimal(part["to"]), tuple(part["winners"])
    return {
        "number": parts.index(letters),
        "letter": "=".join(letters),
        "x": round_out(low, 3),
        "width": round_out(high - low, 3),
        "middle": round_out((low + high) / 2, 3),
        "is_wide": high - low >= WIDE * len(letters),
    }


def _at(order: Mapping[str, Any], weight: Decimal, names: Names) -> str:
    """Name who wins at one weight; where it is a point of change, those on both sides are level."""
    here = [each for each in order["ranges"] if Decimal(each["from"]) <= weight <= Decimal(each["to"])]
    winners = dict.fromkeys(letter for each in here for letter in each["winners"])
    return listed([names[each] for each in sorted(winners)])


def _said(order: Mapping[str, Any], names: Names) -> str:
    parts = [
        f"{listed([names[each] for each in part['winners']])} from {of_100(Decimal(part['from']))} to "
        f"{of_100(Decimal(part['to']))}"
        for part in order["ranges"]
    ]
    return "; ".join(parts)


def _anchor(at: Decimal | int, *, edge: int) -> str:
    if at < edge:
        return "start"
    return "end" if at > 100 - edge else "middle"
