"""Says of a past procurement what its pages and files show."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from decimal import Decimal
from typing import Any

from assurance.domain.money import format_gbp
from assurance.domain.ocds.past.procurement import yearly_value
from assurance.domain.ocds.past.search import Order, PastSearch
from assurance.exports.tables import Cell, Table
from assurance.web.filters import short_date
from assurance.web.listing import DOWN, UP, heading

__all__ = ["Table", "as_table", "columns", "money", "term", "yearly"]
HEADINGS = (
    "Title", "Buyer", "Suppliers", "Value", "Currency", "Value is", "Published", "Tenders due", "Awarded", "Starts",
    "Ends", "Tenders received", "Procedure", "Status", "CPV codes", "Award criteria", "OCID", "Publisher",
    "Description",
)  # fmt: skip
WIDE = ("Title", "Buyer", "Suppliers", "Award criteria", "Description")


def columns(search: PastSearch, address: Callable[..., str]) -> list[dict[str, Any]]:
    """Return the headings of the list, each with the address that sorts by it."""

    def leads(order: Order) -> str:
        return address(**replace(search, order=order).as_params())

    return [
        heading("Procurement", {Order.TITLE: UP, Order.TITLE_DOWN: DOWN}, search.order, leads),
        {"label": "Suppliers"},
        heading("Value", {Order.VALUE: DOWN, Order.LEAST: UP}, search.order, leads, numeric=True),
        heading("Published", {Order.NEWEST: DOWN, Order.OLDEST: UP}, search.order, leads),
    ]


def money(past: Any) -> str:
    """Write the value with what it is, or nothing."""
    if past.value_amount is None:
        return ""
    return f"{_amount(past.value_amount, past.currency)}, {past.value_basis}"


def yearly(past: Any) -> str:
    """Write the value of a year, where the term is known."""
    value = yearly_value(past.value_amount, past.starts_on, past.ends_on)
    return "" if value is None else _amount(value, past.currency)


def term(past: Any) -> str:
    """Write from when to when the contract runs, as far as it is known."""
    if past.starts_on and past.ends_on:
        return f"{short_date(past.starts_on)} to {short_date(past.ends_on)}"
    if past.starts_on:
        return f"from {short_date(past.starts_on)}"
    return f"until {short_date(past.ends_on)}" if past.ends_on else ""


def _amount(value: Decimal, currency: str) -> str:
    said = format_gbp(value)
    return said if currency == "GBP" else f"{currency} {said.replace('£', '')}"


def as_table(found: Sequence[Any]) -> Table:
    """Write past procurements as a table to be taken out."""
    return Table("Past procurements", HEADINGS, [_row(each) for each in found], wide=WIDE)


def _row(past: Any) -> list[Cell]:
    criteria = [f"{each['name']}: {each['weight']}%" if each["weight"] else each["name"] for each in past.criteria]
    return [
        past.title, past.buyer, "; ".join(past.suppliers), past.value_amount, past.currency, past.value_basis,
        past.published_on, past.tenders_due_on, past.awarded_on, past.starts_on, past.ends_on, past.tenders_received,
        past.procedure, past.status, "; ".join(code for code, _ in past.cpv), "; ".join(criteria), past.ocid,
        past.publisher, past.description,
    ]  # fmt: skip
