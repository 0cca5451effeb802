"""The search among opportunities as a page shows it, the same for everybody; all of it stands in the address."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from flask import request
from sqlalchemy.orm import Session
from wtforms import SelectField, StringField

from assurance.domain.suppliers.search import Band, Order, Search, Which, read_search
from assurance.exports.tables import Cell, Table, moment
from assurance.persistence.queries.opportunities import PAGE, find_every, find_page, list_choices
from assurance.web.forms.base import BaseForm
from assurance.web.forms.fields import choices
from assurance.web.listing import DOWN, UP, heading


class SearchForm(BaseForm):
    """What to look for. Sent with GET, so that a search can be kept as an address."""

    class Meta(BaseForm.Meta):
        """A search changes nothing and carries no token."""

        csrf = False

    q = StringField("Words", description="In the title, the notice, the reference or the name of the authority.")
    which = SelectField("Show", choices=choices(Which))
    authority = SelectField("Authority")
    care_group = SelectField("Care group")
    band = SelectField("Lifetime value, where published", choices=choices(Band, prompt="Any"))
    before = StringField("Closing on or before", description="Year, month and day, such as 2027-03-31.")
    sort = SelectField("Sort by", choices=choices(Order))


NAMES = ("q", "which", "authority", "care_group", "band", "before", "sort")


def search_page(session: Session, now: datetime, address: Callable[..., str]) -> dict[str, Any]:
    """Return what a page of opportunities shows; `address` makes the address of the page from the parts of a search."""
    given = request.args
    search, faults = read_search(given)
    number, known = _page(given.get("page", "")), list_choices(session)
    found, total = find_page(session, search, now, number)
    params = search.as_params()
    return {
        "form": _form(given, known, faults),
        "search": search,
        "params": params,
        "opportunities": found,
        "total": total,
        "page": number,
        "pages": max(1, -(-total // PAGE)),
        "page_address": lambda each: address(**params, page=each),
        "columns": _columns(search, address),
    }


def _columns(search: Search, address: Callable[..., str]) -> list[dict[str, Any]]:
    """Return the headings; each leads to the list sorted by it, or turned round where it is already."""

    def leads(order: Order) -> str:
        return address(**replace(search, order=order).as_params())

    value = {Order.LEAST: UP, Order.VALUE: DOWN}
    return [
        heading("Procurement", {Order.TITLE: UP, Order.TITLE_DOWN: DOWN}, search.order, leads),
        {"label": "Care group"},
        heading("Lifetime value", value, search.order, leads, numeric=True),
        heading("Ask to take part", {Order.DEADLINE: UP}, search.order, leads),
    ]


def search_table(session: Session, now: datetime) -> Table:
    """List everything that is looked for; for a file. What cannot be read in the address is left out."""
    body: list[list[Cell]] = [
        [
            each.procurement.reference, each.procurement.title, each.procurement.organisation.name,
            each.procurement.care_group or None, each.value, "Open" if each.is_open else "Closed",
            moment(each.procurement.requests_due_at), moment(each.published_at),
        ]
        for each in find_every(session, read_search(request.args)[0], now)
    ]  # fmt: skip
    headings = (
        "Reference", "Title", "Authority", "Care group", "Lifetime value in pounds", "Call", "Ask to take part until",
        "Published",
    )  # fmt: skip
    return Table("Opportunities", headings, body, wide=("Title",))


def feed_search() -> Search:
    """Return the search of a feed's address; what cannot be read there is left out, since nobody sees a message."""
    return read_search(request.args)[0]


def _form(given: Mapping[str, str], known: tuple[list[str], list[str]], faults: Mapping[str, str]) -> SearchForm:
    form = SearchForm(formdata=None, data={name: given.get(name, "") for name in NAMES})
    for field, values in ((form.authority, known[0]), (form.care_group, known[1])):
        chosen = given.get(field.name, "")
        listed = values if chosen in values or not chosen else [*values, chosen]
        field.choices = choices([(each, each) for each in listed], prompt="Any")
    form.which.data = form.which.data or Which.ALL.value
    form.sort.data = form.sort.data or Order.DEADLINE.value
    for name, message in faults.items():
        form[name].errors = [message]
    return form


def _page(typed: str) -> int:
    return max(1, int(typed)) if typed.isascii() and typed.isdigit() and len(typed) < 6 else 1
