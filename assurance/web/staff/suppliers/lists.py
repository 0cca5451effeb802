"""How the list of registered organisations can be looked at."""

from __future__ import annotations

from dataclasses import dataclass

from assurance.domain.suppliers.duplicates import findings
from assurance.persistence.queries.suppliers import list_named
from assurance.web.listing import Choice, Column, Kind, Listing, listed
from assurance.web.transaction import db


@dataclass(frozen=True, slots=True)
class Registered:
    """An organisation with what was found about it, each beside the name of the other where there is one."""

    name: str
    company_number: str
    found: tuple[tuple[str, str], ...]


SUPPLIERS = Kind(
    noun=("organisation", "organisations"),
    columns=(
        Column("Name", "name", lambda each: each.name),
        Column("Company number", "number", lambda each: each.company_number or None),
        Column("What was found", "found", lambda each: len(each.found), largest_first=True),
    ),
    choices=(Choice("found", "Show", "All", {"some": "To look at"}, lambda each, value: bool(each.found)),),
    text=lambda each: (each.name, each.company_number),
)


def suppliers() -> tuple[Listing, int]:
    """List the registered organisations, those to look at first unless the address says otherwise; count these."""
    named = {each.key: each for each in list_named(db())}
    flags: dict[int, list[tuple[str, str]]] = {}
    for each in findings(named.values()):
        beside = named[each.other].name if each.other is not None else ""
        flags.setdefault(each.key, []).append((each.message, beside))
    first = sorted(named.values(), key=lambda each: (each.key not in flags, each.name.casefold(), each.key))
    rows = (Registered(each.name, each.company_number, tuple(flags.get(each.key, ()))) for each in first)
    return listed(SUPPLIERS, rows), len(flags)
