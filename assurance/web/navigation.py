"""The menus of the three audiences as data, and who is signed in. No audience sees another's."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from flask import Flask, current_app, g, request, url_for
from flask_login import current_user

from assurance.persistence.queries.messages import count_unread
from assurance.web import guards
from assurance.web.transaction import db


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a menu and the page it leads to."""

    label: str
    endpoint: str
    counts_unread: bool = False

    @property
    def section(self) -> str:
        """The blueprint whose pages all belong under this line."""
        return self.endpoint.rpartition(".")[0]


MENUS: dict[str, tuple[Entry, ...]] = {
    "staff": (
        Entry("My work", "staff.dashboard.index"),
        Entry("Procurements", "staff.procurements.index"),
        Entry("My key", "staff.keys.show"),
        Entry("Suppliers", "staff.suppliers.index"),
        Entry("Past procurements", "staff.past.index"),
    ),
    "supplier": (
        Entry("My bids", "supplier.bids.index"),
        Entry("Opportunities", "supplier.opportunities.index"),
        Entry("Organisation", "supplier.account.show"),
        Entry("Messages", "supplier.messages.index", counts_unread=True),
    ),
    "public": (
        Entry("Notices", "public.notices.index"),
        Entry("Opportunities", "public.opportunities.index"),
        Entry("Open data", "public.api.index"),
        Entry("Procedures", "public.procedures.index"),
    ),
    "auth": (),
}

HOMES = {
    "staff": "staff.dashboard.index",
    "supplier": "supplier.bids.index",
    "public": "public.notices.index",
    "auth": "public.notices.index",
}
"""Where the service's name in each header leads."""

SIGN_IN = "auth.sign_in"
SIGN_OUT = "auth.sign_out"
ACCOUNT = "auth.account"


def init_app(app: Flask) -> None:
    """Give templates `navigation_items(audience)`, `home_url(audience)`, `account()` and `sign_in_url()`."""
    app.jinja_env.globals.update(navigation_items=items, home_url=home_url, account=account, sign_in_url=sign_in_url)


def items(audience: str) -> list[dict[str, Any]]:
    """Fill the header's menu, marking the section the person is in."""
    here = request.blueprint or ""
    return [
        {"text": _label(entry), "href": url_for(entry.endpoint), "current": _within(here, entry.section)}
        for entry in MENUS[audience]
        if _built(entry.endpoint)
    ]


def home_url(audience: str) -> str:
    """Lead the service's name to the audience's first page."""
    endpoint = HOMES[audience]
    return url_for(endpoint) if _built(endpoint) else "/"


def account() -> dict[str, str] | None:
    """Say who is signed in, where their account is and where they sign out; nothing when nobody is."""
    if not getattr(current_user, "is_authenticated", False) or not _built(SIGN_OUT):
        return None
    return {"name": current_user.name, "account_url": url_for(ACCOUNT), "sign_out_url": url_for(SIGN_OUT)}


def sign_in_url() -> str:
    """Lead to the page where one signs in, except from that page itself."""
    return url_for(SIGN_IN) if _built(SIGN_IN) and request.endpoint != SIGN_IN else ""


def missing_endpoints(app: Flask) -> list[str]:
    """Name the pages that menus lead to but that do not exist; a test asserts that there are none."""
    wanted = {entry.endpoint for menu in MENUS.values() for entry in menu} | set(HOMES.values())
    return sorted((wanted | {SIGN_IN, SIGN_OUT, ACCOUNT}) - set(app.view_functions))


def _label(entry: Entry) -> str:
    """Add how many messages are unread, where the page has a session to ask with; a page of an error asks nothing."""
    person = guards.maybe_actor()
    if not entry.counts_unread or person is None or "session" not in g:
        return entry.label
    unread = count_unread(db(), person)
    return f"{entry.label} ({unread} new)" if unread else entry.label


def _within(blueprint: str, section: str) -> bool:
    return blueprint == section or blueprint.startswith(f"{section}.")


def _built(endpoint: str) -> bool:
    """Leave out a page not built yet while developing or testing; elsewhere a missing page is a fault."""
    return endpoint in current_app.view_functions or not (current_app.debug or current_app.testing)
