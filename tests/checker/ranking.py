"""Recomputes `assurance-result/1` from `assurance-evaluation/1`, written from the description of the two formats."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from fractions import Fraction
from itertools import groupby
from typing import Any

from tests.checker.pricing import percents

Criterion = dict[str, Any]
Bid = dict[str, Any]
Figures = dict[str, list[Fraction]]
"""Per cent of each criterion, one for each bid that is still in."""
WHOLE = Fraction(100)


def recompute(document: dict[str, Any]) -> dict[str, Any]:
    """Work out the whole result: who is out and why, then what everybody else earned, then the order."""
    tree: list[Criterion] = document["criteria"]
    bids: list[Bid] = sorted(document["bids"], key=lambda bid: bid["id"])
    out = {bid["id"]: found for bid in bids if (found := list(_failures(tree, bid)))}
    selected = _select(document.get("select"), tree, [bid for bid in bids if bid["id"] not in out], out)
    inside = [bid for bid in bids if bid["id"] not in out]
    figures: Figures = {}
    totals = _together(tree, [_earned(each, inside, figures) for each in tree], len(inside))
    places = _figures_of(document.get("method", {"name": "weighted-sum"}), tree, inside, figures)
    order = _Order(inside, figures, places or [-total for total in totals], document.get("tie_break", []))
    shares = dict(_shares(tree, Fraction(1)))
    ranked = [
        {"id": inside[at]["id"], "rank": rank, "status": "ranked", "total": said(totals[at])}
        | ({"figure": said(places[at])} if places else {})
        | {"criteria": {code: _of(code, inside[at], figures[code][at], shares[code]) for code in figures}}
        for rank, at in order.ranked()
    ]
    gone = [{"id": name, "rank": None, "status": "eliminated", "reasons": out[name]} for name in sorted(out)]
    result = {"format": "assurance-result/1", "bids": ranked + gone, "ranking": [each["id"] for each in ranked]}
    return result | {"ties": order.ties} | ({} if selected is None else {"selected": selected})


def said(value: Fraction, places: int = 6) -> str:
    """Write a figure: half up, without zeros at the end."""
    whole = int(abs(value) * 10**places + Fraction(1, 2))
    text = f"{whole // 10**places}.{whole % 10**places:0{places}}".rstrip("0").rstrip(".")
    return f"-{text}" if value < 0 and whole else text


def walk(tree: list[Criterion]) -> Iterator[Criterion]:
    """Give every criterion, parents first."""
    for each in tree:
        yield each
        yield from walk(each.get("children", []))


def _of(code: str, bid: Bid, percent: Fraction, share: Fraction) -> dict[str, str]:
    own = {"mark": bid.get("scores", {}).get(code), "price": bid.get("prices", {}).get(code)}
    told = {name: said(Fraction(value)) for name, value in own.items() if value is not None}
    return {**told, "percent": said(percent), "weighted": said(percent * share)}


def _shares(tree: list[Criterion], whole: Fraction) -> Iterator[tuple[str, Fraction]]:
    for each in tree:
        share = whole * Fraction(each.get("weight", 0)) / 100
        yield each["id"], share
        yield from _shares(each.get("children", []), share)


def _earned(criterion: Criterion, bids: list[Bid], figures: Figures, *, alone: bool = False) -> list[Fraction] | None:
    """Work out the percentages of a criterion and of what it holds; `alone` leaves out whatever compares bids."""
    code = criterion["id"]
    if "pass_fail" in criterion:
        return None
    figures[code] = []  # parents stand before what they hold
    if "scale" in criterion:
        found = [WHOLE * Fraction(bid["scores"][code]) / Fraction(criterion["scale"]) for bid in bids]
    elif "price" in criterion:
        found = percents(criterion["price"], [Fraction(bid["prices"][code]) for bid in bids])
    else:
        held = [_earned(each, bids, figures, alone=alone) for each in criterion["children"]]
        if all(each is None for each in held):
            del figures[code]
            return None
        found = _together(criterion["children"], held, len(bids))
    figures[code] = found if alone else _normalised(criterion, found)
    return figures[code]


def _together(tree: list[Criterion], held: list[list[Fraction] | None], count: int) -> list[Fraction]:
    parts = [(Fraction(each.get("weight", 0)), found) for each, found in zip(tree, held, strict=True) if found]
    return [sum((weight * found[at] / 100 for weight, found in parts), Fraction(0)) for at in range(count)]


def _normalised(criterion: Criterion, found: list[Fraction]) -> list[Fraction]:
    low, high = min(found, default=Fraction(0)), max(found, default=Fraction(0))
    if criterion.get("normalise") == "highest":
        return [WHOLE * each / high if high else Fraction(0) for each in found]
    if criterion.get("normalise") == "min-max":
        return [WHOLE * (each - low) / (high - low) if high != low else WHOLE for each in found]
    return found


def _failures(tree: list[Criterion], bid: Bid) -> Iterator[dict[str, str]]:
    """Name every minimum that a bid is below and everything it does not pass, before bids are compared."""
    for each in walk(tree):
        if "pass_fail" in each and not bid["passes"][each["id"]]:
            yield {"criterion": each["id"], "rule": "pass_fail", "required": "pass", "found": "fail"}
        if "minimum" not in each:
            continue
        least = Fraction(each["minimum"])
        has = Fraction(bid["scores"][each["id"]]) if "scale" in each else _alone(each, bid)
        if has < least:
            yield {"criterion": each["id"], "rule": "minimum", "required": said(least), "found": said(has)}


def _alone(criterion: Criterion, bid: Bid) -> Fraction:
    (found,) = _earned(criterion, [bid], {}, alone=True) or [Fraction(0)]
    return found


def _select(
    rule: dict[str, Any] | None, tree: list[Criterion], bids: list[Bid], out: dict[str, Any]
) -> list[str] | None:
    """Put out whoever is below the cut of a down-selection, and name who goes through, best first."""
    if not rule:
        return None
    criterion = next(each for each in walk(tree) if each["id"] == rule["on"])
    has = {bid["id"]: _alone(criterion, bid) for bid in bids}
    best = sorted(has, key=lambda name: (-has[name], name))
    if len(best) <= int(rule["count"]):
        return best
    line = has[best[int(rule["count"]) - 1]]
    for name in best:
        if has[name] < line:
            out[name] = [{"criterion": rule["on"], "rule": "select", "required": said(line), "found": said(has[name])}]
    return [name for name in best if name not in out]


def _figures_of(method: dict[str, Any], tree: list[Criterion], bids: list[Bid], figures: Figures) -> list[Fraction]:
    """Work out what a method other than the weighted sum ranks by, the lowest first; nothing for the weighted sum."""
    quality = _quality(tree, figures, len(bids)) or [Fraction(0)] * len(bids)
    lowest = min(quality, default=Fraction(0))
    scales = sum((Fraction(each["scale"]) for each in walk(tree) if "scale" in each), Fraction(0))
    worth = Fraction(method.get("value_per_point", 0))
    kinds: dict[str, Callable[[Fraction, Fraction, Fraction], Fraction]] = {
        "price-per-quality-point": lambda price, has, _: price / has,
        "relative-value-cost": lambda price, has, _: price / ((has + 100) / (lowest + 100)),
        "quality-monetised": lambda price, has, _: price - worth * has,
        "coefficient": lambda price, _, marks: price / (1 + marks / (1 - scales)),
    }
    if method["name"] not in kinds:
        return []
    return [
        kinds[method["name"]](_price(bid), quality[at], sum(map(Fraction, bid["scores"].values()), Fraction(0)))
        for at, bid in enumerate(bids)
    ]


def _quality(tree: list[Criterion], figures: Figures, count: int) -> list[Fraction] | None:
    """Work out the percentage of what is marked, its weights brought up to a hundred where prices are left out."""
    parts = []
    for each in tree:
        found = figures.get(each["id"])
        if any("price" in inner for inner in walk([each])):
            found = _quality(each.get("children", []), figures, count)
            found = _normalised(each, found) if found else None
        if found:
            parts.append((Fraction(each.get("weight", 0)), found))
    whole = sum((weight for weight, _ in parts), Fraction(0))
    if not whole:
        return None
    return [sum((weight * found[at] / whole for weight, found in parts), Fraction(0)) for at in range(count)]


def _price(bid: Bid) -> Fraction:
    return sum(map(Fraction, bid.get("prices", {}).values()), Fraction(0))


@dataclass
class _Order:
    """Puts bids in order, best first, those that are equal by the rules in turn."""

    bids: list[Bid]
    figures: Figures
    places: list[Fraction]
    rules: list[str]
    ties: list[dict[str, Any]] = field(default_factory=list)

    def ranked(self) -> list[tuple[int, int]]:
        """Give rank and position of each bid; those that nothing separates share a rank."""
        found: list[tuple[int, int]] = []
        for group in self._groups(range(len(self.bids)), self.places):
            for shared in self._separated(group, self.rules):
                rank = len(found) + 1
                found += [(rank, at) for at in shared]
        return found

    def _separated(self, members: list[int], rules: list[str]) -> Iterator[list[int]]:
        if len(members) == 1:
            yield members
            return
        for number, rule in enumerate(rules):
            parts = self._groups(members, self._standings(rule))
            if len(parts) > 1:
                self._tie(members, rule)
                for part in parts:
                    yield from self._separated(part, rules[number + 1 :])
                return
        self._tie(members, None)
        yield members

    def _tie(self, members: list[int], rule: str | None) -> None:
        self.ties.append({"bids": [self.bids[at]["id"] for at in members], "rule": rule})

    def _standings(self, rule: str) -> list[Fraction]:
        """Give what a rule compares, the lower the better."""
        if rule == "lowest-price":
            return [_price(bid) for bid in self.bids]
        if rule == "earliest":
            times = [datetime.fromisoformat(bid["submitted_at"]).timestamp() for bid in self.bids]
            return [Fraction(each) for each in times]
        return [-percent for percent in self.figures[rule]]

    def _groups(self, members: Iterable[int], standings: list[Fraction]) -> list[list[int]]:
        ordered = sorted(members, key=lambda at: (standings[at], self.bids[at]["id"]))
        return [list(group) for _, group in groupby(ordered, key=lambda at: standings[at])]
