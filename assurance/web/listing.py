"""Lists that grow: sorted by a column, narrowed and cut into pages by the address, so that what is seen can be shared.

One shape for all of them, and the file beside a list holds what its page shows. What a person may see is decided by
whoever brings the rows. A part of the address that cannot be read is left out, and the page shows that it was.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import quote, urlencode

from flask import request

from assurance.domain.finding import LONGEST, read_words, says

UP, DOWN = "ascending", "descending"
_WAYS = (("", UP), ("-", DOWN))
SIZES = (25, 50)
"""Rows on one page; the first where the address says nothing."""


@dataclass(frozen=True, slots=True)
class Column:
    """A heading. With a `key` one can sort by it: by what `by` gives of a row, or as the database orders that key."""

    label: str
    key: str = ""
    by: Callable[[Any], Any] | None = None
    numeric: bool = False
    largest_first: bool = False
    """The first press puts the largest or newest on top."""


@dataclass(frozen=True, slots=True)
class Choice:
    """One thing by which a list can be narrowed, with the words of each value."""

    name: str
    label: str
    everything: str
    values: Mapping[str, str]
    fits: Callable[[Any, str], bool] | None = None
    """Whether a row has the value; None where the database is asked."""


@dataclass(frozen=True, slots=True)
class Kind:
    """What a list is of, and how it may be looked at."""

    noun: tuple[str, str]
    columns: Sequence[Column]
    choices: Sequence[Choice] = ()
    text: Callable[[Any], Iterable[str | None]] | None = None
    """The texts of a row in which words are looked for."""
    has_words: bool = False
    """Whether words are looked for in the database."""
    begins: str = ""
    """What the rows come sorted by: a key, with a minus where the largest comes first."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """What the address asks of a list."""

    kind: Kind
    path: str
    typed: str
    chosen: Mapping[str, str]
    sort: str
    page: int
    size: int

    @property
    def words(self) -> tuple[str, ...]:
        """The words to look for."""
        return read_words(self.typed)

    @property
    def order(self) -> tuple[str, bool]:
        """The key to sort by, empty for the usual order, and whether the largest comes first."""
        return self.sort.removeprefix("-"), self.sort.startswith("-")

    @property
    def params(self) -> dict[str, str]:
        """The parts of the address that say what is found, for its file as well."""
        given = {"q": self.typed, **self.chosen, "sort": self.sort}
        return {name: value for name, value in given.items() if value}

    @property
    def is_narrowed(self) -> bool:
        """Whether anything may be left out."""
        return bool(self.typed or any(self.chosen.values()))

    def address(self, **changed: Any) -> str:
        """Return the address of this list with some of its parts changed."""
        size = {"size": self.size} if self.size != SIZES[0] else {}
        given = {name: value for name, value in {**self.params, **size, **changed}.items() if value}
        return f"{self.path}?{urlencode(given)}" if given else self.path

    @property
    def filters(self) -> list[tuple[str, str, list[dict[str, Any]]]]:
        """Name, label and items of each choice, as the component takes them."""
        return [
            (each.name, each.label, [
                {"value": value, "text": text, "selected": value == self.chosen[each.name]}
                for value, text in {"": each.everything, **each.values}.items()
            ])
            for each in self.kind.choices
        ]  # fmt: skip

    @property
    def sorts(self) -> list[dict[str, Any]]:
        """The items of a choice of order, for phones, where a table has no headings to press."""
        keyed = [each for each in self.kind.columns if each.key]
        named = [(sign + each.key, f"{each.label}, {way}") for each in keyed for sign, way in _WAYS]
        return [
            {"value": value, "text": text, "selected": value == self.sort}
            for value, text in [("", "In the usual order"), *named]
        ]

    @property
    def columns(self) -> list[dict[str, Any]]:
        """The headings as the table takes them, each with the address that sorts by it."""
        return [self._heading(each) for each in self.kind.columns]

    def _heading(self, column: Column) -> dict[str, Any]:
        heading: dict[str, Any] = {"label": column.label, "numeric": column.numeric}
        if not column.key:
            return heading
        shown, (down, up) = self.sort or self.kind.begins, (f"-{column.key}", column.key)
        turned = up if shown == down or (shown != up and not column.largest_first) else down
        sorted_now = {up: UP, down: DOWN}.get(shown, "")
        return heading | {"href": self.address(sort=turned, page=None), "sorted": sorted_now}


@dataclass(frozen=True, slots=True)
class Listing:
    """One page of a list."""

    wanted: Wanted
    rows: Sequence[Any]
    total: int
    """What is found on all pages."""
    of: int | None = None
    """How many there are if nothing is left out, where that is known."""
    found: Sequence[Any] = field(default=(), repr=False)
    """Everything that is found, in its order; for a file."""

    @property
    def page(self) -> int:
        """The number of this page."""
        return min(self.wanted.page, self.pages)

    @property
    def pages(self) -> int:
        """How many pages there are."""
        return max(1, -(-self.total // self.wanted.size))

    @property
    def in_words(self) -> str:
        """Say how many there are, and which page this is."""
        one, many = self.wanted.kind.noun
        part = f" of {self.of:,}" if self.of is not None and self.of != self.total else ""
        noun = one if (self.of if part else self.total) == 1 else many
        return f"{self.total:,}{part} {noun}" + (f", page {self.page} of {self.pages}" if self.pages > 1 else "")

    def page_address(self, number: int) -> str:
        """Return the address of a page of this list."""
        return self.wanted.address(page=number)

    @property
    def sizes(self) -> list[tuple[int, str]]:
        """The other sizes a page may have with their addresses, where there is more than the smallest holds."""
        if self.total <= SIZES[0]:
            return []
        return [(size, self.wanted.address(size=size, page=None)) for size in SIZES if size != self.wanted.size]


def heading(
    label: str, ways: Mapping[Any, str], shown: Any, leads: Callable[[Any], str], *, numeric: bool = False
) -> dict[str, Any]:
    """Return a heading of a search with orders of its own: `ways` says of each whether it goes up or down.

    `leads` gives the address of an order: of the first, or where one is shown already, of the next.
    """
    orders = list(ways)
    following = orders[(orders.index(shown) + 1) % len(orders)] if shown in ways else orders[0]
    return {"label": label, "numeric": numeric, "href": leads(following), "sorted": ways.get(shown, "")}


def wanted(kind: Kind) -> Wanted:
    """Read what the address asks of a list."""
    keys = {sign + each.key for each in kind.columns if each.key for sign in ("", "-")}
    sort, size = request.args.get("sort", ""), request.args.get("size", type=int)
    given = {each.name: request.args.get(each.name, "") for each in kind.choices}
    return Wanted(
        kind=kind,
        path=request.script_root + quote(request.path),
        typed=" ".join(read_words(request.args.get("q", "")[:LONGEST])) if kind.text or kind.has_words else "",
        chosen={each.name: given[each.name] if given[each.name] in each.values else "" for each in kind.choices},
        sort=sort if sort in keys else "",
        page=min(max(request.args.get("page", 1, type=int), 1), 10**6),
        size=size if size in SIZES else SIZES[0],
    )


def listed(kind: Kind, rows: Iterable[Any]) -> Listing:
    """Narrow, sort and cut rows that are all at hand."""
    asked, every = wanted(kind), list(rows)
    found = _sorted(asked, [row for row in every if _fits(asked, row)])
    cut = Listing(asked, (), len(found), len(every), found)
    return Listing(asked, _cut(found, cut.page, asked.size), len(found), len(every), found)


def fetched(kind: Kind, count: Callable[[Wanted], int], fetch: Callable[[Wanted, int, int], Sequence[Any]]) -> Listing:
    """Let the database narrow, sort and cut: `fetch` takes what is wanted, where the page begins and its size."""
    asked = wanted(kind)
    cut = Listing(asked, (), count(asked))
    return Listing(asked, fetch(asked, (cut.page - 1) * asked.size, asked.size), cut.total)


def _fits(asked: Wanted, row: Any) -> bool:
    if asked.typed and asked.kind.text and not says(asked.words, *(each or "" for each in asked.kind.text(row))):
        return False
    chosen = ((each, asked.chosen[each.name]) for each in asked.kind.choices)
    return all(each.fits is None or not value or each.fits(row, value) for each, value in chosen)


def _sorted(asked: Wanted, rows: list[Any]) -> list[Any]:
    """Sort by the wanted column; what has no value comes last either way, and equals stay in their usual order."""
    key, down = asked.order
    by = next((each.by for each in asked.kind.columns if each.key == key), None) if key else None
    if by is None:
        return rows
    known = [(_comparable(value), row) for row in rows if (value := by(row)) is not None]
    known.sort(key=lambda each: each[0], reverse=down)
    return [row for _, row in known] + [row for row in rows if by(row) is None]


def _comparable(value: Any) -> Any:
    return value.casefold() if isinstance(value, str) else value


def _cut(rows: Sequence[Any], page: int, size: int) -> Sequence[Any]:
    return rows[(page - 1) * size : page * size]
