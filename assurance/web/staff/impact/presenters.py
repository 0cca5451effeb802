"""Turns effects and prices into charts and tables. Decides nothing."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import Any

from assurance.domain.gates.affordability import Standing
from assurance.domain.money import format_gbp
from assurance.domain.provision.system_impact import Effect


def effects_chart(effects: Sequence[Effect], key: str, bidder: str) -> dict[str, Any]:
    """Draw each provider's result of today and with a bid, to the left and right of the line of no surplus."""
    results = [(each.incumbent.name, each.incumbent.result, each.result_after) for each in effects]
    low, high = _span([amount for _, *both in results for amount in both])
    rows = []
    for name, today, after in results:
        rows.append(_bar(f"{name}, today", today, low, high, is_first=False))
        rows.append(_bar(f"{name}, with this bid", after, low, high, is_first=True))
    zero = _at(Decimal(0), low, high)
    anchor = "start" if zero < 15 else "end" if zero > 85 else "middle"
    mark = {"at": zero, "anchor": anchor, "label": "£0"}
    return {
        "id": f"effects-{key}", "title": f"Surplus or deficit a year with the bid of {bidder}", "ticks": [],
        "mark": mark, "rows": rows,
    }  # fmt: skip


def price_rows(standings: Sequence[Standing], envelope: Sequence[Decimal]) -> list[list[str]]:
    """List the contract years, each with its envelope and what every bidder would cost in it."""
    return [
        [f"Year {at + 1}", format_gbp(limit), *(format_gbp(each.price.years[at]) for each in standings)]
        for at, limit in enumerate(envelope)
    ]


def price_total(standings: Sequence[Standing], envelope: Sequence[Decimal]) -> list[str]:
    """Add up the term: the envelope, and every bidder with what it is above or below."""
    together = format_gbp(sum(envelope, Decimal(0)))
    return ["Whole term", together, *(f"{format_gbp(each.price.total)}, {_over(each.over_term)}" for each in standings)]


def round_rows(rounds: Mapping[int, Sequence[Standing]]) -> list[list[str]]:
    """List every bidder with what it stated in each round and by how much that was above or below the envelope."""
    stated = {
        (each.price.bidder, number): f"{format_gbp(each.price.total)}, {_over(each.over_term)}"
        for number, standings in rounds.items()
        for each in standings
    }
    bidders = sorted({bidder for bidder, _ in stated})
    return [[bidder, *(stated.get((bidder, number), "Nothing stated") for number in rounds)] for bidder in bidders]


def prices_chart(standings: Sequence[Standing], envelope: Sequence[Decimal]) -> dict[str, Any]:
    """Draw the price of the term of each bidder with the envelope as a line."""
    limit = sum(envelope, Decimal(0))
    high = max([limit, *(each.price.total for each in standings)]) or Decimal(1)
    rows = [
        {
            "name": each.price.bidder, "figure": format_gbp(each.price.total), "is_first": not each.is_above,
            "words": f"{each.price.bidder}: {format_gbp(each.price.total)}, {_over(each.over_term)}",
            "bars": [{"x": 0, "width": _at(each.price.total, Decimal(0), high)}],
        }
        for each in standings
    ]  # fmt: skip
    mark = {"at": _at(limit, Decimal(0), high), "anchor": "end", "label": f"Envelope {format_gbp(limit)}"}
    return {"id": "prices", "title": "Indicative price of the whole term", "ticks": [], "mark": mark, "rows": rows}


def _over(amount: Decimal) -> str:
    if amount > 0:
        return f"{format_gbp(amount)} above"
    return f"{format_gbp(-amount)} below" if amount < 0 else "exactly the envelope"


def _bar(name: str, amount: Decimal, low: Decimal, high: Decimal, *, is_first: bool) -> dict[str, Any]:
    zero, at = _at(Decimal(0), low, high), _at(amount, low, high)
    kind = "deficit" if amount < 0 else "surplus"
    return {
        "name": name, "figure": format_gbp(amount), "words": f"{name}: {kind} of {format_gbp(abs(amount))}",
        "is_first": is_first, "bars": [{"x": min(zero, at), "width": round(abs(at - zero), 2)}],
    }  # fmt: skip


def _span(amounts: Sequence[Decimal]) -> tuple[Decimal, Decimal]:
    return min([Decimal(0), *amounts]), max([Decimal(0), *amounts])


def _at(amount: Decimal, low: Decimal, high: Decimal) -> float:
    """Return where an amount lies between two others, in per cent."""
    return 0.0 if high == low else round(float((amount - low) / (high - low) * 100), 2)
