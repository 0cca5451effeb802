"""Turns a letter, kept as it was issued, into what its page shows: figures and dates in words, nothing recomputed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from decimal import Decimal
from typing import Any

from assurance.domain.money import format_gbp, round_out, two_places
from assurance.domain.notices.letters import words_of


def page(content: Mapping[str, Any]) -> dict[str, Any]:
    """Give a letter's content with its figures and dates ready to show."""
    winner, price = content["winner"], content["price"]
    return {
        **content,
        "words": words_of(content),
        "criteria_of_award": content.get("criteria_of_award", ""),
        "subtotals": content.get("subtotals", []),
        "addressee": content.get("addressee", content["to"]),
        "written": date.fromisoformat(content["date"]) if content["date"] else None,
        "total": _total(content["total"]),
        "criteria": [{**each, "weight": f"{_figure(each['weight_percent'])}%"} for each in content["criteria"]],
        "winner": {"subtotals": [], **winner, "total": _total(winner["total"])} if winner else None,
        "price": {"amount": format_gbp(Decimal(price["amount"])), "percent": _figure(price["percent"])}
        if price
        else None,
        "standstill": _standstill(content["standstill"]),
    }


def _figure(value: Any) -> str:
    return "" if value is None else round_out(Decimal(str(value)), 2)


def _total(value: Any) -> str:
    return "" if value is None else two_places(Decimal(str(value)))


def _standstill(given: Mapping[str, Any] | None) -> dict[str, Any] | None:
    if not given or not given["representations_until"]:
        return None
    last_second = datetime.fromisoformat(given["representations_until"])
    return {
        "begins": date.fromisoformat(given["begins_on"]),
        "until": last_second + timedelta(seconds=1),  # shown as the midnight that ends the day
        "why": [*given["why"], "", ""][:2],
    }
