"""Turns a stored version of the criteria into what its page shows, from its document alone; decides nothing."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from decimal import Decimal
from fractions import Fraction
from typing import Any

from assurance.domain.evaluation.criterion import Kind
from assurance.domain.evaluation.explanation import RULE_WORDS
from assurance.domain.evaluation.published_words import formula_words, method_words, normalise_words
from assurance.domain.evaluation.version_changes import Placed, walk
from assurance.web.staff.tender.criterion_forms import KINDS


@dataclass(frozen=True, slots=True)
class Line:
    """One criterion of a version: how deep it stands and what it counts for in the whole."""

    data: Mapping[str, Any]
    depth: int
    kind: str
    weight: Decimal
    of_the_whole: Fraction
    minimum: str
    notes: list[str]


def lines(document: Mapping[str, Any]) -> list[Line]:
    """List the criteria of a version in its order."""
    depths, wholes = {"": -1}, {"": Fraction(100)}
    found = []
    for code, placed in walk(document).items():
        weight = Decimal(placed.data["weight"])
        depths[code] = depths[placed.parent] + 1
        wholes[code] = wholes[placed.parent] * Fraction(weight) / 100
        kind = KINDS[Kind(placed.data["kind"])][0]
        noted = _notes(placed, code in document["down_select"])
        found.append(Line(placed.data, depths[code], kind, weight, wholes[code], _minimum(placed), noted))
    return found


def rules(document: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Say what decides a result beside the tree."""
    titles = {code: f"“{placed.title}”" for code, placed in walk(document).items()}
    ties = [RULE_WORDS.get(rule) or f"the higher result on {titles.get(rule, rule)}" for rule in document["tie_break"]]
    said = ", then ".join(ties)
    closed = document["price_opens_after_quality"]
    return [
        ("Bids are ranked by", method_words(document["method"])),
        ("Equal totals are separated by", said[:1].upper() + said[1:] or "No rule: they share a place"),
        ("Prices", "Stay closed until the marks on quality are final" if closed else "Are opened with the tenders"),
        ("May be refined", "Until final tenders are invited" if document.get("criteria_may_be_refined") else "No"),
        *((f"Mark {each['mark']}", f"{each['label']}: {each['text']}") for each in document["scale"]),
    ]


def _minimum(placed: Placed) -> str:
    least = placed.data["minimum"]
    if least is None:
        return "None"
    return f"{least}%" if placed.data["kind"] == Kind.GROUP else f"{least} of {placed.data['scale']}"


def _notes(placed: Placed, is_down_select: bool) -> list[str]:
    data = placed.data
    found = [formula_words(data["formula"], data["parameters"])] if "formula" in data else []
    found += [normalise_words(data["normalise"])] if data.get("normalise") else []
    return found + (["Also in the down-selection"] if is_down_select else [])
