"""Reads a table of budgets as it is printed: a title, a unit, headings over two rows, and a total under the line.

It is turned into the plain layout before it is judged, so that every fault still has its row. A total that is printed
must be what the categories add up to; one that was lost in print is not needed. A column of percentages is read past.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from decimal import Decimal

from assurance.domain.errors import InvalidInput
from assurance.domain.faults import Fault
from assurance.domain.money import parse_gbp

Rows = Sequence[tuple[int, list[str]]]
TOTALS = frozenset({"all", "total", "totals", "sum"})

_YEAR = re.compile(r"\s*(20[0-9]{2})\s*[-/–]\s*([0-9]{2})\s*", re.ASCII)
_THOUSANDS = re.compile(r"£\s*000|000s|thousand", re.IGNORECASE)
_CATEGORY = re.compile(r"categor|programme", re.IGNORECASE)


def to_plain(rows: Rows) -> Rows:
    """Give a printed table the headings of the plain layout; anything else is returned as it is."""
    head = next((at for at, (_, cells) in enumerate(rows) if _is_head(cells)), None)
    if head is None or {"code", "programme"} <= {each.strip().lower() for each in rows[head][1]}:
        return rows
    number, cells = rows[head]
    prefix = "gbp_thousand_" if any(_THOUSANDS.search(each) for _, title in rows[:head] for each in title) else "gbp_"
    body = [(row, _fitted(each, len(cells))) for row, each in _down_to_total(rows[head + 1 :])]
    above = _fitted(rows[head - 1][1] if head else [], len(cells))
    headings = [
        "change_printed" if "%" in above[at] else _heading(cells, at, [row[at] for _, row in body], prefix)
        for at in range(len(cells))
    ]
    return [(number, headings), *body]


def without_total(rows: Rows) -> tuple[Rows, tuple[int, list[str]] | None]:
    """Part the rows of a table from the total under it, where there is one."""
    if len(rows) > 1 and any(cell.strip().casefold() in TOTALS for cell in rows[-1][1][:2]):
        return rows[:-1], rows[-1]
    return rows, None


def total_faults(
    total: tuple[int, list[str]] | None, headings: Sequence[str], added: dict[int, tuple[Decimal, int]]
) -> Iterator[Fault]:
    """Say where a printed total is not what the categories add up to; `added` by column: the sum and its unit."""
    if total is None:
        return
    row, cells = total
    for column, (whole, unit) in added.items():
        try:
            printed = parse_gbp(cells[column], headings[column]) * unit if column < len(cells) else None
        except InvalidInput:
            continue  # lost in print: it is worked out
        if printed is not None and printed != whole:
            said = f"the total printed is {cells[column].strip()}, and the categories add up to {_said(whole / unit)}"
            yield Fault(f"row {row}, {headings[column]}", said)


def _said(amount: Decimal) -> str:
    return f"{amount:,.2f}".removesuffix(".00")


def _is_head(cells: Sequence[str]) -> bool:
    return any(_CATEGORY.search(each) for each in cells) and any(_YEAR.fullmatch(each) for each in cells)


def _down_to_total(rows: Rows) -> Rows:
    """Leave out what is printed under the total."""
    for at, (_, cells) in enumerate(rows):
        if any(cell.strip().casefold() in TOTALS for cell in cells[:2]):
            return rows[: at + 1]
    return rows


def _fitted(cells: list[str], length: int) -> list[str]:
    return [*cells, *[""] * (length - len(cells))]


def _heading(cells: Sequence[str], at: int, column: Sequence[str], prefix: str) -> str:
    filled = [each for each in column if each.strip()]
    if filled and all("%" in each for each in filled):
        return "change_printed"
    if year := _YEAR.fullmatch(cells[at]):
        return f"{prefix}{year[1]}_{year[2]}"
    if _CATEGORY.search(cells[at]):
        return "code" if at + 1 < len(cells) and not cells[at + 1].strip() else "programme"
    if at and _CATEGORY.search(cells[at - 1]):
        return "programme"
    if at + 1 < len(cells) and _CATEGORY.search(cells[at + 1]):
        return "code"
    return cells[at].strip().lower()
