"""Turns a kept trial into what its pages show: findings by how much they matter, tables and the map of winners."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from string import ascii_uppercase
from typing import Any

from assurance.domain.evaluation.methods import METHODS, VALUE_PER_POINT
from assurance.domain.evaluation.pricing import FORMULAS
from assurance.domain.evaluation.sensitivity.sentences import listed
from assurance.domain.evaluation.wind_tunnel import Severity, is_danger, unanswered
from assurance.domain.money import format_gbp, plain
from assurance.web.staff.tender.wind_tunnel_map import winner_map

Names = Mapping[str, str]
SOURCES = {"published": "as drafted", "default": "the usual figure", "derived": "derived from the dummy prices"}
HEADINGS = {
    Severity.DANGER: "Dangers",
    Severity.LOOK: "Worth a look",
    Severity.FINE: "Tried and in order",
}


def run_rows(runs: Sequence[Any], digest: str) -> list[dict[str, Any]]:
    """List the trials, the newest first."""
    rows = [
        {
            "number": number,
            "by": run.run_by.name,
            "at": run.run_at,
            "bids": len(run.setting["bids"]),
            "is_current": run.criteria_digest == digest,
            "dangers": sum(is_danger(each) for each in run.findings["findings"]),
            "open": len(unanswered(run.findings)),
        }
        for number, run in enumerate(runs, 1)
    ]
    return rows[::-1]


def open_codes(run: Any) -> list[str]:
    """List the dangers of a trial that wait for an answer."""
    return [each["code"] for each in run.findings["findings"] if is_danger(each) and not each.get("reason")]


def layout(run: Any) -> dict[str, Any]:
    """Lay out everything a trial found."""
    names = {ascii_uppercase[number]: bid["name"] for number, bid in enumerate(run.setting["bids"])}
    found = [{"reason": "", "signed": "", **each} for each in run.findings["findings"]]
    orders = run.findings["orders"]
    return {
        "first": next((each["found"] for each in found if each["code"] == "order" and not is_danger(each)), ""),
        "groups": [
            (
                HEADINGS[each],
                [one for one in found if one["severity"] == each.value and (one["code"] != "order" or is_danger(one))],
            )
            for each in Severity
        ],
        "orders": [_order_row(each, orders[0], names) for each in orders],
        "map": winner_map(orders, names, label_of),
        "bids": _bid_table(run.setting, names),
    }


def label_of(order: Mapping[str, Any]) -> str:
    """Name a way of ranking."""
    known: Mapping[str, Any] = FORMULAS if order["kind"] == "formula" else METHODS
    return known[order["name"]].label if order["name"] in known else "The formulas as drafted, each for its price"


def _order_row(order: Mapping[str, Any], own: Mapping[str, Any], names: Names) -> dict[str, Any]:
    places = order["places"]
    return {
        "label": label_of(order),
        "is_drafted": order["is_drafted"],
        "parameters": _parameters(order),
        "order": ", then ".join(_level(place, names) for place in places)
        or f"Does not apply: {order['why'] or 'no bid is left'}",
        "beside": _beside(order, own),
        "extra": _extra(order, names),
    }


def _level(place: Sequence[str], names: Names) -> str:
    said = listed([names[each] for each in place])
    return said if len(place) == 1 else f"{said} (level)"


def _beside(order: Mapping[str, Any], own: Mapping[str, Any]) -> str:
    if order["is_drafted"]:
        return "As drafted"
    if not order["places"]:
        return "None"
    same = own["places"] and set(order["places"][0]) == set(own["places"][0])
    return "Same winner" if same else "Another winner"


def _extra(order: Mapping[str, Any], names: Names) -> str:
    extra = order["extra"]
    if not extra["is_possible"]:
        return "No: points do not depend on other bids" if order["kind"] == "formula" else "No"
    example = extra["example"]
    if example is None:
        return f"Not found in {extra['tries']} tries" if extra["tries"] else "Not asked"
    winners = listed([names[each] for each in example["winners"]])
    return f"Yes: at {example['price']} with {example['quality']}% quality, {winners} instead"


def _parameters(order: Mapping[str, Any]) -> str:
    """Say the figures of a way of ranking and where they come from."""
    if order["name"] == "coefficient":
        return "Each feature is worth the weight of its criterion"
    said = [
        _figure(order["name"], name, value) for given in order["parameters"].values() for name, value in given.items()
    ]
    return f"{'; '.join(said)} ({SOURCES[order['source']]})" if said else ""


def _figure(formula: str, name: str, value: str) -> str:
    if name == VALUE_PER_POINT:
        return f"One per cent of quality is worth {format_gbp(Decimal(value))}"
    labels = {each.name: each.label for each in FORMULAS[formula].parameters} if formula in FORMULAS else {}
    label = labels.get(name, name)
    shown = format_gbp(Decimal(value)) if "£" in label else plain(Decimal(value))
    return f"{label.removesuffix(' (£)')}: {shown}"


def _bid_table(setting: Mapping[str, Any], names: Names) -> dict[str, Any]:
    scored = setting["scored"] if any("marks" in bid for bid in setting["bids"]) else {}
    columns = [{"label": "Bid"}, *({"label": title, "numeric": True} for title in setting["prices"].values())]
    columns += [{"label": title, "numeric": True} for title in scored.values()] or [
        {"label": "Quality", "numeric": True}
    ]
    rows = [
        [
            letter if names[letter] == letter else f"{letter}: {names[letter]}",
            *(format_gbp(Decimal(bid["prices"][key])) for key in setting["prices"]),
            *([bid["marks"][key] for key in scored] if scored else [f"{bid['quality']}%"]),
        ]
        for letter, bid in zip(names, setting["bids"], strict=True)
    ]
    return {"columns": columns, "rows": rows, "is_spread": not scored}
