"""How the list of published notices can be looked at, as a page and as a file."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from assurance.domain.notices.kinds import TITLES
from assurance.exports.tables import Cell, Table, moment
from assurance.persistence.queries.notices import count_notices, list_kinds, list_notices
from assurance.web.listing import Choice, Column, Kind, Listing, Wanted, fetched, wanted
from assurance.web.transaction import db

COLUMNS = (
    Column("Notice", "title"),
    Column("Reference", "reference"),
    Column("Authority", "authority"),
    Column("Published", "published", largest_first=True),
)


def notices() -> Listing:
    """List a page of the notices."""
    return fetched(_kind(), lambda asked: count_notices(db(), **_narrowed(asked)), _fetch)


def table() -> Table:
    """List all that the address looks for; for a file."""
    body: list[list[Cell]] = [
        [
            notice.title, procurement.reference, procurement.title, procurement.organisation.name,
            moment(notice.published_at),
        ]
        for notice, procurement in _fetch(wanted(_kind()), 0, None)
    ]  # fmt: skip
    return Table("Notices", ("Notice", "Reference", "Procurement", "Authority", "Published"), body, wide=("Notice",))


def _kind() -> Kind:
    known = sorted((TITLES.get(code, code), code) for code in list_kinds(db()))
    kinds = Choice("notice", "Kind of notice", "All notices", {code: label for label, code in known})
    return Kind(("notice", "notices"), COLUMNS, (kinds,), has_words=True, begins="-published")


def _fetch(asked: Wanted, begin: int, size: int | None) -> Sequence[Any]:
    return list_notices(db(), **_narrowed(asked), order=asked.order, begin=begin, size=size)


def _narrowed(asked: Wanted) -> dict[str, Any]:
    return {"words": asked.words, "kind": asked.chosen["notice"]}
